//! Terminals: commands that run for a conversation, each in a sandbox of its own.

mod ring;

use agent_client_protocol::v1::schema::{CreateTerminalRequest, Error, TerminalExitStatus, TerminalOutputResponse};
use dream_ports::{ConfinedChild, ConfinedCommand, ConfinedProcess, Exit, Sandbox};
use dream_secret::Secret;
use ring::Ring;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::sync::watch;

/// How much output is taken in at once, in bytes.
const CHUNK: usize = 16 << 10;
/// How long the output of a command that ended is waited for.
const REST: Duration = Duration::from_millis(500);
/// A terminal whose folder is not the conversation's is started in it by this: inside the sandbox, so that a link leads nowhere else.
const IN_FOLDER: &str = r#"cd -- "$1" && shift && exec "$@""#;

/// The terminals of one conversation.
#[derive(Default)]
pub(crate) struct Terminals {
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    ended: bool,
    terminals: HashMap<String, Arc<Terminal>>,
}

/// One command.
pub(crate) struct Terminal {
    process: Arc<dyn ConfinedProcess>,
    output: Mutex<Ring>,
    exit: watch::Receiver<Option<Exit>>,
}

/// What terminals are started with.
pub(crate) struct TerminalRules<'a> {
    pub(crate) sandbox: &'a dyn Sandbox,
    /// The agent's own command: a terminal is confined and limited as it is.
    pub(crate) agent: &'a ConfinedCommand,
    pub(crate) folder: &'a Path,
    pub(crate) most: usize,
    pub(crate) output_bytes: usize,
}

impl Terminals {
    /// Starts a command. Returns the terminal's id.
    pub(crate) async fn create(&self, rules: TerminalRules<'_>, request: CreateTerminalRequest) -> Result<String, Error> {
        let limit = request.output_byte_limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let command = command(&rules, request)?;
        self.room(rules.most)?;
        let child = rules.sandbox.start(command).await.map_err(|error| refused(format!("the command was not started: {error}")))?;
        let terminal = Terminal::watch(child, limit.min(rules.output_bytes));
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.ended || open.terminals.len() >= rules.most {
            terminal.process.kill();
            return Err(refused("the conversation was closed, or has as many terminals as it may"));
        }
        open.next += 1;
        let id = format!("terminal-{}", open.next);
        open.terminals.insert(id.clone(), terminal);
        Ok(id)
    }

    fn room(&self, most: usize) -> Result<(), Error> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.terminals.len() < most && !open.ended {
            return Ok(());
        }
        Err(refused(format!("this conversation has {most} terminals, as many as it may: release one")))
    }

    pub(crate) fn get(&self, id: &str) -> Result<Arc<Terminal>, Error> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.terminals.get(id).cloned().ok_or_else(|| Error::invalid_params().data(format!("this conversation has no terminal {id}")))
    }

    /// Ends a command and forgets its terminal.
    pub(crate) fn release(&self, id: &str) -> Result<(), Error> {
        let terminal = self.get(id)?;
        self.open.lock().unwrap_or_else(PoisonError::into_inner).terminals.remove(id);
        terminal.process.kill();
        Ok(())
    }

    /// Ends every command. None is started any more.
    pub(crate) fn end(&self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.ended = true;
        for terminal in std::mem::take(&mut open.terminals).into_values() {
            terminal.process.kill();
        }
    }
}

impl Terminal {
    fn watch(child: ConfinedChild, limit: usize) -> Arc<Self> {
        let ConfinedChild { stdin, stdout, stderr, process } = child;
        drop(stdin);
        let (ended, exit) = watch::channel(None);
        let terminal = Arc::new(Self { process: Arc::clone(&process), output: Mutex::new(Ring::new(limit)), exit });
        let taking = [tokio::spawn(take(stdout, Arc::clone(&terminal))), tokio::spawn(take(stderr, Arc::clone(&terminal)))];
        tokio::spawn(async move {
            let exit = process.exited().await;
            // All of its output is there before its end is told; a pipe that stays open holds nothing up.
            let _ = tokio::time::timeout(REST, futures::future::join_all(taking)).await;
            // Nobody may be waiting.
            let _ = ended.send(Some(exit));
        });
        terminal
    }

