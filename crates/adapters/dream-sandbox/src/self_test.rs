//! What this host holds commands to, found by trying: at each level the ways out are tried from inside before anything else is started.

mod measures;

use crate::attempts::{ATTEMPT, Attempt, BAIT, BaitLayout, Outcome, names};
use crate::options::SandboxOptions;
use crate::process::{self, About};
use crate::start::{self, Launcher};
use crate::user;
use crate::wire::{Place, Spec};
use dream_ports::{ConfinedChild, Measure, ResourceLimits, SandboxError, SandboxLevel, SandboxReport, SelfTestCase};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::AsyncReadExt;

/// How long the attempts of one level may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// More than the attempts ever write.
const OUTPUT_BYTES: u64 = 1 << 20;

/// Tries every level that the host seems to have.
/// `groups` says whether commands get groups of their own, or why not.
pub(crate) async fn run(options: &SandboxOptions, starter: &Launcher, groups: Result<(), &str>) -> SandboxReport {
    let measures = measures::of_host(groups);
    let mut report = SandboxReport { level: SandboxLevel::Limits, measures, cases: Vec::new(), limits: Vec::new() };
    let layout = match BaitLayout::lay() {
        Ok(layout) => layout,
        Err(error) => {
            report.measures.push(missing("self_test", format!("its folder could not be made: {error}; free the temporary folder")));
            return report;
        }
    };
    for level in [SandboxLevel::Landlock, SandboxLevel::Namespaces].into_iter().filter(|level| *level <= options.strongest) {
        let outcome = try_level(options, starter, level, &layout).await;
        let name = format!("level_{level}");
        match outcome {
            Ok(attempts) => {
                let complete = names().all(|name| attempts.iter().any(|attempt| attempt.name == name));
                let held = attempts.iter().all(|attempt| !matches!(attempt.outcome, Outcome::Escaped(_)));
                report.cases.extend(attempts.into_iter().filter_map(|attempt| case(level, attempt)));
                if complete && held {
                    report.level = level;
                    report.measures.push(Measure { name, available: true, detail: "every way out that was tried is closed".to_owned() });
                } else {
                    report.measures.push(missing(name, failure(complete)));
                }
            }
            Err(error) => report.measures.push(missing(name, told(&error))),
        }
    }
    report.limits = measures::held(groups.is_ok(), report.level);
    report
}

fn failure(complete: bool) -> String {
    let text = if complete { "ways out are open: see the cases" } else { "the attempts did not come to their end" };
    text.to_owned()
}

fn missing(name: impl Into<String>, detail: String) -> Measure {
    Measure { name: name.into(), available: false, detail }
}

/// The error and what is behind it.
fn told(error: &SandboxError) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

fn case(level: SandboxLevel, attempt: Attempt) -> Option<SelfTestCase> {
    let held = match attempt.outcome {
        Outcome::Held => true,
        Outcome::Escaped(found) => {
            tracing::error!(level = %level, case = attempt.name, found, "the sandbox did not hold");
            false
        }
        Outcome::Untried(_) => return None,
    };
    Some(SelfTestCase { level, name: attempt.name, held })
}

async fn try_level(
    options: &SandboxOptions,
    starter: &Launcher,
    level: SandboxLevel,
    layout: &BaitLayout,
) -> Result<Vec<Attempt>, SandboxError> {
    let launcher = std::fs::canonicalize(&options.launcher).map_err(start::io_error("finding the launcher's file"))?;
    let spec = spec(options, level, &launcher, layout).map_err(start::io_error("writing the bait down"))?;
    let launched = starter.launch(&spec)?;
    let about = About { program: &launcher, level, output_limit: Some(OUTPUT_BYTES), way_out: None };
    let child = process::begin(launched, about).await?;
    let text = tokio::time::timeout(TIMEOUT, output(child))
        .await
        .map_err(|_| start::io_error("trying the ways out")(io::ErrorKind::TimedOut.into()))?;
    let text = text.map_err(start::io_error("reading what became of the attempts"))?;
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).map(|attempt| layout.judge(attempt)).collect())
}

async fn output(mut child: ConfinedChild) -> io::Result<String> {
    let mut text = String::new();
    child.stdout.read_to_string(&mut text).await?;
    child.process.exited().await;
    Ok(text)
}

fn spec(options: &SandboxOptions, level: SandboxLevel, launcher: &Path, layout: &BaitLayout) -> io::Result<Spec> {
    let bait = serde_json::to_string(&layout.bait)?;
    let workspace: PathBuf = layout.bait.workspace.clone();
    let place = |path: &Path, writable| Place { source: path.to_path_buf(), target: path.to_path_buf(), writable };
    Ok(Spec {
        label: "self-test".to_owned(),
        level,
        program: launcher.to_path_buf(),
        arguments: vec![ATTEMPT.to_owned()],
        environment: BTreeMap::from([(BAIT.to_owned(), bait)]),
        places: vec![place(launcher, false), place(&workspace, true)],
        user: user::for_workspace(&workspace),
        user_namespace: !rustix::process::geteuid().is_root(),
        workspace,
        limits: ResourceLimits { wall_clock: Some(TIMEOUT), ..ResourceLimits::default() },
        passages: Vec::new(),
        mark: user::mark(&options.owner),
        egress: None,
        group: None,
    })
}
