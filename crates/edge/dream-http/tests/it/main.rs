//! The API as callers see it: on a real core, on both engines.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on must fail")]

mod authorisation;
mod backup;
mod changes;
mod commands;
mod contract;
mod description;
mod drain;
mod feed;
mod forms;
mod gates;
mod hooks;
mod house;
mod interactions;
mod logs;
mod messages;
mod outside;
mod pairings;
mod permissions;
mod problems;
mod prompts;
mod revoked;
mod secrets;
mod sessions;
mod stream;
mod tasks;
mod tenants;
mod walls;
mod web;
