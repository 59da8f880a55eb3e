//! What the folds of all nouns share.

use dream_ledger::{Envelope, EventData, FoldError};

/// The error for a stream of `noun` that begins with `event`.
pub(crate) fn cannot_begin<E: EventData>(noun: &'static str, event: &E) -> FoldError {
    let kind = Envelope::split(event).map_or_else(|_| String::from("an unreadable event"), |(kind, _)| kind);
    FoldError::First { noun, kind }
}
