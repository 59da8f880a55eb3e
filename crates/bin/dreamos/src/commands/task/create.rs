//! Creating a task.

use super::priority;
use crate::commands::input;
use crate::context::Context;
use crate::error::CliError;
use dream_api::{NewTask, Priority, Retry, Span, TaskDetail};
use dream_clock::{Clock, SystemClock, Timestamp};
use dream_id::{ProjectId, TaskId};
use std::path::PathBuf;

/// A task to create.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What is to be done, in one line
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// What is to be done, in full
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    /// The project it belongs to; the organisation itself without it
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// A task that must be done before it; may be given more than once
    #[arg(long, value_name = "TASK")]
    depends_on: Vec<TaskId>,
    /// critical, high, normal or low
    #[arg(long, value_name = "P", value_parser = priority)]
    priority: Option<Priority>,
    /// The role that works it
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// What a worker must be able to do; may be given more than once
    #[arg(long, value_name = "NAME")]
    capability: Vec<String>,
    /// The worker it is assigned to by name
    #[arg(long, value_name = "WORKER")]
    assignee: Option<String>,
    /// When it fails unless it is done: a time, or a span from now such as 2h
    #[arg(long, value_name = "TIME", value_parser = when)]
    deadline: Option<Timestamp>,
    /// When it may first be claimed: a time, or a span from now such as 10m
    #[arg(long, value_name = "TIME", value_parser = when)]
    not_before: Option<Timestamp>,
    /// The task it is a part of
    #[arg(long, value_name = "TASK")]
    parent: Option<TaskId>,
    /// It is only done when its children are
    #[arg(long)]
    wait_for_children: bool,
    /// How many attempts there may be
    #[arg(long, value_name = "N", default_value_t = 3)]
    attempts: u32,
    /// The wait after the first failure; it doubles with each further one
    #[arg(long, value_name = "TIME", default_value = "1s")]
    backoff: Span,
}

/// Reads a moment: a time, or a span from now.
fn when(text: &str) -> Result<Timestamp, String> {
    if let Ok(span) = text.parse::<Span>() {
        return Ok(SystemClock.now().plus(span.duration()));
    }
    text.parse().map_err(|_| format!("`{text}` is neither a time such as 2026-11-21T14:00:00Z nor a span from now such as 2h"))
}

pub(super) async fn create(context: &Context, args: Args) -> Result<TaskDetail, CliError> {
    /// The longest wait between attempts.
    const LONGEST: Span = Span::of_millis(300_000);
    let body = args.body.map(|path| input::text(&path, "the body")).transpose()?;
    let new = NewTask {
        title: args.title,
        body,
        project: args.project,
        parent: args.parent,
        depends_on: args.depends_on,
        priority: args.priority,
        role: args.role,
        capabilities: args.capability,
        assignee: args.assignee,
        deadline: args.deadline,
        not_before: args.not_before,
        retry: Some(Retry { max_attempts: args.attempts, backoff: args.backoff, longest: LONGEST.max(args.backoff) }),
        waits_for_children: args.wait_for_children,
    };
    Ok(context.client()?.create_task(&new).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_time_or_a_span_from_now() {
        let before = SystemClock.now();
        assert!(when("2h").unwrap() >= before.plus(std::time::Duration::from_hours(2)));
        assert_eq!(when("2026-01-01T00:00:00Z").unwrap(), Timestamp::from_micros(1_767_225_600_000_000));
        assert!(when("tomorrow").is_err());
    }
}
