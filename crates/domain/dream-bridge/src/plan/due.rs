//! What time has brought: collections to be told, and people to be called because nobody reacted.

use super::event::own_words;
use super::memory::{Collected, Watch};
use super::{Decided, Memory, Place, Plan, Planned, Step};
use crate::event::Event;
use crate::message::Message;
use crate::rule::{MessageTemplate, Rule, RuleSet};
use dream_clock::Timestamp;
use std::time::Duration;

/// Plans what is due at `now`. What is planned, and what `memory` has become, belong into one transaction.
#[must_use]
pub fn due(rules: &RuleSet, memory: &mut Memory, now: Timestamp) -> Plan {
    memory.prune(now);
    let mut plan = Plan::default();
    let ready: Vec<String> = memory.collected.iter().filter(|(_, collected)| collected.due <= now).map(|(key, _)| key.clone()).collect();
    for key in ready {
        let Some(collected) = memory.collected.remove(&key) else { continue };
        let Some(rule) = rules.rule(&collected.rule) else {
            outlived(rules, collected, now, &mut plan);
            continue;
        };
        match quiet_until(rule, &collected, now) {
            Some(end) => {
                plan.trace.push(Step::of(rule, Decided::Held, format!("quiet hours until {end}")));
                memory.collected.insert(key, Collected { due: end, ..collected });
            }
            None => tell(rules, rule, &collected, now, &mut plan),
        }
    }
    let late: Vec<String> = memory.watches.iter().filter(|(_, watch)| watch.due <= now).map(|(about, _)| about.clone()).collect();
    for about in late {
        let Some(watch) = memory.watches.remove(&about) else { continue };
        if let Some(again) = escalate(rules, &about, watch, now, &mut plan) {
            memory.watches.insert(about, again);
        }
    }
    plan
}

/// When the quiet hours end that a collection must wait for.
fn quiet_until(rule: &Rule, collected: &Collected, now: Timestamp) -> Option<Timestamp> {
    let quiet = rule.quiet.as_ref()?;
    let loud = quiet.except.is_some_and(|except| collected.worst >= except);
    if loud { None } else { quiet.hours.end(now) }
}

fn tell(rules: &RuleSet, rule: &Rule, collected: &Collected, now: Timestamp, plan: &mut Plan) {
    let message = rule.message.render_digest(&rules.engine, &collected.events, collected.count).unwrap_or_else(|fault| {
        plan.trace.push(Step::of(rule, Decided::Failed, format!("its digest: {fault}; the first event's own words are used")));
        let footer = format!("{} events; the digest of rule `{}` failed: {fault}", collected.count, rule.name);
        Message { footer, ..collected.events.first().map(own_words).unwrap_or_default() }
    });
    for destination in &rule.to {
        plan.trace.push(Step::of(rule, Decided::Planned, format!("{} collected events to `{destination}`", collected.count)));
        plan.planned.push(planned(rule, destination, message.clone(), Place::default(), now));
    }
}

/// Tells what a rule collected that was removed, renamed or switched off before it was told: where it would have gone, in the words that every rule has,
/// and why. An event that was taken in is not lost by a change of the rules.
fn outlived(rules: &RuleSet, collected: Collected, now: Timestamp, plan: &mut Plan) {
    let (name, count) = (collected.rule, collected.count);
    let footer = format!("The rule `{name}` collected this, and is not in force any more: it was removed, renamed or switched off.");
    // Without a digest of its own it has nothing that fails.
    let message = MessageTemplate::default().render_digest(&rules.engine, &collected.events, count).unwrap_or_default();
    for destination in collected.to {
        plan.trace
            .push(Step::removed(&name, format!("the rule is not in force any more; its {count} collected events to `{destination}`")));
        let message = Message { footer: footer.clone(), ..message.clone() };
        plan.planned.push(Planned { rule: name.clone(), destination, message, place: Place::default(), at: now, repeat_unknown: false });
    }
}

/// Calls the next people; what is waited for after that.
fn escalate(rules: &RuleSet, about: &str, watch: Watch, now: Timestamp, plan: &mut Plan) -> Option<Watch> {
    let rule = rules.rule(&watch.rule)?;
    let escalate = rule.escalate.as_ref()?;
    let message = called(&watch.event, now);
    for destination in &escalate.to {
        plan.trace.push(Step::of(rule, Decided::Escalated, format!("nobody reacted; to `{destination}`")));
        let place = Place { about: Some(about.to_owned()), ..Place::default() };
        plan.planned.push(planned(rule, destination, Message { mentions: rule.message.mentions.clone(), ..message.clone() }, place, now));
    }
    let told = watch.told + 1;
    (told < escalate.times).then(|| Watch { due: now.plus(escalate.after), told, ..watch })
}

fn called(event: &Event, now: Timestamp) -> Message {
    let silent = length(now.since(event.at));
    Message { content: format!("Nobody has reacted to this for {silent}."), ..own_words(event) }
}

/// A length of time in words: in the largest unit of which there are at least two.
fn length(span: Duration) -> String {
    let seconds = span.as_secs();
    let units = [(86_400, "days"), (3_600, "hours"), (60, "minutes")];
    let (each, unit) = units.into_iter().find(|(each, _)| seconds >= 2 * each).unwrap_or((1, "seconds"));
    match seconds / each {
        1 => "a second".to_owned(),
        count => format!("{count} {unit}"),
    }
}

fn planned(rule: &Rule, destination: &str, message: Message, place: Place, at: Timestamp) -> Planned {
    Planned { rule: rule.name.clone(), destination: destination.to_owned(), message, place, at, repeat_unknown: rule.repeat_unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_nobody_reacted_is_said_in_a_unit_that_fits() {
        let said = |seconds| length(Duration::from_secs(seconds));
        assert_eq!([1, 2, 119, 120].map(said), ["a second", "2 seconds", "119 seconds", "2 minutes"]);
        assert_eq!([900, 7_199, 7_200, 200_000].map(said), ["15 minutes", "119 minutes", "2 hours", "2 days"]);
    }
}
