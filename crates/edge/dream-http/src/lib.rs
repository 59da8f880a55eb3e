//! The API over HTTP: parse → app → render. REST under `/api/v1`, server-sent events, `OpenAPI`, health, metrics.
//!
//! Every request goes through `observe` (an id, one log line, metrics, problems in one form) and, below `/api/v1`, through
//! `authenticate` (the token or session, its organisation, rate limits). A handler parses with the extractors of `extract`, calls one use case
//! of `dream_app`, and renders the answer with a pure function of `render`.
//!
//! # Adding an operation
//!
//! Write the handler in the file of its noun with a `#[utoipa::path]` that names its path, list it in that file's `routes`, add a row
//! for it to `tests/authorisation.tsv`, and run this crate's tests with `UPDATE_GOLDEN=1`: they write `openapi.json`.
#![forbid(unsafe_code)]

mod accounts;
mod agents;
mod alerts;
mod artifacts;
mod attempts;
mod audit;
mod authenticate;
mod budgets;
mod channels;
mod connections;
mod constraints;
mod consumers;
mod cookies;
mod cross_site;
mod dead_letters;
mod delegations;
mod deliveries;
mod demo;
mod destinations;
mod discord_links;
mod drafts;
mod escalations;
mod events;
mod extract;
mod failure;
mod feeds;
mod forms;
mod grants;
mod holds;
mod hooks;
mod interactions;
mod invitations;
mod ledger;
mod logs;
mod members;
mod messages;
mod metrics;
mod notifications;
mod observe;
mod openapi;
mod operations;
mod orgs;
mod overview;
mod pages;
mod pairings;
mod paths;
mod peer;
mod permissions;
mod projects;
mod prompts;
mod received;
mod render;
mod repository;
mod request_id;
mod reviews;
mod router;
mod rules;
mod runs;
mod secrets;
mod server;
mod service_plans;
mod sessions;
mod sources;
mod standards;
mod state;
mod stream;
mod subscriptions;
mod summaries;
mod swarm;
mod system;
mod tagged;
mod tasks;
mod teams;
mod templates;
mod tenants;
mod texts;
mod tokens;
mod usage;
mod web;

pub use cookies::Cookies;
pub use openapi::openapi;
pub use peer::Peer;
pub use router::{RouterOptions, Serves, router};
pub use server::{ServeError, ServeOptions, Server, Tls};
