//! What is heard of a message on the other side.

use crate::discord::markdown::escape;
use crate::discord::username;
use crate::message::{Attachment, Message};

/// A message that is to be heard somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken<'s> {
    /// Who said it.
    pub name: &'s str,
    /// Their picture's address.
    pub avatar: Option<&'s str>,
    /// What they said.
    pub text: &'s str,
    /// The files that are carried over.
    pub files: &'s [Attachment],
    /// What could not be carried over, a line each.
    pub notices: &'s [String],
}

impl Spoken<'_> {
    /// As it is said in a channel of Discord's. By a webhook it has its speaker's name and picture; a bot says whose words they are. Nobody is
    /// called (trap 46).
    #[must_use]
    pub fn in_discord(&self, by_webhook: bool) -> Message {
        let shown = by_webhook.then(|| username(self.name)).flatten();
        let text = self.text();
        let content = match &shown {
            Some(_) => text,
            None => format!("**{}**: {text}", escape(self.name)),
        };
        Message {
            content,
            avatar: shown.is_some().then_some(self.avatar).flatten().map(str::to_owned),
            username: shown,
            attachments: self.files.to_vec(),
            ..Message::default()
        }
    }

    /// As it is said where neither files nor other names can be shown: the files are named.
    #[must_use]
    pub fn in_words(&self, edited: bool) -> Message {
        let files = self.files.iter().map(|file| named(&file.name));
        let mark = if edited { " (edited)" } else { "" };
        let lines = [format!("{}{mark}: {}", self.name, self.text())].into_iter().chain(files).collect::<Vec<_>>();
        Message { content: lines.join("\n"), username: Some(self.name.to_owned()), ..Message::default() }
    }

    /// As it is said in a channel of Slack's, under its speaker's name and picture.
    #[must_use]
    pub fn in_slack(&self) -> Message {
        Message {
            content: self.text(),
            username: Some(self.name.to_owned()),
            avatar: self.avatar.map(str::to_owned),
            attachments: self.files.to_vec(),
            ..Message::default()
        }
    }

    /// The text with what could not be carried over.
    #[must_use]
    pub fn text(&self) -> String {
        let lines: Vec<&str> =
            std::iter::once(self.text).chain(self.notices.iter().map(String::as_str)).filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }
}

/// The line for a file that is named, where it is not shown.
#[must_use]
pub fn named(name: &str) -> String {
    format!("(file: {name})")
}

/// The line for a file that is too large.
#[must_use]
pub fn too_large(name: &str, size: u64) -> String {
    format!("(a file was too large to be carried over: {name}, {:.1} MiB)", mebibytes(size))
}

/// The line for a file that could not be fetched.
#[must_use]
pub fn not_fetched(name: &str) -> String {
    format!("(a file could not be fetched: {name})")
}

#[expect(clippy::cast_precision_loss, reason = "one digit behind the point is shown")]
fn mebibytes(size: u64) -> f64 {
    size as f64 / 1_048_576.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_has_the_speakers_name_and_a_bot_says_it() {
        let notices = vec![too_large("film.mkv", 40 * 1_048_576)];
        let spoken = Spoken { name: "A*my", avatar: Some("https://a"), text: "hello", files: &[], notices: &notices };
        let by_webhook = spoken.in_discord(true);
        assert_eq!(by_webhook.content, "hello\n(a file was too large to be carried over: film.mkv, 40.0 MiB)");
        assert_eq!((by_webhook.username.as_deref(), by_webhook.avatar.as_deref()), (Some("A*my"), Some("https://a")));
        let by_bot = spoken.in_discord(false);
        assert!(by_bot.content.starts_with("**A\\*my**: hello"), "{}", by_bot.content);
        assert_eq!((by_bot.username, by_bot.avatar), (None, None));
        // Discord refuses this name to webhooks, so it is said instead.
        let refused = Spoken { name: "Discord", ..spoken }.in_discord(true);
        assert!(refused.content.starts_with("**Discord**: ") && refused.username.is_none());
        assert!(spoken.in_words(true).content.starts_with("A*my (edited): hello"));
    }
}
