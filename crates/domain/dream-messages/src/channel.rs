//! A channel's name: the address that a message is sent to.

use crate::MAX_NAME;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Where messages are sent, as people write it: `agent/ada`, `agent/ada/orders`, `captain`, `broadcast`, `topic/build.failed`,
/// `reply/…`. Names are segments of lowercase letters, digits, `-` and `_`, joined by dots.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// What is sent to one agent. It must have been created.
    Agent(String),
    /// The Captain's orders to one agent; made with the agent's channel, and drained before it.
    Orders(String),
    /// What is sent to the Captain.
    Captain,
    /// What is sent to everybody.
    Broadcast,
    /// A subject; comes into being with its first message or subscriber.
    Topic(String),
    /// The answers to one requester; comes into being with its first request. No wildcard covers it.
    Reply(String),
}

/// Why a text is not a channel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseChannelError {
    /// The kind before the slash is unknown.
    #[error("`{0}` is not a channel; write agent/NAME, agent/NAME/orders, captain, broadcast, topic/NAME or reply/NAME")]
    Kind(String),
    /// The name has a character or a length that names do not have.
    #[error(
        "`{0}` is not a channel's name; use lowercase letters, digits, `-` and `_`, in segments joined by dots, {MAX_NAME} characters at most"
    )]
    Name(String),
    /// A wildcard where one channel is meant.
    #[error("`{0}` names many channels; a message is sent to one, and only consumers take wildcards")]
    Wildcard(String),
}

impl ParseChannelError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "bad_channel"
    }
}

impl Channel {
    /// Whether messages here are read before those of the other channels that a consumer covers.
    #[must_use]
    pub const fn comes_first(&self) -> bool {
        matches!(self, Self::Orders(_))
    }

    /// Whether it comes into being by being used; the others must have been created.
    #[must_use]
    pub const fn makes_itself(&self) -> bool {
        !matches!(self, Self::Agent(_) | Self::Orders(_))
    }
}

/// Whether `segment` is one part of a name between dots.
pub(crate) fn is_segment(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

/// Whether `name` may stand behind a kind.
pub(crate) fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME && name.split('.').all(is_segment)
}

/// What is shown of a text that was refused.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(64).collect()
}

impl FromStr for Channel {
    type Err = ParseChannelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains('*') {
            return Err(ParseChannelError::Wildcard(shown(text)));
        }
        let named = |name: &str| if is_name(name) { Ok(name.to_owned()) } else { Err(ParseChannelError::Name(shown(name))) };
        match text.split_once('/') {
            None if text == "captain" => Ok(Self::Captain),
            None if text == "broadcast" => Ok(Self::Broadcast),
            Some(("agent", rest)) => match rest.strip_suffix("/orders") {
                Some(name) => named(name).map(Self::Orders),
                None => named(rest).map(Self::Agent),
            },
            Some(("topic", name)) => named(name).map(Self::Topic),
            Some(("reply", name)) => named(name).map(Self::Reply),
            _ => Err(ParseChannelError::Kind(shown(text))),
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agent(name) => write!(f, "agent/{name}"),
            Self::Orders(name) => write!(f, "agent/{name}/orders"),
            Self::Captain => f.write_str("captain"),
            Self::Broadcast => f.write_str("broadcast"),
            Self::Topic(name) => write!(f, "topic/{name}"),
            Self::Reply(name) => write!(f, "reply/{name}"),
        }
    }
}

impl Serialize for Channel {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Channel {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_read_back_as_they_are_written() {
        for text in ["agent/ada", "agent/ada/orders", "captain", "broadcast", "topic/build.failed", "topic/a_b-1", "reply/per.01"] {
            assert_eq!(text.parse::<Channel>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_channel_is_refused_with_the_reason() {
        let check = |text: &str, wanted: fn(String) -> ParseChannelError, shown: &str| {
            assert_eq!(text.parse::<Channel>(), Err(wanted(shown.to_owned())), "{text}");
        };
        for text in ["", "agent", "topics/a", "captain/x", "Captain"] {
            check(text, ParseChannelError::Kind, text);
        }
        for name in ["", "A", "a..b", ".a", "a.", "a b", "a/b", "ä", "/orders", "a\0"] {
            check(&format!("topic/{name}"), ParseChannelError::Name, name);
        }
        check("agent//orders", ParseChannelError::Name, "");
        check("topic/*", ParseChannelError::Wildcard, "topic/*");
        let long = "a".repeat(MAX_NAME + 1);
        check(&format!("topic/{long}"), ParseChannelError::Name, &long[..64]);
        assert!(format!("topic/{}", "a".repeat(MAX_NAME)).parse::<Channel>().is_ok());
    }
}
