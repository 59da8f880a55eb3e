//! Which channels a consumer reads.

use crate::{
    Channel, MAX_NAME, ParseChannelError,
    channel::{is_segment, shown},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// One channel, or many by wildcard: `topic/build.failed`, `topic/build.*`, `topic/*.failed`, `agent/*`, `*`.
///
/// A `*` stands for one segment of a name; as the last segment, for one or more. `*` alone covers every channel but replies. Who reads an
/// agent's channel reads the Captain's orders to it, too, and first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern(Kind);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    One(Channel),
    Agents(Vec<Segment>),
    Orders(Vec<Segment>),
    Topics(Vec<Segment>),
    Everything,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Segment {
    Is(String),
    Any,
}

/// Why a text is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParsePatternError {
    /// It has no wildcard and is no channel.
    #[error(transparent)]
    Channel(#[from] ParseChannelError),
    /// The wildcard stands where none may.
    #[error("`{0}` has a wildcard where none may stand; write topic/*, topic/build.*, topic/*.failed, agent/*, agent/*/orders or *")]
    Wildcard(String),
}

impl ParsePatternError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "bad_pattern"
    }
}

impl Pattern {
    /// The pattern of exactly `channel` (and of an agent's orders, with the agent's channel).
    #[must_use]
    pub const fn one(channel: Channel) -> Self {
        Self(Kind::One(channel))
    }

    /// The channel, where this names exactly one.
    #[must_use]
    pub const fn channel(&self) -> Option<&Channel> {
        match &self.0 {
            Kind::One(channel) => Some(channel),
            _ => None,
        }
    }

    /// Whether it covers `channel`.
    #[must_use]
    pub fn covers(&self, channel: &Channel) -> bool {
        match (&self.0, channel) {
            (Kind::One(Channel::Agent(one)), Channel::Orders(name)) => one == name,
            (Kind::One(one), channel) => one == channel,
            (Kind::Everything, channel) => !matches!(channel, Channel::Reply(_)),
            (Kind::Agents(segments), Channel::Agent(name) | Channel::Orders(name))
            | (Kind::Orders(segments), Channel::Orders(name))
            | (Kind::Topics(segments), Channel::Topic(name)) => matches(segments, name),
            _ => false,
        }
    }
}

fn matches(segments: &[Segment], name: &str) -> bool {
    let mut parts = name.split('.');
    for (place, segment) in segments.iter().enumerate() {
        let last = place + 1 == segments.len();
        match (segment, parts.next()) {
            (Segment::Any, Some(_)) if last => return true,
            (Segment::Any, Some(_)) => {}
            (Segment::Is(wanted), Some(part)) if wanted == part => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}

fn segments(name: &str) -> Option<Vec<Segment>> {
    let one = |part: &str| match part {
        "*" => Some(Segment::Any),
        part => is_segment(part).then(|| Segment::Is(part.to_owned())),
    };
    if name.len() > MAX_NAME {
        return None;
    }
    name.split('.').map(one).collect()
}

impl FromStr for Pattern {
    type Err = ParsePatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.contains('*') {
            return Ok(Self::one(text.parse()?));
        }
        let kind = match text.split_once('/') {
            None if text == "*" => Some(Kind::Everything),
            Some(("agent", rest)) => match rest.strip_suffix("/orders") {
                Some(name) => segments(name).map(Kind::Orders),
                None => segments(rest).map(Kind::Agents),
            },
            Some(("topic", name)) => segments(name).map(Kind::Topics),
            _ => None,
        };
        kind.map(Self).ok_or_else(|| ParsePatternError::Wildcard(shown(text)))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |segments: &[Segment]| {
            let parts: Vec<&str> = segments.iter().map(|segment| if let Segment::Is(part) = segment { part } else { "*" }).collect();
            parts.join(".")
        };
        match &self.0 {
            Kind::One(channel) => channel.fmt(f),
            Kind::Agents(segments) => write!(f, "agent/{}", joined(segments)),
            Kind::Orders(segments) => write!(f, "agent/{}/orders", joined(segments)),
            Kind::Topics(segments) => write!(f, "topic/{}", joined(segments)),
            Kind::Everything => f.write_str("*"),
        }
    }
}

impl Serialize for Pattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_what_it_says_and_nothing_else() {
        let check = |pattern: &str, covered: &[&str], others: &[&str]| {
            let parsed: Pattern = pattern.parse().unwrap();
            assert_eq!(parsed.to_string(), pattern);
            for (channels, wanted) in [(covered, true), (others, false)] {
                for channel in channels {
                    assert_eq!(parsed.covers(&channel.parse().unwrap()), wanted, "{pattern} and {channel}");
                }
            }
        };
        check("topic/*", &["topic/a", "topic/a.b"], &["agent/a", "captain", "reply/a"]);
        check("topic/build.*", &["topic/build.a", "topic/build.a.b"], &["topic/build", "topic/builds.a"]);
        check("topic/*.failed", &["topic/a.failed"], &["topic/failed", "topic/a.b.failed", "topic/a.failed.b"]);
        check("agent/ada", &["agent/ada", "agent/ada/orders"], &["agent/bob/orders", "agent/bob"]);
        check("agent/ada/orders", &["agent/ada/orders"], &["agent/ada"]);
        check("agent/*", &["agent/ada", "agent/ada/orders"], &["topic/ada"]);
        check("agent/*/orders", &["agent/ada/orders"], &["agent/ada"]);
        check("captain", &["captain"], &["broadcast"]);
        check("*", &["captain", "broadcast", "topic/a", "agent/a", "agent/a/orders"], &["reply/a"]);
    }

    #[test]
    fn wildcards_in_wrong_places_are_refused() {
        for text in ["*/a", "topic/a*", "topic/a.*b", "reply/*", "capt*", "topic/*.", "**"] {
            assert_eq!(text.parse::<Pattern>(), Err(ParsePatternError::Wildcard(text.to_owned())), "{text}");
        }
        assert!(matches!("topic/A".parse::<Pattern>(), Err(ParsePatternError::Channel(_))));
    }
}
