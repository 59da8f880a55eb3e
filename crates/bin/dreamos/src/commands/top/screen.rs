//! The terminal: keys in, frames out, until it is left.

use super::draw::draw;
use super::keys::{Do, Steer, press};
use super::snapshot::Snapshot;
use super::theme::Theme;
use super::view::{Target, View};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use dream_api::{CancelRun, CancelTask, NudgeAgent};
use dream_client::{Client, ClientError, LogFilter, LogSearch, PageOf};
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;

/// How long the thread of the keys waits before it looks whether it is to end.
const KEY_PATIENCE: Duration = Duration::from_millis(100);

/// What a message begins with that is true until the server answers.
const OLD: &str = "what is shown is old";

/// How many lines of an agent's log are shown.
const LOG_LINES: u32 = 30;

/// Shows what goes on until the person has seen enough.
pub(super) async fn run(context: &Context, client: Client, first: Snapshot, every: Duration) -> Result<Exit, CliError> {
    let mut terminal = ratatui::try_init().map_err(io)?;
    let stop = Arc::new(AtomicBool::new(false));
    let keys = keys(Arc::clone(&stop));
    let theme = Theme::new(context.printer.style().is_coloured());
    let shown = show(&mut terminal, Server { context, client }, theme, View::new(first), (keys, every));
    // It is large, and waits all the time.
    let result = Box::pin(shown).await;
    stop.store(true, Ordering::Relaxed);
    // The terminal is given back whatever happened.
    let restored = ratatui::try_restore().map_err(io);
    result.and_then(|()| restored.map(|()| Exit::Done))
}

fn io(source: std::io::Error) -> CliError {
    CliError::Io { doing: "using the terminal".to_owned(), source }
}

/// What the person does, read on a thread of its own.
fn keys(stop: Arc<AtomicBool>) -> mpsc::UnboundedReceiver<Event> {
    let (sender, receiver) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            match event::poll(KEY_PATIENCE) {
                Ok(false) => {}
                Ok(true) => {
                    let Ok(event) = event::read() else { return };
                    if sender.send(event).is_err() {
                        return;
                    }
                }
                Err(_) => return,
            }
        }
    });
    receiver
}

async fn show(
    terminal: &mut DefaultTerminal,
    mut server: Server<'_>,
    theme: Theme,
    mut view: View,
    (mut keys, every): (mpsc::UnboundedReceiver<Event>, Duration),
) -> Result<(), CliError> {
    let mut ticks = tokio::time::interval(every);
    ticks.tick().await;
    loop {
        terminal.draw(|frame| draw(frame, &view, theme)).map_err(io)?;
        let next = tokio::select! {
            event = keys.recv() => match event {
                Some(Event::Key(key)) => press(&mut view, key),
                Some(_) => Do::Show,
                None => Do::Quit,
            },
            _ = ticks.tick() => Do::Look,
        };
        match next {
            Do::Show => {}
            Do::Quit => return Ok(()),
            Do::Look => server.look(&mut view).await,
            Do::Cancel(target) => {
                view.message = Some(cancelled(&server.client, target).await);
                server.look(&mut view).await;
            }
            Do::Steer(how, agent) => {
                view.message = Some(steered(&server.client, how, &agent).await);
                server.look(&mut view).await;
            }
            Do::Log(agent) => match lines_of(&server.client, &agent).await {
                Ok(lines) => view.detail = Some(lines),
                Err(error) => view.message = Some(format!("no log of {agent}: {error}")),
            },
        }
    }
}

/// The server that is watched, where it was last found.
struct Server<'a> {
    context: &'a Context,
    client: Client,
}

impl Server<'_> {
    /// Looks anew. A server that does not answer leaves what was seen last, and says so; the next look is where the server is to be found then,
    /// since one that was started again may have another address.
    async fn look(&mut self, view: &mut View) {
        match Snapshot::take(&self.client, Some(&view.snapshot)).await {
            Ok(snapshot) => {
                view.snapshot = snapshot;
                view.message.take_if(|message| message.starts_with(OLD));
            }
            Err(error) => {
                view.message = Some(format!("{OLD}: {error}"));
                if let Ok(client) = self.context.client() {
                    self.client = client;
                }
            }
        }
    }
}

/// Does something to an agent, and tells what came of it.
async fn steered(client: &Client, how: Steer, agent: &str) -> String {
    let (done, what) = match how {
        Steer::Nudge => (client.nudge_agent(agent, &NudgeAgent::default()).await, "is told to go on"),
        Steer::Restart => (client.restart_agent(agent).await, "is ended and started again"),
        Steer::Stop => (client.stop_agent(agent).await, "is stopped"),
    };
    match done {
        Ok(_) => format!("{agent} {what}"),
        Err(error) => format!("{agent}: {error}"),
    }
}

/// The newest lines of an agent's log, the oldest of them first.
async fn lines_of(client: &Client, agent: &str) -> Result<Vec<String>, ClientError> {
    let filter = LogFilter { agent: Some(agent.to_owned()), ..LogFilter::default() };
    let page = PageOf { cursor: None, limit: Some(LOG_LINES) };
    let found = client.search_logs(&filter, &LogSearch::default(), &page).await?;
    if found.items.is_empty() {
        return Ok(vec![format!("{agent} has written nothing")]);
    }
    Ok(found.items.iter().rev().map(|line| format!("{} {} {}", line.at, line.level, line.message)).collect())
}

/// Cancels, and tells what came of it.
async fn cancelled(client: &Client, target: Target) -> String {
    let reason = Some("cancelled from dreamos top".to_owned());
    let done = match target {
        Target::Run(run) => client.cancel_run(run, &CancelRun { reason }).await.map(|_| run.to_string()),
        Target::Task(task) => client.cancel_task(task, &CancelTask { reason, tree: false }).await.map(|_| task.to_string()),
    };
    match done {
        Ok(id) => format!("{id} is cancelled"),
        Err(error) => format!("not cancelled: {error}"),
    }
}
