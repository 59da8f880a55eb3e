//! Starting commands as the tests want them.

use dream_ports::{ConfinedChild, ConfinedCommand, Exit, Network, ResourceLimits, Sandbox, SandboxError, SandboxLevel};
use dream_sandbox::{LocalSandbox, SandboxOptions};
use dream_secret::Secret;
use std::collections::BTreeMap;
use std::future::Future;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::AsyncReadExt;

/// Says that a test's process already has no rights.
const UNPRIVILEGED: &str = "SANDBOX_TEST_UNPRIVILEGED";
/// A user without rights, when the tests are started by root.
const NOBODY: u32 = 65_534;
/// The longest that a test may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The longest that something may take to come about.
const SOON: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

/// A sandbox, a data folder that it must hide, and a workspace.
pub(crate) struct Host {
    pub(crate) sandbox: LocalSandbox,
    pub(crate) data: PathBuf,
    pub(crate) workspace: PathBuf,
    pub(crate) top: tempfile::TempDir,
    pub(crate) level: SandboxLevel,
}

impl Host {
    pub(crate) fn at(level: SandboxLevel) -> Self {
        Self::with(level, |_| {})
    }

    pub(crate) fn with(level: SandboxLevel, change: impl FnOnce(&mut SandboxOptions)) -> Self {
        let top = tempfile::tempdir_in("/tmp").unwrap();
        std::fs::set_permissions(top.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let data = top.path().join("data");
        let workspace = data.join("workspaces").join("one");
        std::fs::create_dir_all(&workspace).unwrap();
        std::fs::write(data.join("run.json"), "{\"token\":\"secret\"}").unwrap();
        let mut options = SandboxOptions::new(&data);
        options.launcher = launcher();
        options.strongest = level;
        change(&mut options);
        Self { sandbox: LocalSandbox::new(options), data, workspace, top, level }
    }

    pub(crate) fn command(&self, program: &str, arguments: &[&str]) -> ConfinedCommand {
        ConfinedCommand {
            label: "test".to_owned(),
            program: program.into(),
            arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
            environment: BTreeMap::from([("PATH".to_owned(), Secret::new("/usr/local/bin:/usr/bin:/bin"))]),
            workspace: self.workspace.clone(),
            writable: Vec::new(),
            readable: Vec::new(),
            network: Network::None,
            limits: ResourceLimits::default(),
            floor: SandboxLevel::Landlock,
        }
    }

    pub(crate) fn shell(&self, script: &str) -> ConfinedCommand {
        self.command("/bin/sh", &["-c", script])
    }

    pub(crate) async fn start(&self, command: ConfinedCommand) -> ConfinedChild {
        match self.sandbox.start(command).await {
            Ok(child) => child,
            Err(error) => panic!("{}", told(&error)),
        }
    }

    /// Runs it to its end.
    pub(crate) async fn run(&self, command: ConfinedCommand) -> Ended {
        finish(self.start(command).await).await
    }
}

pub(crate) fn told(error: &SandboxError) -> String {
    format!("{error}: {:?}", std::error::Error::source(error).map(ToString::to_string))
}

/// How a command ended, and what it wrote.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) exit: Exit,
    pub(crate) output: String,
    pub(crate) errors: String,
}

