//! The use cases: each authorises, loads, decides and commits, in a file of its own under its noun.
//!
//! # Adding a use case
//!
//! Write a struct with what the caller says and implement [`Command`] for it, in `<noun>/<verb>.rs`:
//! `decide` checks the policy with [`Op::allow`], loads streams from the unit of work, calls one decision of a domain crate, and saves
//! what it recorded. [`Op::run`] opens the unit, answers a repeated idempotency key from memory, commits, and runs the whole use case
//! again when somebody else committed first. A question that changes nothing is a plain `async fn` that takes an `&Op`.
#![forbid(unsafe_code)]

pub mod accounts;
pub mod agent_work;
pub mod agents;
pub mod alerts;
mod app;
pub mod artifacts;
pub mod attempts;
pub mod audit;
pub mod auth;
mod authority;
pub mod backup;
pub mod blob_mark;
mod bodies;
pub mod bridge;
pub mod budgets;
pub mod bus_orders;
pub mod channels;
mod command;
pub mod connections;
pub mod constraints;
pub mod consumers;
pub mod dead_letters;
mod decisions;
pub mod delegations;
pub mod deliveries;
pub mod demo;
pub mod destinations;
pub mod discord_links;
pub mod discord_rest;
pub mod drafts;
mod error;
pub mod escalations;
pub mod feed;
mod files;
pub mod gate_posts;
pub mod gateways;
pub mod grants;
pub mod history;
pub mod housekeeping;
pub mod interactions;
pub mod invitations;
pub mod limits;
mod listing;
pub mod logs;
pub mod members;
pub mod messages;
mod named;
pub mod notifications;
mod once;
mod op;
pub mod orgs;
pub mod overview;
pub mod pairings;
pub mod permissions;
pub mod projects;
pub mod prompts;
mod public_url;
pub mod readiness;
pub mod received;
mod refusals;
pub mod reviews;
pub mod rules;
pub mod runs;
pub mod secrets;
mod senders;
pub mod service_plans;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod slack;
pub mod sources;
pub mod subscriptions;
pub mod summaries;
pub mod swarm;
pub mod tasks;
pub mod teams;
pub mod templates;
pub mod tenants;
pub mod texts;
pub mod tokens;
pub mod tools;
pub mod usage;
mod voters;
mod whoami;
pub mod words;
pub mod work;

pub use app::{App, Parts};
pub use command::Command;
pub use error::{AppError, Kind};
pub use listing::LISTINGS;
pub use op::{Caller, IdempotencyKey, Op};
pub use public_url::{PublicUrl, PublicUrlError};
pub use whoami::{Whoami, whoami};
