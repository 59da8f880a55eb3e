//! How things stand, in Discord.

use super::reply::Reply;
use crate::{AppError, Op, overview, swarm};

/// The counts that the overview shows.
pub(super) async fn show(op: &Op) -> Result<Reply, AppError> {
    let seen = overview::look(op).await?;
    let counts = |counted: Vec<(String, u64)>| {
        let some: Vec<String> =
            counted.into_iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{count} {word}")).collect();
        if some.is_empty() { "none".to_owned() } else { some.join(", ") }
    };
    let tasks = seen.tasks.open.iter().map(|(place, count)| ((*place).to_owned(), *count));
    let mut lines = vec![
        format!("Reviews that wait: {}", seen.reviews_waiting),
        format!("Runs: {}", counts(seen.runs.into_iter().collect())),
        format!("Tasks: {}; failed: {}", counts(tasks.collect()), seen.tasks.failed),
        format!(
            "Messages: {} stored, {} not yet answered for, {} dead letters",
            seen.messages.stored, seen.messages.backlog, seen.messages.dead
        ),
    ];
    if let Some(stop) = swarm::show(op).await?.stop {
        lines.push(format!("**All agents are stopped** since {}.", stop.at));
    }
    Ok(Reply::titled("Status", lines.join("\n")))
}
