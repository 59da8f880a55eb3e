//! What must never stand in a log: values under names of secrets, bearer tokens, and the texts of our own tokens.

use crate::Line;
use serde_json::Value;

/// What stands where a secret stood.
const GONE: &str = "[removed]";
/// Words that, in a field's name, say that its value is a secret.
const NAMES: [&str; 7] = ["password", "passwd", "secret", "authorization", "api_key", "apikey", "cookie"];
/// What a token begins with, and how many letters or digits follow at least: ours, and those of model providers and forges.
const TOKENS: [(&str, usize); 6] = [("dos_", 20), ("Bearer ", 12), ("sk-", 16), ("ghp_", 20), ("glpat-", 16), ("xoxb-", 12)];

/// Removes secrets from a line.
pub(crate) fn line(line: &mut Line) {
    text(&mut line.message);
    for (name, value) in &mut line.fields {
        if is_secret_name(name) && !value.is_number() && !value.is_boolean() {
            *value = GONE.into();
        } else {
            inside(value);
        }
    }
}

fn is_secret_name(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    last == "token" || NAMES.iter().any(|word| last.contains(word))
}

fn inside(value: &mut Value) {
    match value {
        Value::String(found) => text(found),
        Value::Array(items) => items.iter_mut().for_each(inside),
        Value::Object(members) => members.values_mut().for_each(inside),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn text(found: &mut String) {
    for (prefix, least) in TOKENS {
        let mut from = 0;
        while let Some(start) = found.get(from..).and_then(|rest| rest.find(prefix)).map(|start| from + start) {
            let body = start + prefix.len();
            let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/' | b'=');
            let length = found.as_bytes().get(body..).unwrap_or_default().iter().take_while(|byte| plain(byte)).count();
            from = body;
            if length >= least {
                found.replace_range(body..body + length, GONE);
                from = body + GONE.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Level, StreamName};
    use dream_clock::Timestamp;

    fn check(name: &str, value: &str, expected: &str) {
        let at = Timestamp::from_micros(0);
        let mut found = Line::new(at, Level::Info, StreamName::Server, "s", value).with(name, value);
        line(&mut found);
        assert_eq!(found.fields[name], expected, "{name}");
        assert!(name != "note" || found.message == expected, "{}", found.message);
    }

    #[test]
    fn secrets_are_removed_and_other_texts_stay() {
        let ours = format!("dos_{}", "a1".repeat(25));
        check("note", &format!("got {ours}, twice {ours}"), "got dos_[removed], twice dos_[removed]");
        check("note", "Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer [removed]");
        check("note", "the Bearer of news, a dos_ prefix, sk-ill", "the Bearer of news, a dos_ prefix, sk-ill");
        check("db.password", "hunter2", "[removed]");
        check("token", "x", "[removed]");
        check("tokens.input", "12", "12");
    }
}
