//! The API over HTTP: parse → app → render. REST under `/api/v1`, server-sent events, `OpenAPI`, health, metrics.
//!
//! Every request goes through `observe` (an id, one log line, metrics, problems in one form) and, below `/api/v1`, through
//! `authenticate` (the token, its organisation, rate limits). A handler parses with the extractors of `extract`, calls one use case
//! of `dream_app`, and renders the answer with a pure function of `render`.
//!
//! # Adding an operation
//!
//! Write the handler in the file of its noun with a `#[utoipa::path]` that names its path, list it in that file's `routes`, add a row
//! for it to `tests/authorisation.tsv`, and run this crate's tests with `UPDATE_GOLDEN=1`: they write `openapi.json`.
#![forbid(unsafe_code)]

mod artifacts;
mod attempts;
mod audit;
mod authenticate;
mod budgets;
mod constraints;
mod delegations;
mod events;
mod extract;
mod failure;
mod ledger;
mod members;
mod metrics;
mod observe;
mod openapi;
mod pages;
mod paths;
mod projects;
mod render;
mod request_id;
mod reviews;
mod router;
mod runs;
mod server;
mod standards;
mod state;
mod system;
mod tagged;
mod teams;
mod templates;
mod texts;
mod tokens;
mod web;

pub use openapi::openapi;
pub use router::router;
pub use server::{ServeError, ServeOptions, serve};
