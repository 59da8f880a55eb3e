//! What a tool is told and what it tells: arguments read strictly, results in words and as data.

use crate::{AppError, Kind};
use dream_ports::ToolAnswer;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The arguments of a tool.
///
/// # Errors
/// `invalid_arguments`, saying which is missing, unknown or of another type.
pub(super) fn arguments<T: DeserializeOwned>(given: Value) -> Result<T, AppError> {
    let refused =
        |why: &dyn std::fmt::Display| AppError::invalid("invalid_arguments", format!("the arguments are not as they should be: {why}"));
    // A caller that has nothing to say for an argument may say so. A list is never read as the members in their order.
    let given = match given {
        Value::Object(members) => Value::Object(members.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        Value::Null => Value::Object(Map::new()),
        _ => return Err(refused(&"expected an object whose members are the arguments by name")),
    };
    serde_json::from_value(given).map_err(|error| refused(&error))
}

/// A result in words, and the same as data.
pub(super) fn told(words: impl Into<String>, data: Value) -> ToolAnswer {
    ToolAnswer::of(words, present(data))
}

/// A refusal, in words and for programs.
pub(super) fn refused(error: &AppError) -> ToolAnswer {
    let data = json!({ "code": error.code, "kind": kind(error.kind), "message": error.message, "facts": error.facts });
    ToolAnswer { text: format!("{} ({})", error.message, error.code), data: Some(data), failed: true }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Invalid => "invalid",
        Kind::Unauthenticated => "unauthenticated",
        Kind::Forbidden => "forbidden",
        Kind::NotFound => "not_found",
        Kind::Conflict => "conflict",
        Kind::Over => "over",
        Kind::Exhausted => "exhausted",
        Kind::Unavailable => "unavailable",
        Kind::Internal => "internal",
    }
}

/// `data` without members that have no value: what is not known is not there.
fn present(data: Value) -> Value {
    match data {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, present(value)));
            Value::Object(kept.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().map(present).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Say {
        text: String,
        times: Option<u32>,
    }

    #[test]
    fn arguments_are_read_strictly() {
        let say = |times| Say { text: "a".to_owned(), times };
        assert_eq!(arguments::<Say>(json!({"text": "a", "times": 2})).unwrap(), say(Some(2)));
        assert_eq!(arguments::<Say>(json!({"text": "a", "times": null})).unwrap(), say(None));
        for (given, says) in [
            (json!({}), "missing field `text`"),
            (json!({"text": "a", "time": 2}), "unknown field `time`"),
            (json!({"text": 1}), "expected a string"),
            (json!(["a", 2]), "expected an object"),
            (json!(null), "missing field `text`"),
        ] {
            let error = arguments::<Say>(given).unwrap_err();
            assert!(error.code == "invalid_arguments" && error.message.contains(says), "{error}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_told() {
        assert_eq!(told("", json!({"a": null, "b": [{"c": null, "d": 1}]})).data, Some(json!({"b": [{"d": 1}]})));
    }
}