    /// What it has written so far, and how it ended if it has.
    pub(crate) fn output(&self) -> TerminalOutputResponse {
        let (text, cut) = self.output.lock().unwrap_or_else(PoisonError::into_inner).text();
        TerminalOutputResponse::new(text, cut).exit_status(self.exit.borrow().map(status))
    }

    /// Waits until it has ended.
    pub(crate) async fn exited(&self) -> TerminalExitStatus {
        let mut exit = self.exit.clone();
        let ended = exit.wait_for(Option::is_some).await.ok().and_then(|exit| *exit);
        ended.map_or_else(TerminalExitStatus::new, status)
    }

    /// Ends its command; what it wrote can still be read.
    pub(crate) fn kill(&self) {
        self.process.kill();
    }
}

async fn take(mut from: impl AsyncRead + Unpin, terminal: Arc<Terminal>) {
    let mut chunk = vec![0; CHUNK];
    // An output that cannot be read has ended.
    while let Ok(length @ 1..) = from.read(&mut chunk).await {
        terminal.output.lock().unwrap_or_else(PoisonError::into_inner).push(chunk.get(..length).unwrap_or_default());
    }
}

fn status(exit: Exit) -> TerminalExitStatus {
    match exit {
        // What the host reports is never negative.
        Exit::Code(code) => TerminalExitStatus::new().exit_code(u32::try_from(code).unwrap_or(1)),
        Exit::Signal(signal) => TerminalExitStatus::new().signal(signal.to_string()),
        Exit::Exceeded(limit) => TerminalExitStatus::new().signal(format!("limit exceeded: {limit}")),
    }
}

/// The command of a terminal, confined as the agent is.
fn command(rules: &TerminalRules<'_>, request: CreateTerminalRequest) -> Result<ConfinedCommand, Error> {
    let agent = rules.agent;
    let mut environment = agent.environment.clone();
    environment.extend(request.env.into_iter().map(|variable| (variable.name, Secret::new(variable.value))));
    let words = if request.args.is_empty() && request.command.contains(char::is_whitespace) {
        vec!["/bin/sh".to_owned(), "-c".to_owned(), request.command]
    } else {
        std::iter::once(request.command).chain(request.args).collect()
    };
    let words = match request.cwd.filter(|cwd| cwd != rules.folder) {
        None => words,
        Some(cwd) => {
            let start = ["/bin/sh".to_owned(), "-c".to_owned(), IN_FOLDER.to_owned(), "sh".to_owned(), below(rules.folder, &cwd)?];
            start.into_iter().chain(words).collect()
        }
    };
    let mut words = words.into_iter();
    let program = words.next().filter(|program| !program.is_empty()).ok_or_else(|| Error::invalid_params().data("the command is empty"))?;
    Ok(ConfinedCommand {
        label: format!("{}/terminal", agent.label),
        program: PathBuf::from(program),
        arguments: words.collect(),
        environment,
        workspace: rules.folder.to_owned(),
        ..agent.clone()
    })
}

/// A folder of the conversation's, as text.
fn below(folder: &Path, cwd: &Path) -> Result<String, Error> {
    let below = if cwd.is_absolute() { cwd.strip_prefix(folder).ok() } else { Some(cwd) };
    let plain = |path: &&Path| path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let outside = || Error::invalid_params().data(format!("{} is outside the folder of this conversation", cwd.display()));
    let path = folder.join(below.filter(plain).ok_or_else(outside)?);
    path.to_str().map(str::to_owned).ok_or_else(|| Error::invalid_params().data("the folder's name is no text in UTF-8"))
}

fn refused(why: impl Into<String>) -> Error {
    Error::new(crate::REFUSED, why.into()).data(serde_json::json!({"code": "terminal_refused"}))
}
