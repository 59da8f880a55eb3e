//! Whether anything in the site looks like a key or token, and how to take such things out of a text.

use super::site::Site;

/// How keys and tokens begin, and how many characters of their alphabet must follow.
const BEGINNINGS: [(&str, usize); 14] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghs_", 30),
    ("github_pat_", 30),
    ("glpat-", 20),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("sk-", 32),
    ("sk_live_", 16),
    ("AIza", 35),
    ("hf_", 30),
    ("npm_", 36),
];
const PRIVATE_KEY: &str = "PRIVATE KEY-----";

pub(super) fn check(site: &Site<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for file in site.files {
        let Some(text) = file.as_text() else { continue };
        for (number, line) in text.lines().enumerate() {
            let found = line.contains(PRIVATE_KEY) || token(line).is_some();
            if found {
                faults.push(format!(
                    "{}, line {}: this looks like a key or token: remove it, and revoke it if it is real.",
                    file.path,
                    number + 1
                ));
            }
        }
    }
    faults
}

/// `text` with everything that looks like a key or token replaced by `[removed]`.
#[must_use]
pub fn redact_secrets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, length)) = token(rest) {
        out.push_str(rest.get(..start).unwrap_or(""));
        out.push_str("[removed]");
        rest = rest.get(start + length..).unwrap_or("");
    }
    out.push_str(rest);
    out.replace(PRIVATE_KEY, "[removed]")
}

/// The first token in `text`: where it begins and its length in bytes. Reads each place once.
fn token(text: &str) -> Option<(usize, usize)> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins_word = !before.is_ascii_alphanumeric();
        before = c;
        if !begins_word || !c.is_ascii_alphabetic() {
            continue;
        }
        let word = text.get(at..).unwrap_or("");
        for (beginning, least) in BEGINNINGS {
            let Some(tail) = word.strip_prefix(beginning) else { continue };
            if tail.bytes().take(least).filter(|byte| is_token(*byte)).count() == least {
                let length = tail.bytes().take_while(|byte| is_token(*byte)).count();
                return Some((at, beginning.len() + length));
            }
        }
    }
    None
}

const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_and_taken_out() {
        let token_like = format!("key {}{} and sk-short, task-{}", "AKI", "AIOSFODNN7EXAMPLE", "a".repeat(40));
        assert_eq!(redact_secrets(&token_like), format!("key [removed] and sk-short, task-{}", "a".repeat(40)));
        let key = format!("-----BEGIN {PRIVATE_KEY}");
        assert_eq!(redact_secrets(&key), "-----BEGIN [removed]");
        assert!(token(&redact_secrets(&format!("sk-{}", "x".repeat(50)))).is_none());
    }
}
