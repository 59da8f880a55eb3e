//! The HTTP edge: parse, ask the core, render. No decisions and no SQL here; one file per noun.
//!
//! A request passes, from the outside in: [`observe`] (request id, log line, metrics, the rendering of problems), compression,
//! panics, body limits, [`etag`], and under `/api/v1` [`auth`] (token, organisation, rate limits, idempotency key).
//!
//! # Adding an operation
//!
//! Write a handler in the file of its noun with `#[utoipa::path]`, extract [`Caller`], [`Params`], [`Query`] and [`Body`], call one use
//! case, render its answer, and list the handler in the noun's `routes`. `UPDATE_GOLDEN=1 cargo nextest run -p dream-http` then
//! rewrites `openapi.json`; the authorisation matrix asks for a row.
//!
//! [`Caller`]: extract::Caller
//! [`Params`]: extract::Params
//! [`Query`]: extract::Query
//! [`Body`]: extract::Body
#![forbid(unsafe_code)]

mod api;
mod artifacts;
mod attempts;
mod audit;
mod auth;
mod backup;
mod budgets;
mod constraints;
mod delegations;
mod etag;
mod events;
mod extract;
mod health;
mod members;
mod metrics;
mod observe;
mod openapi;
mod organisations;
mod page;
mod paths;
mod problem;
mod projects;
mod reviews;
mod runs;
mod serve;
mod standard;
mod state;
mod teams;
mod templates;
mod tls;
mod tokens;
mod web;
mod whoami;
mod words;

pub use openapi::document as openapi_document;
pub use serve::{ServeError, ServeOptions, router, serve};