pub(crate) async fn finish(mut child: ConfinedChild) -> Ended {
    drop(child.stdin);
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let (read, complained) = tokio::join!(child.stdout.read_to_end(&mut output), child.stderr.read_to_end(&mut errors));
    read.unwrap();
    complained.unwrap();
    let exit = child.process.exited().await;
    Ended { exit, output: text(&output), errors: text(&errors) }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn launcher() -> PathBuf {
    env!("CARGO_BIN_EXE_sandbox-launcher").into()
}

/// Runs a test's body without rights: when root runs the tests, the test is executed again as another user, which is asserted.
pub(crate) fn unprivileged<F: Future<Output = ()>>(test: &str, body: impl FnOnce() -> F) {
    if rustix::process::geteuid().is_root() {
        assert!(std::env::var_os(UNPRIVILEGED).is_none(), "the user was not changed");
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture"])
            .env(UNPRIVILEGED, "yes")
            .env_remove("HOME")
            .current_dir("/")
            .uid(NOBODY)
            .gid(NOBODY)
            .status()
            .unwrap();
        assert!(status.success(), "as another user: {status}");
        return;
    }
    block_on(body());
}

/// What a container's root may do by default.
const CONTAINER: &str =
    "-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,+net_raw,+sys_chroot,+mknod";

/// Runs a test's body as the root of a container: with that user's name, and few of its rights.
pub(crate) fn as_container_root<F: Future<Output = ()>>(test: &str, body: impl FnOnce() -> F) {
    if !rustix::process::geteuid().is_root() {
        eprintln!("SKIPPED: only root can run this as a container's root");
        return;
    }
    if std::env::var_os(UNPRIVILEGED).is_some() {
        let capabilities = rustix::thread::capabilities(None).unwrap().effective;
        assert!(!capabilities.contains(rustix::thread::CapabilitySet::SYS_PTRACE), "the rights were not taken");
        return block_on(body());
    }
    let status = std::process::Command::new("setpriv")
        .arg(format!("--bounding-set={CONTAINER}"))
        .arg("--")
        .arg(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(UNPRIVILEGED, "yes")
        .status();
    assert!(status.unwrap().success());
}

/// Runs a test's body as whoever runs the tests.
pub(crate) fn block_on(body: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(PATIENCE, body).await.expect("the test takes too long") });
}

/// Waits until `look` finds something: the kernel's tables and files, which nobody tells of.
pub(crate) async fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let mut tick = tokio::time::interval(BETWEEN_LOOKS);
    let looking = async {
        loop {
            tick.tick().await;
            if let Some(found) = look() {
                return found;
            }
        }
    };
    let found = tokio::time::timeout(SOON, looking).await;
    found.unwrap_or_else(|_| panic!("in vain: {what}"))
}

/// The processes whose command line holds `mark`.
pub(crate) fn processes_with(mark: &str) -> Vec<u32> {
    let numbers = std::fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers
        .filter(|number| std::fs::read(Path::new("/proc").join(number.to_string()).join("cmdline")).is_ok_and(|line| contains(&line, mark)))
        .collect()
}

fn contains(line: &[u8], mark: &str) -> bool {
    line.windows(mark.len()).any(|window| window == mark.as_bytes())
}

/// Makes a test of each function, at both levels without rights, and at both as root.
macro_rules! at_each_level {
    ($($name:ident;)*) => {
        mod landlock {
            $(#[test]
            fn $name() {
                use crate::sandbox::support::{Host, test_name, unprivileged};
                let at = dream_ports::SandboxLevel::Landlock;
                unprivileged(&test_name(module_path!(), stringify!($name)), || super::$name(Host::at(at)));
            })*
        }
        mod namespaces {
            $(#[test]
            fn $name() {
                use crate::sandbox::support::{Host, test_name, unprivileged};
                let at = dream_ports::SandboxLevel::Namespaces;
                unprivileged(&test_name(module_path!(), stringify!($name)), || super::$name(Host::at(at)));
            })*
        }
        mod as_root {
            $(#[test]
            fn $name() {
                use crate::sandbox::support::{Host, block_on};
                if rustix::process::geteuid().is_root() {
                    for at in [dream_ports::SandboxLevel::Landlock, dream_ports::SandboxLevel::Namespaces] {
                        block_on(super::$name(Host::at(at)));
                    }
                }
            })*
        }
    };
}
pub(crate) use at_each_level;

/// A test's name as the harness has it: without the crate's.
pub(crate) fn test_name(module: &str, name: &str) -> String {
    format!("{}::{name}", module.split_once("::").map_or(module, |(_, inner)| inner))
}
