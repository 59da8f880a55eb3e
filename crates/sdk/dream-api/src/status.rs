//! The one vocabulary of states.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $word)] $variant,)*
            /// A word that a newer server uses and this version does not know.
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl $name {
            /// Every word but `unknown`.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it goes over the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Unknown => "unknown",
                }
            }

            /// The variant of a word; `None` for one that is not in the vocabulary.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use words;

words! {
    /// Where a run, a stage or an attempt stands.
    Status {
        /// Accepted, not started.
        Queued = "queued",
        /// Being worked on.
        Running = "running",
        /// A person has to act.
        Waiting = "waiting",
        /// Stopped by something that is named beside it.
        Blocked = "blocked",
        /// Ended with an error or a rejection.
        Failed = "failed",
        /// Ended well.
        Done = "done",
        /// Stopped on purpose.
        Cancelled = "cancelled",
    }
}

impl Status {
    /// Whether nothing more happens without a new command.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Failed | Self::Done | Self::Cancelled)
    }
}

words! {
    /// Why a status is what it is.
    Reason {
        /// Waiting for a decision on a review.
        Approval = "approval",
        /// Waiting for an answer.
        Question = "question",
        /// Waiting for a credential.
        Credential = "credential",
        /// Blocked until another stage is done.
        Dependency = "dependency",
        /// Blocked because the run's money is used up.
        Budget = "budget",
        /// Blocked by a provider's rate limit.
        RateLimit = "rate_limit",
        /// Blocked by a rule.
        Policy = "policy",
        /// Blocked because a person paused the run.
        Paused = "paused",
        /// Blocked or cancelled because time ran out.
        Expired = "expired",
        /// Done: people approved it.
        Approved = "approved",
        /// Done: machine checks passed.
        Passed = "passed",
        /// Done: the release bundle exists.
        Released = "released",
        /// Replaced by later work.
        Superseded = "superseded",
        /// Failed with an error.
        Error = "error",
        /// Failed because it took too long.
        Timeout = "timeout",
        /// Failed because its process ended.
        Crashed = "crashed",
        /// Failed because a person rejected it.
        Rejected = "rejected",
        /// Failed because every attempt that the template allows failed.
        Attempts = "attempts",
        /// Cancelled by a person.
        User = "user",
        /// Queued: its time has not come.
        Scheduled = "scheduled",
        /// Queued: an attempt failed, and the next one waits for its time.
        Retry = "retry",
        /// Waiting: its children are not all done.
        Children = "children",
        /// Failed: its deadline passed.
        Deadline = "deadline",
        /// Failed: its worker was not heard of again.
        LeaseExpired = "lease_expired",
    }
}
