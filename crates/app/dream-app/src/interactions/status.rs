//! How things stand, in Discord.

use super::reply::Reply;
use crate::overview::Overview;
use crate::{AppError, Op, bridge, overview, swarm, words};
use dream_access::Action;
use dream_bridge::discord::markdown::escape;
use dream_bridge::discord::stamp;

/// The most names of one kind that are listed.
const MOST_NAMES: usize = 10;

/// The counts that the overview shows, as far as this server has what is counted, and how the bridge does.
pub(super) async fn show(op: &Op) -> Result<Reply, AppError> {
    let seen = overview::look(op).await?;
    let mut lines = if op.app().is_bridge_alone() { Vec::new() } else { of_agents(op, &seen).await? };
    lines.push(format!(
        "Messages: {} stored, {} not yet answered for, {} dead letters",
        seen.messages.stored, seen.messages.backlog, seen.messages.dead
    ));
    if op.allow(Action::BridgeRead, None).is_ok() {
        lines.extend(of_bridge(&bridge::status(op).await?));
    }
    Ok(Reply::titled("Status", lines.join("\n")))
}

/// What agents and people are at.
async fn of_agents(op: &Op, seen: &Overview) -> Result<Vec<String>, AppError> {
    let counts = |counted: Vec<(String, u64)>| {
        let some: Vec<String> =
            counted.into_iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word} {count}")).collect();
        if some.is_empty() { "none".to_owned() } else { some.join(", ") }
    };
    let runs = seen.runs.iter().map(|(status, count)| (words::state(status), *count)).collect();
    let mut lines = vec![
        format!("Reviews that wait: {}; permissions that wait: {}", seen.reviews_waiting, seen.permissions_waiting),
        format!("Runs: {}", counts(runs)),
        format!("Tasks: {}; {} {}", counts(words::open_tasks(&seen.tasks.open)), words::state("failed"), seen.tasks.failed),
    ];
    if let Some(stop) = swarm::show(op).await?.stop {
        lines.push(format!("**All agents are stopped**, {}.", stamp(stop.at, "R")));
    }
    Ok(lines)
}

/// What comes in and goes out.
fn of_bridge(seen: &bridge::Bridge) -> Vec<String> {
    let came: u64 = seen.sources.values().map(|counts| counts.received).sum();
    let of = |status: &str| seen.places.iter().filter_map(|place| place.counts.by_status.get(status)).sum::<u64>();
    let waits: u64 = seen.places.iter().map(bridge::Place::backlog).sum();
    let failed = of("failed") + of("dead");
    let mut lines = vec![format!(
        "Bridge: {came} came in within a day, {} went out, {waits} wait, {failed} failed, of {} nobody knows",
        of("sent") + of("edited"),
        of("unknown")
    )];
    let refused: u64 = seen.refused.values().map(|refused| refused.count).sum();
    if refused > 0 {
        lines.push(format!("{refused} requests to sources were refused within a day: {}", names(seen.refused.keys())));
    }
    let disabled = seen.places.iter().filter(|place| place.disabled.is_some()).map(|place| &place.name);
    lines.extend(named("Disabled", disabled));
    lines.extend(named("Alerts", seen.alerts.iter().map(|raised| &raised.name)));
    lines
}

/// A line that names what there is; none when there is nothing.
fn named<'n>(what: &str, all: impl Iterator<Item = &'n String>) -> Option<String> {
    let all = names(all);
    (!all.is_empty()).then(|| format!("**{what}**: {all}"))
}

/// The first of these names, and how many more there are.
fn names<'n>(all: impl Iterator<Item = &'n String>) -> String {
    let all: Vec<String> = all.map(|name| escape(name)).collect();
    let more = all.len().saturating_sub(MOST_NAMES);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    format!("{}{more}", all.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", "))
}
