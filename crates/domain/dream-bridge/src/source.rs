//! Sources: what sends us events, how it proves who it is, and how its deliveries are told apart.

mod keys;
mod kind;
mod payload;
mod proof;
mod refusal;
mod replay;
mod request;
mod signature;
mod verify;

pub use keys::{Key, Keys, KeysError};
pub use kind::{Kind, UnknownKind};
pub use payload::payload;
pub use proof::{Proof, ProofError};
pub use refusal::Refusal;
pub use replay::{REMEMBER_FRESH, REMEMBER_SIGNED, ReplayKeys};
pub use request::Request;
pub use verify::{Verified, verify};
