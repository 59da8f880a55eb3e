//! Log lines, in Discord.

use super::reply::Reply;
use crate::logs::{self, Filter, Order, Search, StreamName};
use crate::{AppError, Op, words};
use dream_bridge::discord::markdown::{escape, inline_code};
use dream_bridge::discord::stamp;
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
    let mut lines = vec![words::levels(found.levels)];
    let errors =
        found.errors.iter().map(|kind| format!("- {}× {}: {}", kind.count, words::level(kind.level), escape(&short(&kind.message))));
    lines.extend(errors);
    if found.dropped > 0 {
        lines.push(format!("{} lines were dropped because they could not be written", found.dropped));
    }
    Ok(Reply::titled(&format!("Log of the last {}", words::span(back)), lines.join("\n")))
}

/// The newest lines of an agent.
pub(super) async fn of_agent(op: &Op, name: &str) -> Result<Reply, AppError> {
    let filter = Filter { stream: Some(StreamName::Agent(name.to_owned())), ..Filter::default() };
    let search = Search { filter, order: Order::Newest, before: 0, after: 0, limit: MOST, cursor: None };
    let found = logs::search(op, search).await?;
    let line = |found: &logs::Found| {
        format!("{} **{}** {}", stamp(found.line.at, "T"), words::level(found.line.level), inline_code(&short(&found.line.message)))
    };
    let lines: Vec<String> = found.lines.iter().rev().map(line).collect();
    if lines.is_empty() {
        return Ok(Reply::said(format!("There are no log lines of **{}** yet.", escape(name))));
    }
    Ok(Reply::titled(&format!("Log of {name}"), lines.join("\n")))
}

fn short(text: &str) -> String {
    dream_bridge::text::shorten(&dream_bridge::text::one_line(text), MOST_LINE)
}
