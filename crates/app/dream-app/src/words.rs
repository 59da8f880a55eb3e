//! The words of the control room, for whatever else speaks to people: the pages that the server renders, and Discord. They stand in the control
//! room's own catalogues, which this file reads and does not repeat.

use dream_govern::{Review, Risk};
use dream_logs::Level;
use dream_swarm::{Desired, Observed, Place, Priority};
use dream_words::counted;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

/// The words about decisions, by their names.
pub static DECISIONS: LazyLock<Value> = LazyLock::new(|| read(include_str!("../../../../ui/src/lib/text/en/decisions.json")));
static STATES: LazyLock<Value> = LazyLock::new(|| read(include_str!("../../../../ui/src/lib/text/en/states.json")));

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| {
        tracing::error!(error.message = %error, "a catalogue of words is broken; this is a defect");
        Value::Null
    })
}

/// What a stage under review is called: from its second attempt on with the attempt's number.
#[must_use]
pub fn title(stage: &str, attempt: u32) -> String {
    let pattern = DECISIONS.get("titled").and_then(Value::as_str).filter(|_| attempt > 1).unwrap_or("{stage}");
    pattern.replace("{attempt}", &attempt.to_string()).replace("{stage}", stage)
}

/// A word of a catalogue; a name that has none is shown as it is, without its underscores.
fn word(catalogue: &Value, part: &str, name: &str) -> String {
    let found = catalogue.get(part).and_then(|part| part.get(name)).and_then(Value::as_str);
    found.map_or_else(|| name.replace('_', " "), str::to_owned)
}

/// How a review stands.
pub(crate) fn decision(review: &Review) -> String {
    word(&DECISIONS, "decision", review.status())
}

/// How much care something deserves.
pub(crate) fn risk(risk: Risk) -> String {
    word(&DECISIONS, "risk", risk.name())
}

/// A state of a run, a stage or a task, by its name. Whom it needs is not known here.
pub(crate) fn state(name: &str) -> String {
    word(&STATES, "state", if name == "waiting" { "waitingOther" } else { name })
}

/// A state with the reason for it.
pub(crate) fn standing(status: &str, reason: Option<&str>) -> String {
    let reason = reason.map(|reason| format!(": {}", word(&STATES, "reason", reason))).unwrap_or_default();
    format!("{}{reason}", state(status))
}

/// What is seen of an agent's process.
pub(crate) fn observed(observed: Observed) -> String {
    word(&STATES, "observed", observed.name())
}

/// What is wanted of an agent.
pub(crate) fn desired(desired: Desired) -> String {
    word(&STATES, "desired", desired.name())
}

/// How urgent a task is.
pub(crate) fn priority(priority: Priority) -> String {
    word(&STATES, "priority", priority.name())
}

/// How many open tasks are in each state, by the places that they have in the queue.
pub(crate) fn open_tasks(places: &BTreeMap<&'static str, u64>) -> Vec<(String, u64)> {
    let mut states: Vec<(String, u64)> = Vec::new();
    for (place, count) in places {
        let status = match place.parse() {
            Ok(Place::Ready | Place::Delayed) => "queued",
            Ok(Place::Blocked | Place::Paused) => "blocked",
            Ok(Place::Running) => "running",
            Ok(Place::Waiting) => "waiting",
            Err(_) => *place,
        };
        let word = state(status);
        match states.iter_mut().find(|(known, _)| *known == word) {
            Some((_, sum)) => *sum += count,
            None => states.push((word, *count)),
        }
    }
    states
}

/// How bad a line of the log is.
pub(crate) const fn level(level: Level) -> &'static str {
    match level {
        Level::Trace => "trace",
        Level::Debug => "debug",
        Level::Info => "info",
        Level::Warn => "warning",
        Level::Error => "error",
    }
}

/// How many lines of each level the log has: what people look for first, and the rest together.
pub(crate) fn levels([rest @ .., warnings, errors]: [u64; 5]) -> String {
    format!(
        "{}, {}, {}",
        counted(errors, "error", "errors"),
        counted(warnings, "warning", "warnings"),
        counted(rest.iter().sum::<u64>(), "other line", "other lines")
    )
}

/// A length of time in its two largest units.
pub(crate) fn span(time: Duration) -> String {
    const UNITS: [(u64, &str, &str); 4] =
        [(86_400, "day", "days"), (3_600, "hour", "hours"), (60, "minute", "minutes"), (1, "second", "seconds")];
    let seconds = time.as_secs();
    let Some(first) = UNITS.iter().position(|(unit, ..)| seconds >= *unit) else { return counted(0, "second", "seconds") };
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (unit, one, many) in UNITS.iter().skip(first).take(2) {
        if rest >= *unit {
            parts.push(counted(rest / unit, one, many));
        }
        rest %= unit;
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_bridge::discord::interaction::GateAct;

    #[test]
    fn a_title_has_the_number_of_a_later_attempt() {
        assert_eq!(title("Product requirements", 1), "Product requirements");
        assert_eq!(title("Product requirements", 3), "Product requirements, attempt 3");
    }

    #[test]
    fn every_state_has_its_word() {
        let named = |part: &'static str, names: Vec<&'static str>| names.into_iter().map(move |name| (part, name));
        let states = dream_govern::Status::ALL.iter().map(|status| status.name());
        let states = states.chain(dream_swarm::Status::ALL.iter().map(|status| status.name())).chain(["waitingOther"]);
        let reasons = dream_govern::Reason::ALL.iter().map(|reason| reason.name());
        let reasons = reasons.chain(dream_swarm::Reason::ALL.iter().map(|reason| reason.name()));
        let all = named("state", states.collect()).chain(named("reason", reasons.collect()));
        let all = all.chain(named("observed", Observed::ALL.iter().map(|observed| observed.name()).collect()));
        let all = all.chain(named("desired", Desired::ALL.iter().map(|desired| desired.name()).collect()));
        for (part, name) in all.chain(named("priority", Priority::ALL.iter().map(|priority| priority.name()).collect())) {
            assert!(STATES[part][name].is_string(), "{part}.{name} has no word");
        }
    }

    /// The buttons in Discord say what the control room's say.
    #[test]
    fn buttons_say_what_the_control_rooms_say() {
        let approve = DECISIONS["approve"].as_str().unwrap().replace(" {what}", "");
        let said = |name: &str| DECISIONS[name].as_str().unwrap().to_owned();
        let wanted = [approve, said("requestChanges"), said("regenerate"), said("constrain"), said("reject")];
        assert_eq!(GateAct::ALL.map(|act| act.label().to_owned()), wanted);
    }

    #[test]
    fn lengths_of_time_and_counts_are_said_in_words() {
        let cases = [
            (0, "0 seconds"),
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "1 minute"),
            (3_600, "1 hour"),
            (8_040, "2 hours 14 minutes"),
            (86_400, "1 day"),
            (86_400 * 3 + 59, "3 days"),
        ];
        for (seconds, wanted) in cases {
            assert_eq!(span(Duration::from_secs(seconds)), wanted);
        }
        assert_eq!(levels([1, 2, 4, 1, 2]), "2 errors, 1 warning, 7 other lines");
        let open = BTreeMap::from([("ready", 2), ("delayed", 1), ("waiting", 1)]);
        assert_eq!(open_tasks(&open), [("Queued".to_owned(), 3), ("Needs someone".to_owned(), 1)]);
    }
}
