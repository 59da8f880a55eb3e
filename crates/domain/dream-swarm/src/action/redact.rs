//! Arguments as those may see them who may not decide: without what looks like a secret.

use serde_json::{Map, Value};

/// What stands where a secret stood.
const GONE: &str = "[removed]";
/// Words that, in a member's name, say that its value is a secret.
const NAMES: [&str; 9] = ["password", "passwd", "secret", "authorization", "api_key", "apikey", "api-key", "cookie", "credential"];
/// What a token begins with, and how many letters or digits follow at least.
const TOKENS: [(&str, usize); 6] = [("dos_", 20), ("Bearer ", 12), ("sk-", 16), ("ghp_", 20), ("glpat-", 16), ("xoxb-", 12)];

/// `arguments` without what looks like a secret, within [`super::check_bounds`]. It is shown, and never decided on.
#[must_use]
pub fn redacted(arguments: &Value) -> Value {
    match arguments {
        Value::String(found) => Value::String(text(found)),
        Value::Array(items) => Value::Array(items.iter().map(redacted).collect()),
        Value::Object(members) => Value::Object(members.iter().map(member).collect::<Map<_, _>>()),
        Value::Null | Value::Bool(_) | Value::Number(_) => arguments.clone(),
    }
}

fn member((name, value): (&String, &Value)) -> (String, Value) {
    let lower = name.to_ascii_lowercase();
    let secret = lower.ends_with("token") || NAMES.iter().any(|word| lower.contains(word));
    let shown = if secret && !value.is_boolean() && !value.is_null() { GONE.into() } else { redacted(value) };
    (name.clone(), shown)
}

fn text(found: &str) -> String {
    let mut shown = found.to_owned();
    for (prefix, least) in TOKENS {
        let mut from = 0;
        while let Some(start) = shown.get(from..).and_then(|rest| rest.find(prefix)).map(|start| from + start) {
            let body = start + prefix.len();
            let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/' | b'=');
            let length = shown.as_bytes().get(body..).unwrap_or_default().iter().take_while(|byte| plain(byte)).count();
            from = body;
            if length >= least {
                shown.replace_range(body..body + length, GONE);
                from = body + GONE.len();
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_looks_like_a_secret_is_removed() {
        let arguments = json!({
            "command": "curl -H 'Authorization: Bearer abcdefghijklmnop' x", "github_token": "t", "env": [{ "DB_PASSWORD": "p", "n": 1 }]
        });
        let shown = json!({
            "command": "curl -H 'Authorization: Bearer [removed]' x", "github_token": "[removed]", "env": [{ "DB_PASSWORD": "[removed]", "n": 1 }]
        });
        assert_eq!(redacted(&arguments), shown);
        assert_eq!(redacted(&shown), shown);
    }
}
