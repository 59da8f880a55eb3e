//! A Discord to test against: REST with its validation and rate limits, the gateway, and signed interactions, on 127.0.0.1.
//!
//! It knows nothing of our own code, so that a mistake cannot be on both sides: it was written from Discord's documentation, and its
//! own tests drive it with two clients that we did not write. Time comes from a [`dream_clock::Clock`]; with a frozen one, limits and expiries
//! pass as fast as a test moves it.
//!
//! ```ignore
//! let fake = Fake::start(Options::default()).await?;
//! let channel = fake.add_channel("general", ChannelKind::Text);
//! // … point a client at fake.rest_url() and fake.gateway_url() …
//! assert_eq!(fake.messages(&channel).len(), 1);
//! ```
#![forbid(unsafe_code)]
#![recursion_limit = "256"]
#![expect(clippy::indexing_slicing, reason = "JSON objects that this crate made: what is missing reads as null, and is added when set")]

mod error;
mod fake;
mod fault;
mod form;
mod gateway;
mod limiter;
mod options;
mod orders;
mod rest;
mod sign;
mod snowflake;
mod world;

pub use error::ApiError;
pub use fake::Fake;
pub use fault::Fault;
pub use limiter::{Limiter, RateClass, Ruling, Window};
pub use options::Options;
pub use sign::{SignedRequest, Signer};
pub use world::{Access, ChannelKind};
