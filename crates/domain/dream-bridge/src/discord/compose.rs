//! From a message to what Discord takes: within every limit, in as many posts as it needs.

use super::mentions::written;
use super::{AllowedMentions, Embed, EmbedField, Footer, Post, limits, neutralise, split};
use crate::message::{Field, Message};
use crate::text;

/// The most posts that one message becomes; what is longer is cut, and says so.
pub const MOST_POSTS: usize = 10;

/// The posts of a message, in order. Long texts are split; people are called in the first post alone; fields and footer stand in the last.
/// Every post passes [`super::validate`]. None when there is nothing to say.
#[must_use]
pub fn compose(message: &Message) -> Vec<Post> {
    let calls = written(&message.mentions);
    let content = neutralise(message.content.trim());
    let content = [calls.as_str(), content.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let contents = split(&content, limits::CONTENT);
    let embeds = embeds(message);
    // The last piece of the text stands above the first embed.
    let shared = usize::from(!contents.is_empty() && !embeds.is_empty());
    let total = (contents.len() + embeds.len()).saturating_sub(shared);
    let mut posts: Vec<Post> = contents.into_iter().map(|content| Post { content, ..Post::default() }).collect();
    for (n, embed) in embeds.into_iter().enumerate() {
        match posts.last_mut() {
            Some(last) if n == 0 => last.embeds.push(embed),
            _ => posts.push(Post { embeds: vec![embed], ..Post::default() }),
        }
    }
    cut(&mut posts, total);
    if let Some(first) = posts.first_mut() {
        first.allowed_mentions = AllowedMentions::of(&message.mentions);
    }
    for post in &mut posts {
        post.username = message.username.as_ref().and_then(|name| username(name));
        post.avatar_url = message.avatar.clone().filter(|address| address.len() <= limits::ADDRESS);
    }
    posts
}

/// The name a webhook's message appears under, if Discord takes it: it refuses its own.
#[must_use]
pub fn username(name: &str) -> Option<String> {
    let (name, lower) = (text::shorten(name.trim(), limits::USERNAME), name.to_lowercase());
    (!name.is_empty() && !lower.contains("clyde") && !lower.contains("discord")).then_some(name)
}

fn cut(posts: &mut Vec<Post>, total: usize) {
    if total <= MOST_POSTS {
        return;
    }
    posts.truncate(MOST_POSTS);
    let note = format!("{} cut: {} more parts are not shown.", text::ELLIPSIS, total - MOST_POSTS + 1);
    if let Some(last) = posts.last_mut() {
        *last = Post { content: note, ..Post::default() };
    }
}

/// The message's title, text, fields and footer as embeds; the text in as many as it needs.
fn embeds(message: &Message) -> Vec<Embed> {
    let title = text::shorten(neutralise(message.title.trim()).as_str(), limits::EMBED_TITLE);
    let fields = fields(&message.fields);
    let footer = text::shorten(neutralise(message.footer.trim()).as_str(), 500);
    let texts = split(&neutralise(message.text.trim()), limits::EMBED_DESCRIPTION);
    if title.is_empty() && fields.is_empty() && footer.is_empty() && texts.is_empty() {
        return Vec::new();
    }
    let mut embeds: Vec<Embed> = texts.into_iter().map(|text| Embed { description: Some(text), ..Embed::default() }).collect();
    if embeds.is_empty() {
        embeds.push(Embed::default());
    }
    if let Some(first) = embeds.first_mut() {
        first.url = message.link.clone().filter(|link| link.len() <= limits::ADDRESS && !title.is_empty());
        first.title = Some(title).filter(|title| !title.is_empty());
    }
    place_fields(&mut embeds, fields);
    if let Some(last) = embeds.last_mut() {
        last.footer = Some(footer).filter(|footer| !footer.is_empty()).map(|text| Footer { text });
        last.timestamp = message.at.map(|at| at.to_string());
    }
    for embed in &mut embeds {
        embed.color = message.colour.map(|colour| colour.min(limits::COLOUR));
    }
    embeds
}

fn fields(fields: &[Field]) -> Vec<EmbedField> {
    let whole = fields.iter().take(limits::EMBED_FIELDS).map(|field| EmbedField {
        name: text::shorten(neutralise(field.name.trim()).as_str(), limits::FIELD_NAME),
        value: text::shorten(neutralise(field.value.trim()).as_str(), limits::FIELD_VALUE),
        inline: field.inline,
    });
    whole.filter(|field| !field.name.is_empty() && !field.value.is_empty()).collect()
}

/// Puts each field into the last embed, or into a new one when it would be too large. 500 units are left for the footer.
fn place_fields(embeds: &mut Vec<Embed>, fields: Vec<EmbedField>) {
    for field in fields {
        let size = text::length(&field.name) + text::length(&field.value);
        match embeds.last_mut() {
            Some(last) if last.size() + size <= limits::EMBED_TOTAL - 500 => last.fields.push(field),
            _ => embeds.push(Embed { fields: vec![field], ..Embed::default() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::validate;
    use crate::message::Mention;
    use proptest::prelude::*;

    fn message(content: &str, title: &str, text: &str) -> Message {
        Message { content: content.to_owned(), title: title.to_owned(), text: text.to_owned(), ..Message::default() }
    }

    #[test]
    fn a_short_message_is_one_post_and_calls_nobody() {
        let posts = compose(&Message { link: Some("https://x.y".to_owned()), ..message("Hello @everyone", "Title", "Text") });
        assert_eq!(posts.len(), 1);
        assert_eq!(posts[0].content, "Hello @\u{200b}everyone");
        assert_eq!(posts[0].embeds[0].url.as_deref(), Some("https://x.y"));
        let json = serde_json::to_value(&posts[0]).unwrap();
        assert_eq!(json["allowed_mentions"], serde_json::json!({"parse": [], "replied_user": false}));
    }

    /// Trap 46: a rule that may call one role does not let the text call anybody else.
    #[test]
    fn those_a_rule_names_are_called_once_in_the_first_post() {
        let mentions = vec![Mention::Role("123456789012345678".to_owned())];
        let posts = compose(&Message { mentions, ..message(&"word ".repeat(1_000), "", "@everyone <@&999999999999999999>") });
        assert!(posts.len() > 1);
        assert!(posts[0].content.starts_with("<@&123456789012345678> word"));
        assert_eq!(posts[0].allowed_mentions.roles, ["123456789012345678"]);
        for post in &posts[1..] {
            assert_eq!(post.allowed_mentions, AllowedMentions::default());
        }
        assert!(!serde_json::to_string(&posts).unwrap().contains("@everyone"));
    }

    #[test]
    fn nothing_to_say_is_no_post_and_too_much_is_cut_and_says_so() {
        assert_eq!(compose(&message(" ", "", "\n")), []);
        let posts = compose(&message("", "Long", &"line of text\n".repeat(20_000)));
        assert_eq!(posts.len(), MOST_POSTS);
        assert!(posts[MOST_POSTS - 1].content.contains("more parts are not shown"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn whatever_is_said_every_post_is_within_every_limit(
            content in "[a-z@`\n 👩🏽‍🚀é]{0,5000}", title in "\\PC{0,400}", text in "[a-z`\n *@é👨‍👩‍👧]{0,9000}",
            fields in prop::collection::vec(("\\PC{0,300}", "[a-zé\n@ ]{0,1500}"), 0..30), footer in "\\PC{0,3000}", username in "\\PC{1,100}",
        ) {
            let fields = fields.into_iter().map(|(name, value)| Field { name, value, inline: true }).collect();
            let whole = Message { content, title, text, fields, footer, username: Some(username), colour: Some(u32::MAX), ..Message::default() };
            for post in compose(&whole) {
                let faults = validate(&post);
                prop_assert!(faults.is_empty(), "{faults:?}");
            }
        }
    }
}
