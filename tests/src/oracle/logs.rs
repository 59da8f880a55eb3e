//! Log lines: what was acknowledged is there, each line once, in its order.

use dream_client::{Client, LogFilter, LogSearch, PageOf};
use dream_id::TaskId;
use serde_json::Value;

use crate::{Failure, Outcome, patience::patiently};
use crate::{LINES_TOGETHER, log_key, log_lines};

/// How many lines are asked for at once.
const PAGE: u32 = 500;

/// The lines of the task's log are numbered from 0 without a gap, and there are at least so many; of those that were under way when the server
/// ended some may be there as well.
pub(super) async fn check(client: &Client, task: TaskId, acknowledged: u64) -> Outcome {
    let found = numbers(client, task).await?;
    let expected = u64::try_from(found.len()).unwrap_or_default();
    if !found.iter().copied().eq(0..expected) {
        return Err(Failure::broken(format!("the log of task {task} has a gap, a line twice or out of order: {found:?}")));
    }
    if expected < acknowledged || expected > acknowledged + LINES_TOGETHER {
        return Err(Failure::broken(format!("{acknowledged} lines of task {task} were acknowledged, and {expected} are there")));
    }
    Ok(())
}

/// Sends again, under their keys, the last lines that were acknowledged and those after them, which may have been under way when the server
/// ended: all of them stand there then, each once. Returns how many lines there are.
pub(super) async fn repeat(client: &Client, task: TaskId, acknowledged: u64) -> Outcome<u64> {
    for first in [acknowledged.saturating_sub(LINES_TOGETHER), acknowledged] {
        let (key, lines) = (log_key(task, first), log_lines(task, first));
        patiently(async || client.append_logs_under(&key, &lines).await).await?;
    }
    let (found, expected) = (numbers(client, task).await?, acknowledged + LINES_TOGETHER);
    if !found.iter().copied().eq(0..expected) {
        return Err(Failure::broken(format!(
            "{expected} lines of task {task} were sent, some twice under one key, and these are there: {found:?}"
        )));
    }
    Ok(expected)
}

async fn numbers(client: &Client, task: TaskId) -> Outcome<Vec<u64>> {
    let filter = LogFilter { task: Some(task), source: Some("load".to_owned()), ..LogFilter::default() };
    let search = LogSearch { oldest_first: true, ..LogSearch::default() };
    let (mut numbers, mut cursor) = (Vec::new(), None);
    loop {
        let page = PageOf { cursor, limit: Some(PAGE) };
        let found = patiently(async || client.search_logs(&filter, &search, &page).await).await?;
        if !found.problems.is_empty() {
            return Err(Failure::broken(format!("the log cannot be read whole: {:?}", found.problems)));
        }
        numbers.extend(found.items.iter().filter_map(|line| line.fields.get("number").and_then(Value::as_u64)));
        cursor = found.next;
        if cursor.is_none() {
            return Ok(numbers);
        }
    }
}
