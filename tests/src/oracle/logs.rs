//! Log lines: what was acknowledged is there, each line once, in its order.

use dream_client::{Client, LogFilter, LogSearch, PageOf};
use dream_id::TaskId;
use serde_json::Value;

use crate::LINES_TOGETHER;
use crate::{Failure, Outcome, patience::patiently};

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
