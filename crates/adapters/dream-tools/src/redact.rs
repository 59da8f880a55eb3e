//! Arguments of tool calls as they may stand in a log: without what is secret, and short. What a decision is bound to is never this, but
//! the real bytes.

use serde_json::Value;

/// What stands where a secret stood.
const GONE: &str = "[removed]";
/// Words that, in a name, say that the value is a secret.
const NAMES: [&str; 10] =
    ["password", "passwd", "passphrase", "secret", "token", "authorization", "credential", "api_key", "apikey", "cookie"];
/// What secrets of well-known kinds begin with, and how many characters follow at least.
const PREFIXES: [(&str, usize); 8] =
    [("dos_", 20), ("Bearer ", 12), ("sk-", 16), ("ghp_", 20), ("glpat-", 16), ("xoxb-", 12), ("AKIA", 16), ("-----BEGIN", 0)];
/// The longest text that is shown.
const TEXT: usize = 120;
/// The most members of a list or an object that are shown.
const MEMBERS: usize = 20;
/// The deepest level that is shown.
const DEPTH: u32 = 4;

/// `value` as it may be logged.
pub(crate) fn redacted(value: &Value) -> Value {
    shown(value, DEPTH)
}

fn shown(value: &Value, depth: u32) -> Value {
    match value {
        Value::String(text) => Value::String(text_of(text)),
        Value::Array(items) if depth > 0 => items.iter().take(MEMBERS).map(|item| shown(item, depth - 1)).collect(),
        Value::Object(members) if depth > 0 => {
            let member = |(name, value): (&String, &Value)| {
                let value = if is_secret(name) && !value.is_boolean() && !value.is_null() { GONE.into() } else { shown(value, depth - 1) };
                (cut(name), value)
            };
            Value::Object(members.iter().take(MEMBERS).map(member).collect())
        }
        Value::Array(items) => format!("[{} items]", items.len()).into(),
        Value::Object(members) => format!("[{} members]", members.len()).into(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('-', "_");
    NAMES.iter().any(|word| name.contains(word)) || name == "key" || name.ends_with("_key")
}

/// A text that holds what looks like a secret is not shown at all; a long one is not worth its room.
fn text_of(text: &str) -> String {
    let secret = |(prefix, least): &(&str, usize)| {
        text.match_indices(prefix).any(|(at, _)| {
            let rest = text.get(at + prefix.len()..).unwrap_or_default();
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.+/=".contains(byte)).count() >= *least
        })
    };
    if PREFIXES.iter().any(secret) { GONE.to_owned() } else { cut(text) }
}

fn cut(text: &str) -> String {
    if text.chars().nth(TEXT).is_none() {
        return text.to_owned();
    }
    format!("[{} characters]", text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(value: &Value, expected: &Value) {
        assert_eq!(redacted(value), *expected);
    }

    #[test]
    fn secrets_are_removed_by_name_and_by_look() {
        check(&json!({"path": "a.txt", "password": "hunter2"}), &json!({"path": "a.txt", "password": "[removed]"}));
        check(&json!({"Api-Key": 7, "deploy_key": ["x"]}), &json!({"Api-Key": "[removed]", "deploy_key": "[removed]"}));
        check(&json!({"env": {"GITHUB_TOKEN": "x"}}), &json!({"env": {"GITHUB_TOKEN": "[removed]"}}));
        check(&json!(["curl -H 'Authorization: Bearer abcdefghijklmn'"]), &json!(["[removed]"]));
        check(&json!("-----BEGIN OPENSSH PRIVATE KEY-----"), &json!("[removed]"));
        check(&json!({"keyboard": "qwertz", "monkey": 1}), &json!({"keyboard": "qwertz", "monkey": 1}));
    }

    #[test]
    fn what_is_long_or_deep_is_told_by_its_size() {
        check(&json!({"text": "x".repeat(500)}), &json!({"text": "[500 characters]"}));
        check(&json!([[[[["deep"]]]]]), &json!([[[["[1 items]"]]]]));
        assert_eq!(redacted(&json!((0..100).collect::<Vec<_>>())).as_array().unwrap().len(), 20);
    }
}
