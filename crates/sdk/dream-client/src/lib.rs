//! The typed client of the API: one method per operation, one file per noun.
//!
//! The binary installs a TLS provider (`rustls::crypto::aws_lc_rs::default_provider().install_default()`) before it makes a [`Client`],
//! and gives it a source of idempotency keys, so that this crate has neither randomness nor a clock of its own.
//!
//! # Adding an operation
//!
//! Write a method in the file of its noun: name the path's parts, then `org_get`, `post` or one of their like from `send.rs`. Only
//! requests that change nothing are sent a second time.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod artifacts;
mod attempts;
mod audit;
mod budgets;
mod call;
mod client;
mod constraints;
mod delegations;
mod download;
mod error;
mod feed;
mod members;
mod projects;
mod reviews;
mod runs;
mod send;
mod sse;
mod standards;
mod system;
mod teams;
mod templates;
mod tokens;

pub use artifacts::PutContent;
pub use client::{Client, KeySource, Options};
pub use download::Download;
pub use error::ClientError;
pub use feed::{Feed, FeedEvent};
pub use reviews::ReviewFilter;
pub use runs::RunFilter;

/// Which page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageOf {
    /// The `next` of the page before; the first page when `None`.
    pub cursor: Option<String>,
    /// How many items at most.
    pub limit: Option<u32>,
}
