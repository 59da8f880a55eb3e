//! The SDK as its users meet it: the examples and the tools, against the supervisor that stands in for the server.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod examples;
mod tasks;
mod tools;
