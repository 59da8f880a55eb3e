//! What the folds of all nouns share.

use dream_ledger::{Aggregate, Envelope, FoldError};

/// The error for a stream of `A` that begins with `event`.
pub(crate) fn cannot_begin<A: Aggregate>(event: &A::Event) -> FoldError {
    let kind = Envelope::split(event).map_or_else(|_| "an unreadable event".to_owned(), |(kind, _)| kind);
    FoldError::First { noun: A::NOUN, kind }
}
