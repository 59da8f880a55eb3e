//! Why a request was not taken for its source's.

use crate::json::JsonFault;
use dream_clock::Timestamp;

/// Why a request was refused. None of it says which part of a secret was wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Larger than any payload that is read.
    #[error("the request has {bytes} bytes; at most {most} are taken: send less in one event")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many are taken.
        most: usize,
    },
    /// A header that proves the sender is missing.
    #[error("the header `{0}` is missing: enter the secret at the sender")]
    Missing(String),
    /// A header that proves the sender has another shape.
    #[error("the header `{0}` is not of the shape that its vendor documents")]
    Malformed(String),
    /// The proof is there and is wrong.
    #[error("the proof does not match: enter this source's current secret at the sender")]
    Wrong,
    /// Signed too long ago: it may be a replay.
    #[error("the request was signed at {signed_at}, longer ago than is taken: check the sender's clock, or it is a replay")]
    TooOld {
        /// When it says it was signed.
        signed_at: Timestamp,
    },
    /// Signed in the future.
    #[error("the request was signed at {signed_at}, in the future: check the sender's clock")]
    TooNew {
        /// When it says it was signed.
        signed_at: Timestamp,
    },
    /// The source's keys do not fit its proof.
    #[error("this source's keys do not fit the way it proves itself: set its secret again")]
    WrongKeys,
    /// The payload could not be read.
    #[error(transparent)]
    Unreadable(#[from] JsonFault),
}

impl Refusal {
    /// A stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "payload_too_large",
            Self::Missing(_) => "proof_missing",
            Self::Malformed(_) => "proof_malformed",
            Self::Wrong => "proof_wrong",
            Self::TooOld { .. } => "proof_too_old",
            Self::TooNew { .. } => "proof_too_new",
            Self::WrongKeys => "source_misconfigured",
            Self::Unreadable(fault) => fault.code(),
        }
    }

    /// The HTTP status that answers it.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::TooLarge { .. } | Self::Unreadable(JsonFault::TooLarge { .. }) => 413,
            Self::Unreadable(_) => 400,
            Self::WrongKeys => 500,
            _ => 401,
        }
    }
}
