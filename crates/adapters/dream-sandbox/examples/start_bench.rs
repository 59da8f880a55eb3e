//! How long a confined start takes beyond a plain one: from the call until the command's first byte is read.
//!
//! `cargo run --release --example start_bench [STARTS]`, after `cargo build --release --bin sandbox-launcher`.

use dream_ports::{ConfinedCommand, Network, ResourceLimits, Sandbox, SandboxLevel};
use dream_sandbox::{LocalSandbox, SandboxOptions};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let starts = std::env::args().nth(1).map_or(Ok(200), |text| text.parse())?;
    let top = tempfile::tempdir_in("/tmp")?;
    let workspace = top.path().join("data/workspaces/one");
    std::fs::create_dir_all(&workspace)?;
    let plain = times(starts, || plain(&workspace)).await?;
    tell(&format!("plain spawn: {}", quantiles(&plain)))?;
    for level in [SandboxLevel::Landlock, SandboxLevel::Namespaces] {
        let options = SandboxOptions { launcher: launcher()?, strongest: level, ..SandboxOptions::new(&top.path().join("data")) };
        let sandbox = LocalSandbox::new(options);
        let begun = Instant::now();
        let report = sandbox.report().await;
        tell(&format!("self-test up to level {level}: {:?}, reached {}", begun.elapsed(), report.level))?;
        if report.level == level {
            let confined = times(starts, || confined(&sandbox, &workspace)).await?;
            tell(&format!("{level}: {}; p50 over plain {:?}", quantiles(&confined), at(&confined, 50).saturating_sub(at(&plain, 50))))?;
        }
    }
    Ok(())
}

/// Beside this example's own folder.
fn launcher() -> Outcome<PathBuf> {
    let me = std::env::current_exe()?;
    let folder = me.parent().and_then(Path::parent).ok_or("the example has no folder")?;
    Ok(folder.join("sandbox-launcher"))
}

async fn times<F: Future<Output = Outcome<Duration>>>(starts: usize, mut one: impl FnMut() -> F) -> Outcome<Vec<Duration>> {
    let mut found = Vec::with_capacity(starts);
    for _ in 0..starts {
        found.push(one().await?);
    }
    found.sort_unstable();
    Ok(found)
}

async fn plain(workspace: &Path) -> Outcome<Duration> {
    let begun = Instant::now();
    let mut child = tokio::process::Command::new("/bin/echo").current_dir(workspace).env_clear().stdout(Stdio::piped()).spawn()?;
    let mut output = child.stdout.take().ok_or("no output")?;
    output.read_u8().await?;
    let took = begun.elapsed();
    child.wait().await?;
    Ok(took)
}

async fn confined(sandbox: &LocalSandbox, workspace: &Path) -> Outcome<Duration> {
    let command = ConfinedCommand {
        label: "bench".to_owned(),
        program: "/bin/echo".into(),
        arguments: Vec::new(),
        environment: BTreeMap::new(),
        workspace: workspace.to_path_buf(),
        writable: Vec::new(),
        readable: Vec::new(),
        network: Network::None,
        limits: ResourceLimits { memory_bytes: Some(1 << 30), processes: Some(64), ..ResourceLimits::default() },
        floor: SandboxLevel::Landlock,
    };
    let begun = Instant::now();
    let mut child = sandbox.start(command).await?;
    child.stdout.read_u8().await?;
    let took = begun.elapsed();
    child.process.exited().await;
    Ok(took)
}

fn quantiles(sorted: &[Duration]) -> String {
    format!("p50 {:?} p99 {:?}", at(sorted, 50), at(sorted, 99))
}

fn at(sorted: &[Duration], hundredth: usize) -> Duration {
    let place = sorted.len().saturating_sub(1) * hundredth / 100;
    sorted.get(place).copied().unwrap_or_default()
}

fn tell(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{line}")
}
