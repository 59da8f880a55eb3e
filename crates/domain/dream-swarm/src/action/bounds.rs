//! How large and how deep arguments may be, found out without recursion.

use serde_json::Value;

/// The largest canonical JSON of arguments, in bytes: what is larger cannot be shown whole, so it cannot be approved.
pub const MAX_ARGUMENTS: usize = 1 << 20;
/// How many levels arguments may have.
pub const MAX_LEVELS: usize = 64;
/// How many values arguments may have in all.
pub const MAX_VALUES: usize = 100_000;

/// Why arguments cannot be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArgumentsRefusal {
    /// They are nested too deeply.
    #[error("the arguments have more than {MAX_LEVELS} levels; make them flatter")]
    Deep,
    /// They are too many.
    #[error("the arguments have more than {MAX_VALUES} values; make several smaller calls")]
    Many,
    /// They are too large to be shown whole.
    #[error("the arguments have {bytes} bytes and may have {MAX_ARGUMENTS}, as people must be able to read them whole; make smaller calls")]
    Large {
        /// How large they are.
        bytes: usize,
    },
    /// They hold a number that has no exact form.
    #[error("the arguments have no exact form ({0}); write large numbers as texts")]
    Inexact(String),
}

impl ArgumentsRefusal {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Deep => "arguments_too_deep",
            Self::Many => "arguments_too_many",
            Self::Large { .. } => "arguments_too_large",
            Self::Inexact(_) => "arguments_inexact",
        }
    }
}

/// Refuses arguments that would cost too much to look at.
///
/// # Errors
/// [`ArgumentsRefusal::Deep`], [`ArgumentsRefusal::Many`], [`ArgumentsRefusal::Large`].
pub fn check_bounds(arguments: &Value) -> Result<(), ArgumentsRefusal> {
    let (mut open, mut values, mut bytes) = (vec![(arguments, 1_usize)], 0_usize, 0_usize);
    while let Some((value, level)) = open.pop() {
        values = values.saturating_add(1);
        if level > MAX_LEVELS {
            return Err(ArgumentsRefusal::Deep);
        }
        let inside = level.saturating_add(1);
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, inside))),
            Value::Object(members) => {
                bytes = members.keys().fold(bytes, |sum, key| sum.saturating_add(key.len()));
                open.extend(members.values().map(|member| (member, inside)));
            }
            Value::String(text) => bytes = bytes.saturating_add(text.len()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
        if values.saturating_add(open.len()) > MAX_VALUES {
            return Err(ArgumentsRefusal::Many);
        }
        if bytes > MAX_ARGUMENTS {
            return Err(ArgumentsRefusal::Large { bytes });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn size_depth_and_number_are_bounded() {
        let nested = |levels: usize| (1..levels).fold(json!(1), |inner, _| json!({ "a": inner }));
        assert_eq!(check_bounds(&nested(MAX_LEVELS)), Ok(()));
        assert_eq!(check_bounds(&nested(MAX_LEVELS + 1)), Err(ArgumentsRefusal::Deep));
        assert_eq!(check_bounds(&json!(vec![0; MAX_VALUES])), Err(ArgumentsRefusal::Many));
        assert!(matches!(check_bounds(&json!(["x".repeat(1 << 20), "y"])), Err(ArgumentsRefusal::Large { .. })));
    }
}
