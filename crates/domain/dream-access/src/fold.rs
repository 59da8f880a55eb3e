//! What the nouns of this crate share when they are folded from events.

use dream_ledger::{Aggregate, Envelope, FoldError};

/// The error for a stream of `A` that begins with `event`.
pub(crate) fn not_first<A: Aggregate>(event: &A::Event) -> FoldError {
    let kind = Envelope::split(event).map_or_else(|_| "an unknown event".to_owned(), |(kind, _)| kind);
    FoldError::First { noun: A::NOUN, kind }
}
