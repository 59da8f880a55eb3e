//! Drafts: notes on lines under review, kept while they are written and sent with the decision. Each is its writer's alone. A draft that was
//! not sent stays when a newer version comes up for review, and is shown where its line went.

mod begin;
mod change;
mod publish;
mod read;

pub use begin::{NewDraft, begin};
pub use change::{change, discard};
pub use publish::{Note, Publishing, with_notes};
pub(crate) use publish::{drop_published, notes};
pub use read::{DraftView, list};

use crate::{AppError, Kind, Op};
use dream_govern::Review;
use dream_id::{ProjectId, ReviewId};
use dream_ledger::Stream;
use dream_store::Query;
use dream_store::drafts::{self, Draft};

/// How many drafts one person has on one stage.
const MOST: usize = 500;
/// The largest draft, in bytes.
const LARGEST: usize = 16 * 1024;

/// The review `id` with the project of its run.
async fn reviewed<Q: Query>(op: &Op, q: &mut Q, id: ReviewId) -> Result<(Stream<Review>, ProjectId), AppError> {
    drafts::reviewed(q, op.scope(), id).await?.ok_or_else(|| AppError::not_found("review", id))
}

fn checked_text(text: &str) -> Result<(), AppError> {
    if text.trim().is_empty() {
        return Err(AppError::invalid("draft_empty", "a draft needs a text; discard it instead"));
    }
    if text.len() > LARGEST {
        let message = format!("the draft has {} bytes and may have {LARGEST}; hand the rest in as an artifact", text.len());
        return Err(AppError::invalid("draft_too_large", message).with("limit", LARGEST));
    }
    Ok(())
}

/// The refusal of a change that is based on an older one: `now` is how the draft stands.
pub(crate) fn changed_elsewhere(now: Option<&Draft>) -> AppError {
    match now {
        Some(draft) => {
            let message = "this note was changed in another window since it was read here; look at both, then save it again";
            AppError::new(Kind::Conflict, "draft_changed", message).with("edit", draft.edit).with("text", draft.text.clone())
        }
        None => {
            let message = "this note was sent or discarded in another window; write it anew if it is still needed";
            AppError::new(Kind::Conflict, "draft_gone", message)
        }
    }
}
