//! Commands that check what was handed in: confined as an agent is, without a network, in a copy of the files, or of the project's repository,
//! that nothing else uses.

use super::Inner;
use async_trait::async_trait;
use dream_app::agent_work::{self, CommandRunner, Ground};
use dream_app::{AppError, Kind};
use dream_govern::CommandCheck;
use dream_ports::{ConfinedChild, ConfinedCommand, Exit, Network, ResourceLimits, Sandbox as _};
use dream_roles::CheckResult;
use dream_secret::Secret;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The folder of copies, among the agents' folders.
const FOLDER: &str = "checks";
/// The folder that stands for the user's own beside a repository, where what tools keep there is no change of it.
const HOME: &str = "home";
const MEMORY_BYTES: u64 = 2 << 30;
const FILE_BYTES: u64 = 1 << 30;
const PROCESSES: u32 = 256;
const OPEN_FILES: u32 = 1_024;
/// How much a command may write, and how much of its end is looked at.
const OUTPUT_BYTES: u64 = 16 << 20;
const SHOWN_BYTES: usize = 4_000;
/// How many of its last lines are told.
const LINES: usize = 15;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// Where a command runs.
struct Places {
    workspace: PathBuf,
    home: PathBuf,
}

#[async_trait]
impl CommandRunner for Inner {
    async fn run(&self, label: &str, check: &CommandCheck, ground: Ground<'_>) -> Result<CheckResult, AppError> {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = self.settings.workspaces.join(FOLDER).join(format!("{label}-{number}"));
        let ended = match self.lay_out(&folder, ground).await {
            Ok(places) => self.check_in(&places, label, check).await,
            Err(error) => Err(error),
        };
        let gone = folder.clone();
        let cleared = in_folder(&folder, move || agent_work::clear(&gone).and_then(|()| std::fs::remove_dir(&gone))).await;
        if let Err(error) = cleared {
            tracing::warn!(error.code = error.code, %error, "what a command was run in could not be removed; the next start of the server does it");
        }
        let (exit, output) = ended?;
        Ok(judged(check, exit, &output))
    }
}

impl Inner {
    /// Makes what a command runs in, in `folder`.
    async fn lay_out(&self, folder: &Path, ground: Ground<'_>) -> Result<Places, AppError> {
        let laid = folder.to_owned();
        in_folder(folder, move || agent_work::clear(&laid)).await?;
        match ground {
            Ground::Files(files) => {
                let (laid, files) = (folder.to_owned(), files.to_vec());
                in_folder(folder, move || agent_work::put(&laid, "", &files)).await?;
                Ok(Places { workspace: folder.to_owned(), home: folder.to_owned() })
            }
            Ground::Repository(changes) => {
                let home = folder.join(HOME);
                let made = home.clone();
                in_folder(folder, move || std::fs::create_dir(&made)).await?;
                Ok(Places { workspace: changes.lay_out(&self.app, folder, FOLDER).await?, home })
            }
        }
    }

    async fn check_in(&self, places: &Places, label: &str, check: &CommandCheck) -> Result<(Exit, Vec<u8>), AppError> {
        let started = self.parts.sandbox.start(self.command(places, label, check)).await;
        let ConfinedChild { stdin, stdout, stderr, process } = started.map_err(|error| {
            let code = error.code();
            AppError::new(Kind::Unavailable, code, format!("the command {} was not started: {error}", check.name)).because(error)
        })?;
        drop(stdin);
        let (written, complained, exit) = tokio::join!(end_of(stdout), end_of(stderr), process.exited());
        Ok((exit, [written, complained].concat()))
    }

    fn command(&self, places: &Places, label: &str, check: &CommandCheck) -> ConfinedCommand {
        let home = places.home.display().to_string();
        let variables = [("PATH", self.settings.path.as_str()), ("HOME", &home), ("LANG", "C.UTF-8"), ("TMPDIR", "/tmp"), ("CI", "1")];
        let environment: BTreeMap<String, Secret> = variables.map(|(name, value)| (name.to_owned(), Secret::new(value))).into();
        ConfinedCommand {
            label: format!("check/{label}"),
            program: PathBuf::from("/bin/sh"),
            arguments: vec!["-c".to_owned(), check.run.clone()],
            environment,
            workspace: places.workspace.clone(),
            writable: if places.home == places.workspace { Vec::new() } else { vec![places.home.clone()] },
            readable: Vec::new(),
            network: Network::None,
            limits: ResourceLimits {
                memory_bytes: Some(MEMORY_BYTES),
                cpu_time: None,
                processes: Some(PROCESSES),
                open_files: Some(OPEN_FILES),
                file_bytes: Some(FILE_BYTES),
                output_bytes: Some(OUTPUT_BYTES),
                wall_clock: Some(Duration::from_secs(check.timeout_s)),
            },
            floor: self.settings.floor,
        }
    }
}

async fn in_folder(folder: &Path, work: impl FnOnce() -> std::io::Result<()> + Send + 'static) -> Result<(), AppError> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| AppError::internal("working in a folder of a check", error))?;
    done.map_err(|source| {
        let message = format!("the folder {} of a check cannot be used: {source}", folder.display());
        AppError::new(Kind::Internal, "check_folder", message).because(source)
    })
}

/// What a stream ends with.
async fn end_of(mut stream: impl AsyncRead + Unpin) -> Vec<u8> {
    let (mut kept, mut chunk) = (Vec::new(), vec![0; 16 << 10]);
    // A stream that cannot be read has ended.
    while let Ok(length @ 1..) = stream.read(&mut chunk).await {
        kept.extend_from_slice(chunk.get(..length).unwrap_or_default());
        if kept.len() > 2 * SHOWN_BYTES {
            kept.drain(..kept.len() - SHOWN_BYTES);
        }
    }
    let over = kept.len().saturating_sub(SHOWN_BYTES);
    kept.drain(..over);
    kept
}

fn judged(check: &CommandCheck, exit: Exit, output: &[u8]) -> CheckResult {
    let passed = exit == Exit::Code(0);
    let mut failures = Vec::new();
    if !passed {
        failures.push(format!("`{}` ended with {exit}.", check.run));
        let text = String::from_utf8_lossy(output);
        let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        let last = lines.len().saturating_sub(LINES);
        failures.extend(lines.iter().skip(last).map(|line| line.chars().take(300).collect()));
    }
    CheckResult { name: check.name.clone(), passed, failures }
}
