//! Sources: what sends us events, how it proves who it is, and how its deliveries are told apart.

mod kept;
mod keys;
mod kind;
mod payload;
mod proof;
mod record;
mod refusal;
mod replay;
mod request;
mod signature;
mod source_refusal;
mod verify;

pub use kept::secret_from_random;
pub use keys::{Key, Keys, KeysError};
pub use kind::{Kind, UnknownKind};
pub use payload::payload;
pub use proof::{Proof, ProofError};
pub use record::{MOST_PER_MINUTE, OWN_FEED, Source, SourceEvent, SourceKey, SourceMade, USUAL_PER_MINUTE};
pub use refusal::Refusal;
pub use replay::{REMEMBER_FRESH, REMEMBER_SIGNED, ReplayKeys};
pub use request::Request;
pub use source_refusal::SourceRefusal;
pub use verify::{Verified, verify};
