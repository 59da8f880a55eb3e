//! The buttons of a gate's message, and the forms behind them: each names the review and the digest that the message showed.

use crate::mac;
use crate::message::GateRef;
use dream_id::ReviewId;
use dream_ledger::Digest;
use serde_json::{Value, json};

/// What begins everything that a gate's buttons carry.
const MARK: &str = "gate";
/// The name of the one field of a form.
pub const FIELD: &str = "text";
/// The most characters of a form's text.
const MOST_TEXT: usize = 4_000;

/// What a button of a gate's message does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GateAct {
    /// Approves what the message shows.
    Approve,
    /// Asks for changes.
    RequestChanges,
    /// Asks for a fresh attempt.
    Regenerate,
    /// Adds a constraint; the review stays open.
    Constrain,
    /// Rejects.
    Reject,
}

/// A button's or form's meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// What it does.
    pub act: GateAct,
    /// To which review, and by which digest.
    pub gate: GateRef,
}

impl GateAct {
    /// Every act, in the order of the buttons.
    pub const ALL: [Self; 5] = [Self::Approve, Self::RequestChanges, Self::Regenerate, Self::Constrain, Self::Reject];

    /// Its word in what a button carries.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::RequestChanges => "changes",
            Self::Regenerate => "regenerate",
            Self::Constrain => "constrain",
            Self::Reject => "reject",
        }
    }

    /// What stands on its button, and above its form.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Approve => "Approve",
            Self::RequestChanges => "Request changes",
            Self::Regenerate => "Regenerate",
            Self::Constrain => "Add constraint",
            Self::Reject => "Reject",
        }
    }

    /// What its form asks, and whether it must be answered; `None` for the one that needs no words.
    const fn question(self) -> Option<(&'static str, bool)> {
        match self {
            Self::Approve => None,
            Self::RequestChanges => Some(("What must change?", true)),
            Self::Regenerate => Some(("What should the next attempt know?", false)),
            Self::Constrain => Some(("What must hold from now on?", true)),
            Self::Reject => Some(("Why? The run fails.", true)),
        }
    }
}

impl Press {
    /// What the button or form carries: at most 100 characters.
    #[must_use]
    pub fn custom_id(&self) -> String {
        format!("{MARK}:{}:{}:{}", self.act.word(), self.gate.review, mac::base64url(self.gate.digest.as_bytes()))
    }

    /// Reads what a button or form carried; `None` for what is none of ours.
    #[must_use]
    pub fn parse(custom_id: &str) -> Option<Self> {
        let mut parts = custom_id.split(':');
        let (mark, word, review, digest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let act = GateAct::ALL.into_iter().find(|act| act.word() == word).filter(|_| mark == MARK && parts.next().is_none())?;
        let review: ReviewId = review.parse().ok()?;
        let digest: [u8; 32] = mac::unbase64url(digest)?.try_into().ok()?;
        Some(Self { act, gate: GateRef { review, digest: Digest::from_bytes(digest) } })
    }

    /// The form that asks for the words that the act needs, as a callback; `None` for the act that needs none.
    #[must_use]
    pub fn form(&self) -> Option<Value> {
        let (question, required) = self.act.question()?;
        let input = json!({"type": 4, "custom_id": FIELD, "style": 2, "required": required, "max_length": MOST_TEXT});
        let data = json!({"custom_id": self.custom_id(), "title": self.act.label(), "components": [{"type": 18, "label": question, "component": input}]});
        Some(json!({"type": 9, "data": data}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::limits;
    use dream_id::TypedId;

    fn press(act: GateAct) -> Press {
        let review = ReviewId::from_parts(1_700_000_000_000, [255; 10]);
        Press { act, gate: GateRef { review, digest: Digest::of(b"what is under review") } }
    }

    #[test]
    fn every_button_names_its_review_and_digest_and_reads_back() {
        for act in GateAct::ALL {
            let custom_id = press(act).custom_id();
            assert!(custom_id.len() <= limits::CUSTOM_ID, "{custom_id}");
            assert_eq!(Press::parse(&custom_id), Some(press(act)));
            assert_eq!(press(act).form().is_some(), act != GateAct::Approve);
        }
        let whole = press(GateAct::Approve).custom_id();
        for broken in [
            "",
            "gate",
            "gate:approve",
            &whole.replace("gate", "other"),
            &whole.replace("approve", "agree"),
            &format!("{whole}:more"),
            &whole[..99.min(whole.len() - 1)],
        ] {
            assert_eq!(Press::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn forms_are_within_discords_limits() {
        for act in GateAct::ALL {
            let Some(form) = press(act).form() else { continue };
            assert!(form["data"]["title"].as_str().unwrap().len() <= 45);
            assert!(form["data"]["components"][0]["label"].as_str().unwrap().len() <= 45);
            assert_eq!(form["type"], 9);
        }
    }
}
