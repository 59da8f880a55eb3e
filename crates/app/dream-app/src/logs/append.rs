//! Lines that callers write to the log of a run, a task or an agent: acknowledged when they are on disk.

use super::reach::unavailable;
use crate::once::Repeatable;
use crate::{AppError, Kind, Op, agents};
use dream_access::Action;
use dream_govern::Run;
use dream_id::{ProjectId, RunId, TaskId};
use dream_ledger::{Actor, Stream};
use dream_logs::{AppendError, Call, Level, Line, Lines, Position, Queued, SetName, StreamName};
use dream_swarm::Task;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The most lines of one call.
pub const MOST_LINES: usize = 1_000;
/// The longest name of a source, in bytes.
pub const MOST_SOURCE: usize = 256;
/// The field that says who wrote a line: nobody else's word counts.
const BY: &str = "log.by";

/// A line to write. It is of the moment in which it arrives: clocks of others are not believed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewLine {
    /// The log it belongs to; not the server's own.
    pub stream: StreamName,
    /// How serious it is.
    pub level: Level,
    /// Which part of the writer says it.
    pub source: String,
    /// What happened, for people.
    pub message: String,
    /// The facts, by name.
    pub fields: Map<String, Value>,
}

/// What the lines of a stream are about.
#[derive(Debug, Clone, Copy, Default)]
struct About {
    run: Option<RunId>,
    task: Option<TaskId>,
}

/// Writes lines; they are on disk when this returns. Sent again under their key they stand there once, whatever became of the answer, of the
/// call or of the server; without a key they stand there twice.
///
/// # Errors
/// `log_lines_invalid`, `log_line_too_long`, `log_stream_refused`, `not_found`, `idempotency_key_reused`; `log_queue_full` and
/// `log_unavailable` when they may be sent again later.
pub async fn append(op: &Op, lines: Vec<NewLine>) -> Result<u64, AppError> {
    check(&lines)?;
    let (count, set) = (u64::try_from(lines.len()).unwrap_or(u64::MAX), SetName::Org(op.org()?));
    let repeatable = Repeatable::of(op, "log.append", &lines)?;
    let lines = written(op, lines).await?;
    let queued = match &repeatable {
        Some(repeatable) => queue_once(op, set, repeatable, lines).await?,
        None => op.app().logs.queue_all(set, encoded(lines)?).map_err(refused)?,
    };
    queued.written().await.map_err(refused)?;
    Ok(count)
}

/// Queues those of the lines that do not stand yet. Where they are to be found is remembered before the first of them is written.
async fn queue_once(op: &Op, set: SetName, repeatable: &Repeatable, mut lines: Vec<Line>) -> Result<Queued, AppError> {
    let (logs, mark) = (&op.app().logs, repeatable.mark());
    for (number, line) in lines.iter_mut().enumerate() {
        line.call = Some(Call { mark: mark.clone(), number });
    }
    let lines = encoded(lines)?;
    // The same call made twice at the same time is one after the other.
    let _turn = logs.turn(&mark).await;
    let end = logs.end(set).map_err(unavailable)?;
    let standing = match repeatable.begin(op, &end.to_string()).await? {
        Some(place) => {
            let from: Position = place.parse().map_err(|error| AppError::internal("reading where log lines stand", error))?;
            logs.standing(set, &mark, from).await.map_err(unavailable)?
        }
        None => BTreeSet::new(),
    };
    logs.queue_all(set, lines.without(&standing)).map_err(refused)
}

fn encoded(lines: Vec<Line>) -> Result<Lines, AppError> {
    Lines::of(lines).map_err(refused)
}

/// The lines as they will stand, where the caller may write them.
async fn written(op: &Op, lines: Vec<NewLine>) -> Result<Vec<Line>, AppError> {
    let streams: BTreeSet<StreamName> = lines.iter().map(|line| line.stream.clone()).collect();
    let mut known: BTreeMap<StreamName, About> = BTreeMap::new();
    for stream in streams {
        let about = about(op, &stream).await?;
        known.insert(stream, about);
    }
    let by = op.by();
    let writer = writer(&by.actor);
    let written = lines.into_iter().map(|NewLine { stream, level, source, message, fields }| {
        let About { run, task } = known.get(&stream).copied().unwrap_or_default();
        Line { at: by.at, level, stream, source, run, task, call: None, message, fields }.with(BY, writer.clone())
    });
    Ok(written.collect())
}

fn check(lines: &[NewLine]) -> Result<(), AppError> {
    let wrong = |message: String| Err(AppError::invalid("log_lines_invalid", message));
    if lines.is_empty() || lines.len() > MOST_LINES {
        return wrong(format!("there are {} lines; send 1 to {MOST_LINES} at once", lines.len()));
    }
    match lines.iter().position(|line| line.source.trim().is_empty() || line.source.len() > MOST_SOURCE) {
        Some(number) => {
            wrong(format!("the source of line {} is empty or longer than {MOST_SOURCE} bytes; name the part that says it", number + 1))
        }
        None => Ok(()),
    }
}

/// What the lines of `stream` are about, where the caller may write there.
async fn about(op: &Op, stream: &StreamName) -> Result<About, AppError> {
    match stream {
        StreamName::Server => {
            let message = "the server alone writes its own log; write to run/ID, task/ID or agent/NAME";
            Err(AppError::new(Kind::Forbidden, "log_stream_refused", message))
        }
        StreamName::Run(run) => {
            let found: Option<Stream<Run>> = op.read().await?.find(op.scope(), *run).await?;
            let project: ProjectId = found.ok_or_else(|| AppError::not_found("run", run))?.project;
            op.allow(Action::LogAppend, Some(project))?;
            Ok(About { run: Some(*run), task: None })
        }
        StreamName::Task(id) => {
            let found: Option<Stream<Task>> = op.read().await?.find(op.scope(), *id).await?;
            let task = found.ok_or_else(|| AppError::not_found("task", id))?;
            op.allow(Action::LogAppend, task.project)?;
            Ok(About { run: task.work.map(|work| work.run), task: Some(*id) })
        }
        // An agent that may work nowhere else has a log of its own still.
        StreamName::Agent(name) if op.by().actor == (Actor::Agent { name: name.clone() }) => Ok(About::default()),
        StreamName::Agent(name) => {
            op.allow(Action::LogAppend, None)?;
            agents::find(op, name).await?;
            Ok(About::default())
        }
    }
}

fn writer(actor: &Actor) -> String {
    match actor {
        Actor::Person { id, .. } => id.to_string(),
        Actor::Agent { name } => format!("agent/{name}"),
        Actor::System { worker } => worker.clone(),
    }
}

fn refused(error: AppendError) -> AppError {
    match error {
        AppendError::TooLong(_) => AppError::invalid("log_line_too_long", error.to_string()),
        AppendError::QueueFull => {
            let message = "log lines come faster than the disk takes them; none of these was written, send them again later";
            AppError::new(Kind::Unavailable, "log_queue_full", message).because(error)
        }
        AppendError::Disk(_) | AppendError::Closed => unavailable(error),
    }
}
