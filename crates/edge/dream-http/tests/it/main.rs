//! The API as callers see it: on a real core, on both engines.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on must fail")]

mod authorisation;
mod commands;
mod contract;
mod description;
mod drain;
mod feed;
mod house;
mod problems;
mod walls;
