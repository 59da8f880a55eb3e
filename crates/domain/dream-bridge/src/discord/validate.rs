//! Whether Discord would take a post: every limit, those that its `OpenAPI` document leaves out included.

use super::{Button, Embed, Post, limits};
use crate::text;
use std::collections::BTreeSet;

/// A limit that a post exceeds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitFault {
    /// A text is too long.
    #[error("`{path}` has {length} characters; {most} are allowed")]
    TooLong {
        /// Where, such as `embeds.0.title`.
        path: String,
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// A file, or all of them, are too large.
    #[error("`{path}` has {bytes} bytes; {most} are allowed")]
    TooLarge {
        /// Where.
        path: String,
        /// How many bytes.
        bytes: u64,
        /// How many are allowed.
        most: u64,
    },
    /// There are too many of something.
    #[error("`{path}` has {count} entries; {most} are allowed")]
    TooMany {
        /// Where.
        path: String,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A text that must be there is not.
    #[error("`{path}` is empty")]
    Empty {
        /// Where.
        path: String,
    },
    /// A value that Discord does not take.
    #[error("`{path}` is not taken: {why}")]
    Wrong {
        /// Where.
        path: String,
        /// Why.
        why: &'static str,
    },
}

/// Everything for which Discord would refuse the post; empty when it would take it.
#[must_use]
pub fn validate(post: &Post) -> Vec<LimitFault> {
    let mut faults = Faults(Vec::new());
    if post.is_empty() {
        faults.empty("content");
    }
    faults.text("content", &post.content, limits::CONTENT);
    faults.count("embeds", post.embeds.len(), limits::EMBEDS);
    for (n, each) in post.embeds.iter().enumerate() {
        embed(&mut faults, &format!("embeds.{n}"), each);
    }
    let total = post.embeds.iter().map(Embed::size).sum();
    if total > limits::EMBED_TOTAL {
        faults.0.push(LimitFault::TooLong { path: "embeds".to_owned(), length: total, most: limits::EMBED_TOTAL });
    }
    components(&mut faults, post);
    let mentions = &post.allowed_mentions;
    faults.count("allowed_mentions.roles", mentions.roles.len(), limits::MENTIONS);
    faults.count("allowed_mentions.users", mentions.users.len(), limits::MENTIONS);
    if let Some(address) = &post.avatar_url {
        faults.text("avatar_url", address, limits::ADDRESS);
    }
    if let Some(name) = &post.username {
        faults.text("username", name, limits::USERNAME);
        let lower = name.to_lowercase();
        if name.trim().is_empty() {
            faults.empty("username");
        }
        if lower.contains("clyde") || lower.contains("discord") {
            faults.wrong("username", "it contains `clyde` or `discord`");
        }
    }
    faults.0
}

fn embed(faults: &mut Faults, path: &str, embed: &Embed) {
    let part = |name: &str| format!("{path}.{name}");
    if embed.size() == 0 {
        faults.empty(path);
    }
    for (name, text, most) in [("title", &embed.title, limits::EMBED_TITLE), ("description", &embed.description, limits::EMBED_DESCRIPTION)]
    {
        if let Some(text) = text {
            faults.text(&part(name), text, most);
        }
    }
    if let Some(footer) = &embed.footer {
        faults.text(&part("footer.text"), &footer.text, limits::FOOTER);
    }
    if let Some(author) = &embed.author {
        faults.text(&part("author.name"), &author.name, limits::AUTHOR);
    }
    for (name, address) in [("url", embed.url.as_ref()), ("author.url", embed.author.as_ref().and_then(|author| author.url.as_ref()))] {
        let Some(address) = address else { continue };
        faults.text(&part(name), address, limits::ADDRESS);
        if !address.starts_with("https://") && !address.starts_with("http://") {
            faults.wrong(&part(name), "it is no http or https address");
        }
    }
    if embed.color.is_some_and(|colour| colour > limits::COLOUR) {
        faults.wrong(&part("color"), "it is beyond 0xFFFFFF");
    }
    faults.count(&part("fields"), embed.fields.len(), limits::EMBED_FIELDS);
    for (n, field) in embed.fields.iter().enumerate() {
        for (name, text, most) in [("name", &field.name, limits::FIELD_NAME), ("value", &field.value, limits::FIELD_VALUE)] {
            let path = part(&format!("fields.{n}.{name}"));
            faults.text(&path, text, most);
            if text.trim().is_empty() {
                faults.empty(&path);
            }
        }
    }
}

fn components(faults: &mut Faults, post: &Post) {
    faults.count("components", post.components.len(), limits::ACTION_ROWS);
    let mut ids = BTreeSet::new();
    for (r, row) in post.components.iter().enumerate() {
        let path = format!("components.{r}.components");
        if row.components.is_empty() {
            faults.empty(&path);
        }
        faults.count(&path, row.components.len(), limits::ROW_BUTTONS);
        for (n, each) in row.components.iter().enumerate() {
            button(faults, &format!("{path}.{n}"), each);
            if each.custom_id.as_ref().is_some_and(|id| !ids.insert(id)) {
                faults.wrong(&format!("{path}.{n}.custom_id"), "another button has the same");
            }
        }
    }
}

fn button(faults: &mut Faults, path: &str, button: &Button) {
    let part = |name: &str| format!("{path}.{name}");
    faults.text(&part("label"), &button.label, limits::BUTTON_LABEL);
    if button.label.trim().is_empty() {
        faults.empty(&part("label"));
    }
    let (name, value, most) = match button.style {
        1..=4 => ("custom_id", &button.custom_id, limits::CUSTOM_ID),
        5 => ("url", &button.url, limits::BUTTON_ADDRESS),
        _ => return faults.wrong(&part("style"), "there are 1 to 5"),
    };
    match value.as_deref().filter(|value| !value.is_empty()) {
        Some(value) => faults.text(&part(name), value, most),
        None => faults.empty(&part(name)),
    }
}

struct Faults(Vec<LimitFault>);

impl Faults {
    fn text(&mut self, path: &str, text: &str, most: usize) {
        let length = text::length(text.trim());
        if length > most {
            self.0.push(LimitFault::TooLong { path: path.to_owned(), length, most });
        }
    }

    fn count(&mut self, path: &str, count: usize, most: usize) {
        if count > most {
            self.0.push(LimitFault::TooMany { path: path.to_owned(), count, most });
        }
    }

    fn empty(&mut self, path: &str) {
        self.0.push(LimitFault::Empty { path: path.to_owned() });
    }

    fn wrong(&mut self, path: &str, why: &'static str) {
        self.0.push(LimitFault::Wrong { path: path.to_owned(), why });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::{EmbedField, Row, Style};
    use serde_json::json;

    fn check(post: &serde_json::Value, wanted: &[&str]) {
        let mut whole = json!({"content": "", "embeds": [], "allowed_mentions": {"parse": [], "replied_user": false}});
        for (name, value) in post.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let faults: Vec<String> = validate(&serde_json::from_value(whole).unwrap()).iter().map(ToString::to_string).collect();
        assert_eq!(faults.len(), wanted.len(), "{faults:?}");
        for (fault, wanted) in faults.iter().zip(wanted) {
            assert!(fault.contains(wanted), "{fault} has not {wanted}");
        }
    }

    #[test]
    fn every_limit_is_checked_at_its_edge() {
        let long = |length: usize| "x".repeat(length);
        check(&json!({"content": long(2_000)}), &[]);
        check(&json!({"content": long(2_001)}), &["`content` has 2001"]);
        check(&json!({"content": " "}), &["`content` is empty"]);
        check(&json!({"embeds": [{"title": long(256), "description": long(4_096)}]}), &[]);
        check(&json!({"embeds": [{"title": long(257)}]}), &["`embeds.0.title` has 257"]);
        check(&json!({"embeds": [{"description": long(4_097)}]}), &["`embeds.0.description` has 4097"]);
        check(&json!({"embeds": [{"description": long(4_000)}, {"description": long(2_001)}]}), &["`embeds` has 6001"]);
        check(&json!({"embeds": [{"description": format!(" {} ", long(4_096))}, {"description": long(1_904)}]}), &[]);
        check(&json!({"embeds": [{}]}), &["`embeds.0` is empty"]);
        check(&json!({"embeds": [{"title": "a", "url": "javascript:1"}]}), &["no http"]);
        check(&json!({"embeds": [{"title": "a", "color": 0x100_0000}]}), &["0xFFFFFF"]);
        check(&json!({"embeds": [{"title": "a", "footer": {"text": long(2_049)}}]}), &["footer.text` has 2049"]);
        check(&json!({"content": "a", "username": "Discord bot"}), &["clyde"]);
        check(&json!({"content": "a", "username": long(81)}), &["`username` has 81"]);
        let press = |label: &str, id: &str| Button::press(Style::Success, label, id);
        let rows = |rows: Vec<Vec<Button>>| json!({"content": "a", "components": rows.into_iter().map(Row::of).collect::<Vec<_>>()});
        check(&rows(vec![vec![press("Approve", &long(100)), Button::link("Open", "https://x.y")]]), &[]);
        check(&rows(vec![vec![press("Approve", &long(101))]]), &["0.custom_id` has 101"]);
        check(&rows(vec![vec![press("", "a"), press("b", "a")]]), &["0.label` is empty", "1.custom_id` is not taken"]);
        check(&rows(vec![vec![press("a", ""), Button::link("Open", "")]]), &["0.custom_id` is empty", "1.url` is empty"]);
        check(&rows(vec![vec![]]), &["components.0.components` is empty"]);
        let many = |count: usize| (0..count).map(|n| vec![press("a", &format!("id{n}"))]).collect();
        check(&rows(many(6)), &["`components` has 6"]);
        let field = |name: &str, value: &str| EmbedField { name: name.to_owned(), value: value.to_owned(), inline: false };
        check(
            &json!({"embeds": [{"fields": [field("", "v"), field("n", &long(1_025))]}]}),
            &["fields.0.name` is empty", "fields.1.value` has 1025"],
        );
        check(&json!({"embeds": [{"fields": vec![field("n", "v"); 26]}]}), &["fields` has 26"]);
        check(&json!({"embeds": vec![json!({"title": "a"}); 11]}), &["`embeds` has 11"]);
    }
}
