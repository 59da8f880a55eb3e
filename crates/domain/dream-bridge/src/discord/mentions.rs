//! Whom a message calls: nobody but those a rule names, whatever stands in its text (trap 46).

use crate::message::Mention;
use serde::{Deserialize, Serialize};

/// Discord's `allowed_mentions`. It is always sent, and allows nothing that is not listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowedMentions {
    /// Kinds of mentions that Discord reads out of the text: `everyone`, or nothing.
    pub parse: Vec<String>,
    /// Roles that may be called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// People who may be called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<String>,
    /// Whether an answer calls the one who is answered.
    pub replied_user: bool,
}

impl AllowedMentions {
    /// Exactly these.
    #[must_use]
    pub fn of(mentions: &[Mention]) -> Self {
        let mut allowed = Self::default();
        for mention in mentions {
            match mention {
                Mention::Everyone | Mention::Here if allowed.parse.is_empty() => allowed.parse.push("everyone".to_owned()),
                Mention::Role(id) if !allowed.roles.contains(id) => allowed.roles.push(id.clone()),
                Mention::User(id) if !allowed.users.contains(id) => allowed.users.push(id.clone()),
                Mention::Everyone | Mention::Here | Mention::Role(_) | Mention::User(_) => {}
            }
        }
        allowed
    }
}

/// The markup that calls them, to stand before a message's text.
pub(super) fn written(mentions: &[Mention]) -> String {
    let words = mentions.iter().map(|mention| match mention {
        Mention::Everyone => "@everyone".to_owned(),
        Mention::Here => "@here".to_owned(),
        Mention::Role(id) => format!("<@&{id}>"),
        Mention::User(id) => format!("<@{id}>"),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// `text` in which nobody is called: a zero-width space parts `@` from what follows it where Discord would read a call. It is done also
/// where a rule allows some mention, because Discord's permission is for the whole message.
#[must_use]
pub fn neutralise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, tail) = rest.split_at(at + 1);
        out.push_str(before);
        // Case does not matter to Discord's clients, so it must not matter here.
        let word: String = tail.chars().take(8).flat_map(char::to_lowercase).collect();
        let called = word.starts_with("everyone") || word.starts_with("here") || before.ends_with("<@");
        if called {
            out.push('\u{200b}');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Trap 46: mentions smuggled through a template.
    #[test]
    fn text_calls_nobody() {
        let cases = [
            ("hi @everyone", "hi @\u{200b}everyone"),
            ("@here@everyone", "@\u{200b}here@\u{200b}everyone"),
            ("@EveryOne", "@\u{200b}EveryOne"),
            ("<@&123> <@!5>", "<@\u{200b}&123> <@\u{200b}!5>"),
            ("a@b.example", "a@b.example"),
            ("@\u{200b}everyone", "@\u{200b}everyone"),
        ];
        for (text, wanted) in cases {
            assert_eq!(neutralise(text), wanted);
        }
    }

    /// Trap 46: what a rule allows is listed one by one; nothing is left for Discord to read out of the text but a call to everyone.
    #[test]
    fn only_those_named_may_be_called() {
        let json = |mentions: &[Mention]| serde_json::to_value(AllowedMentions::of(mentions)).unwrap();
        assert_eq!(json(&[]), serde_json::json!({"parse": [], "replied_user": false}));
        let role = || Mention::Role("123456789012345678".to_owned());
        assert_eq!(json(&[role(), role()]), serde_json::json!({"parse": [], "roles": ["123456789012345678"], "replied_user": false}));
        assert_eq!(json(&[Mention::Here, Mention::Everyone]), serde_json::json!({"parse": ["everyone"], "replied_user": false}));
    }
}
