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

mod accounts;
mod agents;
mod alerts;
mod artifacts;
mod attempts;
mod audit;
mod budgets;
mod call;
mod certificate;
mod channels;
mod client;
mod connections;
mod constraints;
mod consumers;
mod dead_letters;
mod delegations;
mod deliveries;
mod demo;
mod destinations;
mod discord_links;
mod download;
mod drafts;
mod error;
mod escalations;
mod feed;
mod grants;
mod holds;
mod invitations;
mod logs;
mod members;
mod message_stream;
mod messages;
mod notifications;
mod orgs;
mod pairings;
mod permissions;
mod projects;
mod prompts;
mod received;
mod repository;
mod reviews;
mod rules;
mod runs;
mod secrets;
mod send;
mod service_plans;
mod sessions;
mod sources;
mod sse;
mod standards;
mod stream;
mod subscriptions;
mod summaries;
mod swarm;
mod system;
mod tasks;
mod teams;
mod templates;
mod tenants;
mod tokens;

pub use artifacts::PutContent;
pub use certificate::fingerprint;
pub use client::{Client, KeySource, Options};
pub use consumers::ConsumerName;
pub use deliveries::BridgeDeliveryFilter;
pub use download::Download;
pub use error::ClientError;
pub use feed::{Feed, FeedEvent};
pub use grants::GrantFilter;
pub use logs::{LogFilter, LogSearch};
pub use message_stream::{Publisher, StreamReceiver, StreamSender};
pub use messages::{ChannelName, HistoryFilter};
pub use permissions::PermissionFilter;
pub use projects::ProjectFilter;
pub use reviews::ReviewFilter;
pub use runs::RunFilter;
pub use stream::Stream;
pub use tasks::TaskFilter;

/// Which page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageOf {
    /// The `next` of the page before; the first page when `None`.
    pub cursor: Option<String>,
    /// How many items at most.
    pub limit: Option<u32>,
}
