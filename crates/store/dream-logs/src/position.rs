//! Where a line stands.

use std::fmt;

/// Where a line begins: the sequence number of its segment, and the bytes before it there, uncompressed. Positions of a set sort as its
/// lines were written, whatever the clock said, and stay the same when a segment is packed or archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// The segment's sequence number, from 1.
    pub segment: u64,
    /// Bytes before the line in its segment.
    pub offset: u64,
}

/// A text that is no position.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no place in a log; begin again without one")]
pub struct ParsePositionError(String);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.segment, self.offset)
    }
}

impl std::str::FromStr for Position {
    type Err = ParsePositionError;

    fn from_str(text: &str) -> Result<Self, ParsePositionError> {
        let refuse = || ParsePositionError(text.chars().take(64).collect());
        let (segment, offset) = text.split_once('-').ok_or_else(refuse)?;
        let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        Ok(Self { segment: number(segment).ok_or_else(refuse)?, offset: number(offset).ok_or_else(refuse)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_and_written() {
        let position = Position { segment: 3, offset: 70_000 };
        assert_eq!(position.to_string().parse(), Ok(position));
        for text in ["", "1", "1-", "-1", "a-b", "1-2-3", "+1-2", "1-99999999999999999999999"] {
            assert!(text.parse::<Position>().is_err(), "{text}");
        }
    }
}
