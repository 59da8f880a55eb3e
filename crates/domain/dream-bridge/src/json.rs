//! Reading JSON that strangers sent: so large, so deep and so many values, and no more.

use serde_json::Value;

/// The most bytes of one payload that are read.
pub const MOST_BYTES: usize = 2 * 1_048_576;
/// The deepest nesting that is read.
pub const MOST_DEPTH: usize = 64;
/// The most values (objects, lists, members, items) that are read.
pub const MOST_VALUES: usize = 100_000;

/// Why a payload was not read as JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonFault {
    /// More than [`MOST_BYTES`].
    #[error("the payload has {bytes} bytes; at most {MOST_BYTES} are read: send less in one event")]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// Deeper than [`MOST_DEPTH`].
    #[error("the payload is nested more than {MOST_DEPTH} levels deep: send a flatter one")]
    TooDeep,
    /// More than [`MOST_VALUES`].
    #[error("the payload holds more than {MOST_VALUES} values: send less in one event")]
    TooMany,
    /// No JSON.
    #[error("the payload is not JSON at line {line}, column {column}: send one JSON document in UTF-8")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
}

impl JsonFault {
    /// A stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "payload_too_large",
            Self::TooDeep => "payload_too_deep",
            Self::TooMany => "payload_too_many_values",
            Self::NotJson { .. } => "payload_not_json",
        }
    }
}

/// The JSON document in `bytes`. Size, depth and number of values are checked before anything is built, in one pass without recursion.
///
/// # Errors
/// [`JsonFault`] when it is beyond a bound or is not JSON.
pub fn read(bytes: &[u8]) -> Result<Value, JsonFault> {
    if bytes.len() > MOST_BYTES {
        return Err(JsonFault::TooLarge { bytes: bytes.len() });
    }
    measure(bytes)?;
    serde_json::from_slice(bytes).map_err(|error| JsonFault::NotJson { line: error.line().max(1), column: error.column().max(1) })
}

fn measure(bytes: &[u8]) -> Result<(), JsonFault> {
    let (mut depth, mut values) = (0_usize, 0_usize);
    let (mut in_text, mut escaped) = (false, false);
    for byte in bytes {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => {
                depth += 1;
                values += 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if depth > MOST_DEPTH {
            return Err(JsonFault::TooDeep);
        }
        if values > MOST_VALUES {
            return Err(JsonFault::TooMany);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_too_deep_or_too_many_is_refused_before_it_is_built() {
        let deep = |levels: usize| [b"[".repeat(levels), b"]".repeat(levels)].concat();
        let cases: [(Vec<u8>, &str); 7] = [
            (b" ".repeat(10 * 1_048_576), "payload_too_large"),
            (deep(10_000), "payload_too_deep"),
            (b"{\"a\":".repeat(10_000), "payload_too_deep"),
            (deep(MOST_DEPTH + 1), "payload_too_deep"),
            ([b"[".to_vec(), b"1,".repeat(MOST_VALUES + 1), b"1]".to_vec()].concat(), "payload_too_many_values"),
            (b"{\"a\":}".to_vec(), "payload_not_json"),
            (b"\xff".to_vec(), "payload_not_json"),
        ];
        for (bytes, code) in cases {
            assert_eq!(read(&bytes).unwrap_err().code(), code, "{} bytes", bytes.len());
        }
        assert!(read(&deep(MOST_DEPTH)).is_ok());
        assert!(read(br#"{"brackets in text":"[[[[\"]]]]"}"#).is_ok());
    }
}
