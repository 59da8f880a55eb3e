//! Why a change of a source is refused.

use super::{KeysError, ProofError};
use crate::source::record::{MOST_PER_MINUTE, OWN_FEED};
use dream_ledger::FoldError;

/// A refusal. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceRefusal {
    /// A name that cannot be typed into a rule, or that is taken by the server itself.
    #[error(
        "a source's name has 1 to 64 lowercase letters, digits, `-`, `_` and `.`, begins with a letter or a digit, and is not `{OWN_FEED}`, which is this server's own feed; give another"
    )]
    Name,
    /// A proof that the vendor cannot give, or a weaker one than it gives.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A secret that can be guessed.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A rate that cannot be.
    #[error("a source may send 1 to {MOST_PER_MINUTE} events a minute; give another rate")]
    Rate,
    /// There is no older key.
    #[error("this source has one key: there is no older one to retire; rotate it first")]
    OneKey,
    /// It was removed.
    #[error("this source was removed; make another")]
    Removed,
    /// An event could not begin its stream: a defect of this program.
    #[error("the first event did not begin its stream; report this as a defect")]
    Fold(#[from] FoldError),
}

impl SourceRefusal {
    /// A stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Name => "source_name_invalid",
            Self::Proof(_) => "source_proof_invalid",
            Self::Keys(_) => "source_secret_invalid",
            Self::Rate => "source_rate_invalid",
            Self::OneKey => "source_has_one_key",
            Self::Removed => "source_removed",
            Self::Fold(_) => "internal",
        }
    }
}
