//! The box that says what is under review, and how it ended.

use crate::{PublicUrl, words};
use dream_bridge::discord::markdown::escape;
use dream_bridge::discord::{Embed, EmbedField, Footer, limits, stamp};
use dream_bridge::text;
use dream_govern::Review;
use dream_ledger::Digest;

/// How many versions are named one by one.
const MOST_VERSIONS: usize = 12;

/// The box of a review, which people call `title`, whose message shows `shown`; `outcome` once there is one. Its title leads to the review where the
/// control room's address is known.
pub(super) fn embed(public: Option<&PublicUrl>, review: &Review, title: &str, shown: Digest, outcome: Option<&str>) -> Embed {
    let field =
        |name: &str, value: String| EmbedField { name: name.to_owned(), value: text::shorten(&value, limits::FIELD_VALUE), inline: false };
    let mut fields = vec![field("Digest under review", format!("`{shown}`"))];
    for version in review.artifacts.iter().take(MOST_VERSIONS) {
        fields.push(field(&text::shorten(&format!("{}@{}", version.name, version.number), 80), format!("`{}`", version.digest)));
    }
    if let Some(more) = review.artifacts.len().checked_sub(MOST_VERSIONS).filter(|more| *more > 0) {
        fields.push(field("and more", format!("{more} other artifacts")));
    }
    match outcome {
        Some(outcome) => fields.push(field("Decision", outcome.to_owned())),
        None => {
            fields.push(field("Approvals needed", review.gate.quorum.to_string()));
            fields.push(field("Care", words::risk(review.risk)));
            fields.push(field("Until", stamp(review.expires_at, "f")));
        }
    }
    Embed {
        title: Some(text::shorten(&format!("Review: {}", escape(title)), limits::EMBED_TITLE)),
        url: public.map(|public| public.link(&super::path(review.id))),
        footer: Some(Footer { text: format!("{} of {}", review.id, review.run) }),
        fields,
        color: Some(colour(review, outcome)),
        ..Embed::default()
    }
}

/// Amber while it waits, green once approved, red when refused, grey for everything else.
fn colour(review: &Review, outcome: Option<&str>) -> u32 {
    match (outcome, review.status()) {
        (None, _) => 0xF5_9E_0B,
        (Some(_), "approved") => 0x16_A3_4A,
        (Some(_), "rejected" | "changes_requested") => 0xDC_26_26,
        (Some(_), _) => 0x6B_72_80,
    }
}
