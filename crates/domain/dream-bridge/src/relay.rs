//! The loop guard of bridges (trap 45): what we said ourselves is not relayed, nor what has come far already.

use dream_clock::Timestamp;
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// The most bridges that one message crosses.
pub const MOST_HOPS: u8 = 4;
/// For how long the same words are known again.
const MEMORY: Duration = Duration::from_mins(10);
/// How often the same words may come in one channel within [`MEMORY`]: people repeat themselves, loops do not stop.
const MOST_REPETITIONS: u32 = 5;
/// The most texts that are remembered.
const MOST_TEXTS: usize = 10_000;

/// Who we are on the other side: what comes from these is our own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ourselves {
    /// Our bots' user ids and applications' ids.
    pub applications: Vec<String>,
    /// The ids of the webhooks that we send by.
    pub webhooks: Vec<String>,
}

/// What is known of a message that might be relayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incoming<'m> {
    /// The channel it came in.
    pub channel: &'m str,
    /// Its author's id.
    pub author: &'m str,
    /// The webhook it was sent by.
    pub webhook: Option<&'m str>,
    /// The application it was sent by.
    pub application: Option<&'m str>,
    /// How many bridges it crossed already, as far as its mark says.
    pub hops: u8,
    /// Its text.
    pub text: &'m str,
}

/// Why a message is not relayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRelayed {
    /// We said it.
    #[error("it is a message of our own")]
    Own,
    /// It came too far.
    #[error("it crossed {MOST_HOPS} bridges already")]
    TooFar,
    /// It comes again and again.
    #[error("the same text came more than {MOST_REPETITIONS} times within ten minutes: another bridge sends it back")]
    Repeated,
}

/// The texts that came lately. It is data, to be stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    texts: BTreeMap<String, (Timestamp, u32)>,
}

impl Guard {
    /// How many bridges the message will have crossed when it is relayed.
    ///
    /// # Errors
    /// [`NotRelayed`] when relaying it would make a loop.
    pub fn relay(&mut self, ourselves: &Ourselves, message: &Incoming<'_>, now: Timestamp) -> Result<u8, NotRelayed> {
        let one_of = |list: &[String], id: Option<&str>| id.is_some_and(|id| list.iter().any(|each| each == id));
        let own = one_of(&ourselves.webhooks, message.webhook)
            || one_of(&ourselves.applications, message.application)
            || one_of(&ourselves.applications, Some(message.author));
        if own {
            return Err(NotRelayed::Own);
        }
        if message.hops >= MOST_HOPS {
            return Err(NotRelayed::TooFar);
        }
        if self.count(message, now) > MOST_REPETITIONS { Err(NotRelayed::Repeated) } else { Ok(message.hops + 1) }
    }

    fn count(&mut self, message: &Incoming<'_>, now: Timestamp) -> u32 {
        if self.texts.len() >= MOST_TEXTS {
            self.texts.retain(|_, (since, _)| now.since(*since) < MEMORY);
        }
        let key = |text: &str| Digest::of(format!("{}\0{text}", message.channel).as_bytes()).hex();
        let known = endings(message.text).map(key).find(|key| self.texts.contains_key(key));
        if self.texts.len() >= MOST_TEXTS && known.is_none() {
            // More different texts within ten minutes than are remembered: a loop would not be among them.
            return 0;
        }
        let key = known.unwrap_or_else(|| key(message.text.trim()));
        let (since, count) = self.texts.entry(key).or_insert((now, 0));
        if now.since(*since) >= MEMORY {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count
    }
}

/// The text, and what is left of it without the names that bridges put before: its endings after a colon, an angle or a line break, the
/// longest first. Short endings do not count: `ok` ends many a text.
fn endings(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim();
    let marks = text.char_indices().filter(|(_, letter)| matches!(letter, ':' | '>' | '\n')).take(16);
    let tails = marks.filter_map(move |(at, letter)| text.get(at + letter.len_utf8()..)).map(str::trim).filter(|tail| tail.len() >= 12);
    std::iter::once(text).chain(tails)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_micros(0).plus(Duration::from_secs(seconds))
    }

    fn ourselves() -> Ourselves {
        Ourselves { applications: vec!["app".to_owned()], webhooks: vec!["hook".to_owned()] }
    }

    fn message(text: &str) -> Incoming<'_> {
        Incoming { channel: "1", author: "amy", webhook: None, application: None, hops: 0, text }
    }

    /// Trap 45: a bridge loop: it relays its own messages.
    #[test]
    fn trap_45_what_we_said_ourselves_is_not_relayed() {
        let mut guard = Guard::default();
        let cases = [
            (message("hello"), Ok(1)),
            (Incoming { webhook: Some("hook"), ..message("hello") }, Err(NotRelayed::Own)),
            (Incoming { application: Some("app"), ..message("hello") }, Err(NotRelayed::Own)),
            (Incoming { author: "app", ..message("hello") }, Err(NotRelayed::Own)),
            (Incoming { webhook: Some("another"), ..message("hello") }, Ok(1)),
            (Incoming { hops: 3, ..message("hello") }, Ok(4)),
            (Incoming { hops: 4, ..message("hello") }, Err(NotRelayed::TooFar)),
        ];
        for (message, wanted) in cases {
            assert_eq!(guard.relay(&ourselves(), &message, at(0)), wanted, "{message:?}");
        }
    }

    /// Trap 45: a loop through a bridge that is not ours carries no mark and comes under another name.
    #[test]
    fn trap_45_a_loop_through_somebody_elses_bridge_comes_to_an_end() {
        let (mut guard, mut text) = (Guard::default(), "build 7 failed".to_owned());
        let mut relayed = 0;
        for turn in 0..1_000 {
            if guard.relay(&ourselves(), &message(&text), at(turn)).is_err() {
                break;
            }
            relayed += 1;
            text = format!("[other] bot: {text}");
        }
        assert_eq!(relayed, MOST_REPETITIONS);
        for n in 0..50 {
            let text = format!("deployment {n}: done");
            assert_eq!(guard.relay(&ourselves(), &message(&text), at(9)), Ok(1), "the same ending is not the same text");
        }
        assert_eq!(guard.relay(&ourselves(), &message("build 8 failed"), at(9)), Ok(1), "others are not held up");
        assert_eq!(guard.relay(&ourselves(), &message("build 7 failed"), at(9 + 600)), Ok(1), "and it is forgotten");
    }
}
