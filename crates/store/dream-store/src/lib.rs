//! The store: the schema, the one way to commit, and the queries, one file per noun.
//!
//! [`Store::begin`] gives a [`Unit`] of work, whose [`Unit::save`] appends a stream's pending events to the ledger and saves the
//! folded state in the same transaction; nothing else writes a governed row. [`Store::read`] gives a [`Reader`], which cannot write.
//!
//! # Adding a governed noun
//!
//! 1. Write its aggregate in a domain crate (see `dream_ledger`).
//! 2. Add its table to a new migration in `migrations.rs`, with `id, org, version, format, state` and the columns queries need.
//! 3. Implement [`Noun`] for it in `nouns/` and list it in the `nouns!` macro of `nouns.rs`: rebuild and comparison then cover it.
//! 4. Put its queries in a file named after it.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod accounts;
pub mod agents;
mod audit;
pub mod authority;
mod bodies;
pub mod bridge;
pub mod bridge_marks;
mod bus_orders;
pub mod calls;
mod clock;
pub mod deliveries;
pub mod discord_links;
pub mod drafts;
mod error;
mod feed;
mod gate_messages;
pub mod gateway_sessions;
mod heads;
mod history;
mod idempotency;
mod leases;
mod log;
mod migrations;
pub mod notifications;
mod noun;
mod nouns;
pub mod orgs;
mod overview;
pub mod pairings;
pub mod people;
mod permissions;
mod query;
mod reaching;
mod rebuild;
pub mod received;
mod room;
mod run_sets;
pub mod sealed;
mod sequencer;
pub mod sessions;
pub mod settings;
pub mod source_refusals;
mod statements;
mod store;
pub mod swarms;
pub mod tasks;
mod unit;
pub mod usage;

pub use accounts::AccountSecrets;
pub use audit::{AuditReport, AuditResult};
pub use bodies::{Body, INLINE_LIMIT, find as find_body, find_all as find_bodies};
pub use bus_orders::BusOrder;
pub use calls::CallRow;
pub use dream_sql::{SqlError, Wakeups};
pub use error::StoreError;
pub use feed::FeedEntry;
pub use gate_messages::GateMessage;
pub use history::{HistoryCursor, HistoryHit, HistoryQuery, IndexedMessage};
pub use idempotency::{Remembered, find as find_remembered};
pub use leases::{Lease, SeenServer, attempt_lease, server_lease};
pub use log::LogFilter;
pub use noun::{Filter, Noun};
pub use nouns::GOVERNED_TABLES;
pub use permissions::PermissionAt;
pub use query::Query;
pub use reaching::Reaching;
pub use rebuild::Difference;
pub use statements::Statements;
pub use store::{Glance, Reader, Store, Witness};
pub use unit::Unit;
