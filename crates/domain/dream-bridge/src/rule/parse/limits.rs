//! Reading what a rule does about repetition, quantity and silence.

use super::destination;
use super::when::severity;
use crate::rule::{Batch, Cap, Dedup, Escalation, Quiet, QuietThen};
use crate::schedule::{Hours, Rhythm, Zone, parse_day, parse_length, parse_time};
use dream_toml::Section;

pub(super) fn dedup(section: &Section<'_>) -> Option<Dedup> {
    section.allow(&["window"]);
    Some(Dedup { window: section.needed_parsed("window", parse_length)? })
}

/// `group` or `digest`: a rule has at most one of them.
pub(super) fn batch(rule: &Section<'_>) -> Option<Batch> {
    let (group, digest) = (rule.table("group"), rule.table("digest"));
    if group.is_some() && digest.is_some() {
        rule.fault(rule.offset_of("digest"), "contradiction", "a rule has `group` or `digest`, not both".to_owned());
    }
    match (group, digest) {
        (Some(section), _) => {
            section.allow(&["by", "wait", "most"]);
            let rhythm = Rhythm::After(section.needed_parsed("wait", parse_length)?);
            Some(Batch { by: by(&section), rhythm, most: most(&section) })
        }
        (None, Some(section)) => {
            section.allow(&["by", "every", "at", "time_zone", "most"]);
            Some(Batch { by: by(&section), rhythm: rhythm(&section)?, most: most(&section) })
        }
        (None, None) => None,
    }
}

fn by(section: &Section<'_>) -> Vec<String> {
    section.list("by", 8, |text| Ok(text.to_owned()))
}

fn most(section: &Section<'_>) -> usize {
    section.number("most", 1..=100).and_then(|most| usize::try_from(most).ok()).unwrap_or(20)
}

fn rhythm(section: &Section<'_>) -> Option<Rhythm> {
    let every = section.parsed("every", parse_length);
    let times = section.list("at", 24, parse_time);
    let zone = section.parsed("time_zone", Zone::parse);
    match (every, times.is_empty()) {
        (Some(every), true) => Some(Rhythm::Every(every)),
        (None, false) => Some(Rhythm::At { times, zone: zone.unwrap_or_else(Zone::utc) }),
        _ => {
            section.fault(
                section.offset(),
                "contradiction",
                "a digest has `every`, such as \"15m\", or `at`, such as [\"09:00\"]".to_owned(),
            );
            None
        }
    }
}

pub(super) fn quiet(section: &Section<'_>) -> Option<Quiet> {
    section.allow(&["from", "to", "time_zone", "days", "except", "then"]);
    let (from, to) = (section.needed_parsed("from", parse_time), section.needed_parsed("to", parse_time));
    let zone = section.needed_parsed("time_zone", Zone::parse);
    let days = section.list("days", 7, parse_day);
    let except = section.parsed("except", severity);
    let then = section.parsed("then", |text| match text {
        "hold" => Ok(QuietThen::Hold),
        "drop" => Ok(QuietThen::Drop),
        _ => Err(format!("`{text}` is neither `hold` nor `drop`")),
    });
    Some(Quiet { hours: Hours { from: from?, to: to?, days, zone: zone? }, except, then: then.unwrap_or_default() })
}

pub(super) fn cap(section: &Section<'_>) -> Option<Cap> {
    section.allow(&["most", "per"]);
    let most = section.number("most", 1..=100_000).and_then(|most| u32::try_from(most).ok());
    if section.item("most").is_none() {
        section.fault(section.offset(), "missing_key", "`most` is missing".to_owned());
    }
    Some(Cap { per: section.needed_parsed("per", parse_length)?, most: most? })
}

pub(super) fn escalate(section: &Section<'_>) -> Option<Escalation> {
    section.allow(&["after", "to", "times"]);
    let after = section.needed_parsed("after", parse_length);
    let to = section.list("to", 20, destination);
    if to.is_empty() {
        section.fault(section.offset_of("to"), "missing_key", "`to` must name at least one destination".to_owned());
    }
    let times = section.number("times", 1..=20).and_then(|times| u32::try_from(times).ok()).unwrap_or(1);
    Some(Escalation { after: after?, to, times })
}
