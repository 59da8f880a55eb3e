//! Drafts on their way into a decision: they become part of its comment, and are forgotten by the transaction that records it.

use super::{changed_elsewhere, read};
use crate::{AppError, Op};
use dream_id::{DraftId, PersonId, ReviewId};
use dream_store::Unit;
use dream_store::drafts;
use serde::Serialize;

/// A note to one place of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The artifact's name.
    pub artifact: String,
    /// The file's path.
    pub path: String,
    /// The line, from 1.
    pub line: Option<u32>,
    /// What is said.
    pub text: String,
}

/// A draft that goes with a decision, and the change of it that the writer saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Publishing {
    /// The draft.
    pub draft: DraftId,
    /// Its last change.
    pub edit: u64,
}

/// The comment with the notes below it, each under the place that it is about.
#[must_use]
pub fn with_notes(comment: String, notes: impl IntoIterator<Item = Note>) -> String {
    notes.into_iter().fold(comment, |mut text, note| {
        let line = note.line.map(|line| format!(":{line}")).unwrap_or_default();
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&format!("{} {}{line}: {}", note.artifact, note.path, note.text));
        text
    })
}

/// The caller's drafts on `review` that are named, as notes. An orphan says at which line of which version it stood.
///
/// # Errors
/// `draft_changed`, `draft_gone`: the writer did not see what would be sent.
pub(crate) async fn notes(op: &Op, review: ReviewId, wanted: &[Publishing]) -> Result<Vec<Note>, AppError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let all = read::list(op, review).await?;
    let note = |one: &Publishing| {
        let view = all.iter().find(|view| view.draft.id == one.draft).ok_or_else(|| changed_elsewhere(None))?;
        if view.draft.edit != one.edit {
            return Err(changed_elsewhere(Some(&view.draft)));
        }
        let (draft, line) = (&view.draft, view.place.and_then(dream_govern::Place::line));
        let text = match (&draft.anchor, line) {
            (Some(anchor), None) => format!("(line {} of v{}: “{}”) {}", anchor.line, draft.number, anchor.quote, draft.text),
            _ => draft.text.clone(),
        };
        Ok(Note { artifact: view.artifact_name.clone(), path: draft.path.clone(), line, text })
    };
    wanted.iter().map(note).collect()
}

/// Forgets drafts that the decision of this unit carries.
///
/// # Errors
/// `draft_changed`, `draft_gone` when somebody changed one since it was read: the decision is not made.
pub(crate) async fn drop_published(op: &Op, tx: &mut Unit, org: dream_id::OrgId, published: &[Publishing]) -> Result<(), AppError> {
    if published.is_empty() {
        return Ok(());
    }
    let person: PersonId = op.person()?;
    for one in published {
        if !tx.drop_draft(org, person, one.draft, one.edit).await? {
            return Err(changed_elsewhere(drafts::find(tx, op.scope(), person, one.draft).await?.as_ref()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_stand_below_the_comment_each_with_its_place() {
        let note = |line| Note { artifact: "site".into(), path: "index.html".into(), line, text: "too long".into() };
        let text = with_notes("shorter, please".into(), [note(Some(3)), note(None)]);
        assert_eq!(text, "shorter, please\n\nsite index.html:3: too long\n\nsite index.html: too long");
        assert_eq!(with_notes(String::new(), [note(Some(3))]), "site index.html:3: too long");
    }
}
