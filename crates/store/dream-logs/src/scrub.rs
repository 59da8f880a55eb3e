//! What must never stand in a log: values under names of secrets, in fields and in texts, bearer tokens, and what begins as tokens do.

use crate::Line;
use serde_json::Value;
use std::ops::Range;

/// What stands where a secret stood.
const GONE: &str = "[removed]";
/// Words that, in a field's name, say that its value is a secret.
const NAMES: [&str; 7] = ["password", "passwd", "secret", "authorization", "api_key", "apikey", "cookie"];
/// What a token begins with, and how many letters or digits follow at least: ours, and those of model providers, forges and clouds.
const TOKENS: [(&str, usize); 14] = [
    ("dos_", 20),
    ("Bearer ", 12),
    ("sk-", 16),
    ("sk_live_", 16),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghs_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("xoxb-", 12),
    ("xoxp-", 12),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 35),
];

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
    tokens(found);
    named(found);
}

/// Removes the values that stand behind the name of a secret: `password=hunter2`, `"token": "…"`.
fn named(found: &mut String) {
    let mut from = 0;
    while let Some(at) = found.get(from..).and_then(|rest| rest.find(['=', ':'])).map(|start| from + start) {
        from = at + 1;
        if let Some(value) = value_of_secret(found, at) {
            from = value.start + GONE.len();
            found.replace_range(value, GONE);
        }
    }
}

/// Where the value stands that belongs to the `=` or `:` at `at`, if the name before it is a secret's. Before a `:` the name is quoted, as in JSON:
/// elsewhere a colon is a mark of punctuation.
fn value_of_secret(text: &str, at: usize) -> Option<Range<usize>> {
    let (before, sign) = (text.get(..at)?.trim_end_matches(' '), text.get(at..)?);
    let name = before.trim_end_matches(['"', '\'']);
    if sign.starts_with(':') && name.len() == before.len() {
        return None;
    }
    let of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let name = name.rsplit(|letter| !of_name(letter)).next()?.to_ascii_lowercase();
    if !is_secret_name(&name) && !name.ends_with("token") {
        return None;
    }
    let behind = sign.get(1..)?;
    let value = behind.trim_start_matches(' ');
    let start = at + 1 + (behind.len() - value.len());
    let (start, value, length) = match value.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        Some(quote) => (start + 1, value.get(1..)?, value.get(1..)?.find(quote)),
        None => (start, value, value.find(|letter: char| letter.is_whitespace() || ",;&)]}\"'".contains(letter))),
    };
    let value = value.get(..length.unwrap_or(value.len()))?;
    // How many there are, or whether, is no secret; and what is removed already stays so.
    let counts = !name.contains("passw") && (value.bytes().all(|byte| byte.is_ascii_digit()) || matches!(value, "true" | "false"));
    let gone = text.get(start..)?.starts_with(GONE);
    (!value.is_empty() && !counts && !gone).then(|| start..start + value.len())
}

/// Removes what begins as a token does, where a word begins.
fn tokens(found: &mut String) {
    for (prefix, least) in TOKENS {
        let mut from = 0;
        while let Some(start) = found.get(from..).and_then(|rest| rest.find(prefix)).map(|start| from + start) {
            let body = start + prefix.len();
            let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/' | b'=');
            let length = found.as_bytes().get(body..).unwrap_or_default().iter().take_while(|byte| plain(byte)).count();
            from = body;
            let begins = !found.get(..start).is_some_and(|before| before.ends_with(|letter: char| letter.is_ascii_alphanumeric()));
            if begins && length >= least {
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
        check("note", "AKIAIOSFODNN7EXAMPLE and task-0123456789abcdef0123", "AKIA[removed] and task-0123456789abcdef0123");
        check("note", "psql --password=hunter2 -h db", "psql --password=[removed] -h db");
        check("note", "PGPASSWORD = 'two words' psql", "PGPASSWORD = '[removed]' psql");
        check("note", r#"{"access_token": "x.y", "api_key":"k","n":1}"#, r#"{"access_token": "[removed]", "api_key":"[removed]","n":1}"#);
        check("note", "https://host/?token=abc&page=2", "https://host/?token=[removed]&page=2");
        check("note", "password=1234", "password=[removed]");
        check("note", "authorization=Bearer abcdefghijklmnop", "authorization=[removed] [removed]");
        for kept in [
            "wrong password: try again",
            "secrets=3 tokens=12",
            "secret != open",
            "a token: expected }",
            "cookie=",
            "k = v",
            "token=[removed]",
        ] {
            check("note", kept, kept);
        }
        check("db.password", "hunter2", "[removed]");
        check("token", "x", "[removed]");
        check("tokens.input", "12", "12");
    }
}
