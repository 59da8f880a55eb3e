//! What is said about what was asked.

use crate::AppError;
use dream_bridge::discord::{markdown::escape, with_stamps};
use dream_bridge::message::{GateRef, Message};

/// The most lines of a list; what follows is counted.
pub(super) const MOST_LINES: u32 = 20;

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reply {
    /// What is said.
    pub(super) message: Message,
    /// The gate that is shown with it, with its files and buttons.
    pub(super) gate: Option<GateRef>,
}

impl Reply {
    /// A sentence.
    pub(super) fn said(text: impl Into<String>) -> Self {
        Self { message: Message { content: text.into(), ..Message::default() }, gate: None }
    }

    /// Lines below a title; a sentence when there are none.
    pub(super) fn listed(title: &str, lines: &[String], more: bool, none: &str) -> Self {
        if lines.is_empty() {
            return Self::said(none);
        }
        let mut text = lines.join("\n");
        if more {
            text.push_str("\n… and more, which the control room shows");
        }
        Self::titled(title, text)
    }

    /// A text below a title.
    pub(super) fn titled(title: &str, text: impl Into<String>) -> Self {
        Self { message: Message { title: title.to_owned(), text: text.into(), ..Message::default() }, gate: None }
    }

    /// With a gate.
    pub(super) fn showing(mut self, gate: GateRef) -> Self {
        self.gate = Some(gate);
        self
    }

    /// Why it was not done: the sentence, and the code that programs and manuals know it by.
    pub(super) fn refused(error: &AppError) -> Self {
        let mut text = format!("{} (`{}`)", with_stamps(&escape(&error.message)), error.code);
        for name in ["seen", "under_review"] {
            if let Some(fact) = error.facts.get(name).and_then(serde_json::Value::as_str) {
                text.push_str(&format!("\n{}: `{fact}`", name.replace('_', " ")));
            }
        }
        Self::said(text)
    }
}
