//! Log lines, in Discord.

use super::reply::Reply;
use crate::logs::{self, Filter, Level, Order, Search, StreamName};
use crate::{AppError, Op};
use dream_bridge::discord::markdown::escape;
use dream_clock::Timestamp;
use std::time::Duration;

/// How many lines of an agent are shown.
const MOST: u32 = 20;
/// The most characters of a line.
const MOST_LINE: usize = 180;

/// What happened in the last while, in short.
pub(super) async fn summary(op: &Op, back: Duration) -> Result<Reply, AppError> {
    let micros = i64::try_from(back.as_micros()).unwrap_or(i64::MAX);
    let from = Timestamp::from_micros(op.app().now().micros().saturating_sub(micros));
    let found = logs::summary(op, Filter { from: Some(from), ..Filter::default() }).await?;
    let levels = Level::ALL.iter().zip(found.levels).map(|(level, count)| format!("{} {count}", level.as_str()));
    let mut lines = vec![levels.collect::<Vec<_>>().join(", ")];
    let errors = found.errors.iter().map(|kind| format!("- {}× {}: {}", kind.count, kind.level.as_str(), escape(&short(&kind.message))));
    lines.extend(errors);
    if found.dropped > 0 {
        lines.push(format!("{} lines were dropped because they could not be written", found.dropped));
    }
    Ok(Reply::titled(&format!("Log of the last {} minutes", back.as_secs() / 60), lines.join("\n")))
}

/// The newest lines of an agent.
pub(super) async fn of_agent(op: &Op, name: &str) -> Result<Reply, AppError> {
    let filter = Filter { stream: Some(StreamName::Agent(name.to_owned())), ..Filter::default() };
    let search = Search { filter, order: Order::Newest, before: 0, after: 0, limit: MOST, cursor: None };
    let found = logs::search(op, search).await?;
    let line = |found: &logs::Found| format!("{} {} {}", found.line.at, found.line.level.as_str(), short(&found.line.message));
    let lines: Vec<String> = found.lines.iter().rev().map(line).collect();
    if lines.is_empty() {
        return Ok(Reply::said(format!("There are no log lines of **{}** yet.", escape(name))));
    }
    // Nothing in a block is read as markup; a fence inside would end it.
    Ok(Reply::titled(&format!("Log of {name}"), format!("```\n{}\n```", lines.join("\n").replace("```", "'''"))))
}

fn short(text: &str) -> String {
    dream_bridge::text::shorten(&dream_bridge::text::one_line(text), MOST_LINE)
}
