//! The ledger's values: event [`Envelope`]s, canonical JSON, leaf hashes, each organisation's Merkle [`Frontier`], and the
//! [`Aggregate`] and [`Stream`] that every governed noun is built from.
//!
//! # Adding a governed noun
//!
//! Give it an id in `dream-id`, an event enum that implements [`EventData`], a state that implements [`Aggregate`], and a file in
//! `dream-store` that says which columns its row has. The store then saves, loads, rebuilds and compares it.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod actor;
mod aggregate;
mod digest;
mod entry;
mod envelope;
pub mod jcs;
mod merkle;
mod stream;

pub use actor::{Actor, Credential, CredentialError};
pub use aggregate::{Aggregate, By, EventData, FoldError, Recorded};
pub use digest::{Digest, DigestHasher, ParseDigestError};
pub use entry::{Entry, Written};
pub use envelope::{Envelope, EnvelopeError};
pub use merkle::{Frontier, leaf_hash};
pub use stream::Stream;
