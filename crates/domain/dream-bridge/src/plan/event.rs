//! What the rules decide about one event.

use super::{Decided, Memory, Place, Plan, Planned, Step};
use crate::event::{Event, Phase};
use crate::message::Message;
use crate::rule::{QuietThen, Rule, RuleSet, Update};
use crate::template::{self, TemplateFault};
use crate::text;
use dream_clock::Timestamp;
use minijinja::Value;
use serde_json::Value as Json;

/// Asks every rule about `event`, whose payload is `payload`. What is planned, and what `memory` has become, belong into one transaction.
#[must_use]
pub fn plan(rules: &RuleSet, event: &Event, payload: &Json, memory: &mut Memory, now: Timestamp) -> Plan {
    let values = template::context(event, payload);
    let mut asked = Asked { rules, event, values, memory, now, plan: Plan::default() };
    let mut stopped_by: Option<&str> = None;
    for rule in rules.rules() {
        if let Some(earlier) = stopped_by {
            asked.note(rule, Decided::Stopped, format!("the rule `{earlier}` stops"));
        } else if asked.rule(rule) && rule.stop {
            stopped_by = Some(&rule.name);
        }
    }
    asked.plan
}

/// One event on its way through the rules.
struct Asked<'a> {
    rules: &'a RuleSet,
    event: &'a Event,
    values: Value,
    memory: &'a mut Memory,
    now: Timestamp,
    plan: Plan,
}

impl Asked<'_> {
    /// Asks one rule; whether it is about the event.
    fn rule(&mut self, rule: &Rule) -> bool {
        match rule.when.holds(&self.rules.engine, self.event, &self.values) {
            Err(missed @ crate::rule::Missed::Failed { .. }) => {
                self.note(rule, Decided::Failed, missed.to_string());
                false
            }
            Err(missed) => {
                self.note(rule, Decided::Missed, missed.to_string());
                false
            }
            Ok(()) => {
                self.matched(rule);
                true
            }
        }
    }

    fn matched(&mut self, rule: &Rule) {
        let about = Memory::about(&rule.name, &self.event.source, &self.key(rule));
        if self.is_repeated(rule, &about) {
            return;
        }
        self.watch(rule, &about);
        // News of an end edits a message that is there already: it makes no sound and no new message.
        let silent = rule.update == Update::Edit && self.event.phase == Phase::Resolved;
        if !silent && (self.is_quiet(rule) || self.is_collected(rule) || self.is_capped(rule)) {
            return;
        }
        self.tell(rule, about);
    }

    /// What the event is about: the rule's own words for it, or else the event's key.
    fn key(&mut self, rule: &Rule) -> String {
        let Some(part) = &rule.key else { return self.event.key.clone() };
        match self.rules.engine.render(part, &self.values) {
            Ok(key) => key,
            Err(fault) => {
                self.note(rule, Decided::Failed, format!("`key`: {fault}; the event's own key is used"));
                self.event.key.clone()
            }
        }
    }

    fn is_repeated(&mut self, rule: &Rule, about: &str) -> bool {
        let Some(dedup) = &rule.dedup else { return false };
        let (phase, other) = match self.event.phase {
            Phase::Resolved => ("resolved", "open"),
            Phase::Firing | Phase::Momentary => ("open", "resolved"),
        };
        // Once it is over, its next beginning is news again, and the other way round.
        self.memory.told.remove(&format!("{about}:{other}"));
        let first = self.memory.tell(format!("{about}:{phase}"), self.now, self.now.plus(dedup.window));
        if !first {
            self.note(rule, Decided::Duplicate, format!("the same was told less than {} s ago", dedup.window.as_secs()));
        }
        !first
    }

    fn watch(&mut self, rule: &Rule, about: &str) {
        let Some(escalate) = &rule.escalate else { return };
        if self.event.phase == Phase::Resolved {
            self.memory.reacted(about);
        } else {
            self.memory.watch(about, &rule.name, self.event, self.now.plus(escalate.after));
        }
    }

    fn is_quiet(&mut self, rule: &Rule) -> bool {
        let Some(quiet) = &rule.quiet else { return false };
        let Some(end) = quiet.hours.end(self.now) else { return false };
        if quiet.except.is_some_and(|except| self.event.severity >= except) {
            return false;
        }
        if quiet.then == QuietThen::Drop {
            self.note(rule, Decided::Dropped, format!("quiet hours until {end}"));
            return true;
        }
        let held = self.memory.collect(format!("quiet:{}", rule.name), rule, self.event, 50, || end);
        if held {
            self.note(rule, Decided::Held, format!("quiet hours until {end}"));
        }
        held
    }

    fn is_collected(&mut self, rule: &Rule) -> bool {
        let Some(batch) = &rule.batch else { return false };
        let values: Vec<&str> = batch.by.iter().map(|name| self.event.labels.get(name).map_or("", String::as_str)).collect();
        let key = format!("batch:{}:{}", rule.name, Memory::about(&rule.name, &values.join("\0"), ""));
        let collected = self.memory.collect(key.clone(), rule, self.event, batch.most, || batch.rhythm.next(self.now));
        if collected {
            let due = self.memory.collected.get(&key).map_or(self.now, |collected| collected.due);
            self.note(rule, Decided::Collected, format!("told with others at {due}"));
        }
        collected
    }

    fn is_capped(&mut self, rule: &Rule) -> bool {
        let Some(cap) = &rule.cap else { return false };
        let Some(end) = self.memory.count(&rule.name, cap.most, self.now, self.now.plus(cap.per)) else { return false };
        let collected = self.memory.collect(format!("cap:{}", rule.name), rule, self.event, 20, || end);
        if collected {
            self.note(rule, Decided::Capped, format!("{} messages within {} s; the rest is told at {end}", cap.most, cap.per.as_secs()));
        }
        collected
    }

    fn tell(&mut self, rule: &Rule, about: String) {
        let message = match rule.message.render(&self.rules.engine, self.event, &self.values) {
            Ok(message) if !message.is_empty() => message,
            Ok(_) => {
                self.note(rule, Decided::Dropped, "its message is empty for this event");
                return;
            }
            Err(fault) => self.in_own_words(rule, &fault),
        };
        let thread = rule.thread.map(|silence| (crate::discord::thread_name(&self.event.title), silence));
        let place = Place { about: Some(about), edit: rule.update == Update::Edit, thread, ..Place::default() };
        for destination in &rule.to {
            self.note(rule, Decided::Planned, format!("to `{destination}`"));
            self.plan.planned.push(Planned {
                rule: rule.name.clone(),
                destination: destination.clone(),
                message: message.clone(),
                place: place.clone(),
                at: self.now,
                repeat_unknown: rule.repeat_unknown,
            });
        }
    }

    /// A template that fails must not lose the event: it is told in its own words, and why stands below.
    fn in_own_words(&mut self, rule: &Rule, fault: &TemplateFault) -> Message {
        self.note(rule, Decided::Failed, format!("its message: {fault}; the event's own words are used"));
        let footer = format!("The message of rule `{}` failed: {fault}", rule.name);
        Message { footer: text::shorten(&footer, 500), ..own_words(self.event) }
    }

    fn note(&mut self, rule: &Rule, decided: Decided, why: impl Into<String>) {
        self.plan.trace.push(Step::of(rule, decided, why));
    }
}

/// The event in its own words.
pub(super) fn own_words(event: &Event) -> Message {
    Message {
        title: crate::discord::markdown::escape(&event.title),
        text: event.summary.clone(),
        link: event.link.clone(),
        colour: Some(event.colour()),
        at: Some(event.at),
        ..Message::default()
    }
}
