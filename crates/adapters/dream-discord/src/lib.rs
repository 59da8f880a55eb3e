//! Discord: its REST API and its gateway, behind the ports of `dream-ports`.
#![forbid(unsafe_code)]

mod gateway;
mod rest;

pub use gateway::Gateway;
pub use rest::{DISCORD_API, Rest, RestError};
