//! First answers to interactions, as Discord's JSON. All of them are seen by the one who asked alone: what they hold is for that person's
//! rights, and others in the channel have others.

use super::super::Post;
use crate::text;
use serde_json::{Value, json};

/// The flag of what only the one who asked sees.
pub const ONLY_ASKER: u64 = 1 << 6;
/// The most proposals while typing.
pub const MOST_CHOICES: usize = 25;
/// The longest proposal.
const MOST_CHOICE: usize = 100;

/// Yes, we are there.
#[must_use]
pub fn pong() -> Value {
    json!({"type": 1})
}

/// An answer will follow.
#[must_use]
pub fn deferred() -> Value {
    json!({"type": 5, "data": {"flags": ONLY_ASKER}})
}

/// This is the answer.
#[must_use]
pub fn said(post: &Post) -> Value {
    json!({"type": 4, "data": only_asker(post)})
}

/// Proposals for an option that is being typed: what is shown, and what is filled in. What is longer than Discord takes is left out, because a
/// cut name would be another name.
#[must_use]
pub fn choices(proposals: impl IntoIterator<Item = (String, String)>) -> Value {
    let whole = proposals.into_iter().filter(|(_, value)| (1..=MOST_CHOICE).contains(&text::length(value)));
    let choices = whole.take(MOST_CHOICES).map(|(name, value)| json!({"name": text::shorten(&name, MOST_CHOICE), "value": value}));
    json!({"type": 8, "data": {"choices": choices.collect::<Vec<_>>()}})
}

/// The post as a follow-up that only the one who asked sees.
#[must_use]
pub fn only_asker(post: &Post) -> Value {
    let mut data = serde_json::to_value(post).unwrap_or_default();
    if let Some(members) = data.as_object_mut() {
        members.remove("username");
        members.insert("flags".to_owned(), json!(ONLY_ASKER));
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_for_the_one_who_asked_and_proposals_within_limits() {
        let post = Post { content: "hello".into(), username: Some("x".into()), ..Post::default() };
        for answer in [deferred(), said(&post)] {
            assert_eq!(answer["data"]["flags"], 64, "{answer}");
        }
        assert_eq!(only_asker(&post)["allowed_mentions"]["parse"], json!([]));
        let many = (0..40).map(|n| (format!("{n} {}", "x".repeat(200)), format!("v{n}")));
        let long = std::iter::once(("long".to_owned(), "y".repeat(101)));
        let shown = choices(long.chain(many));
        let shown = shown["data"]["choices"].as_array().unwrap();
        assert_eq!((shown.len(), shown[0]["value"].as_str()), (25, Some("v0")));
        assert!(shown.iter().all(|choice| text::length(choice["name"].as_str().unwrap()) <= 100));
    }
}
