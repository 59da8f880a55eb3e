//! Tools for agents over the model context protocol: ours, and those of other servers behind ours.
//!
//! [`McpGateway`] serves each conversation of an agent at a Unix socket of its own, in the versions of the protocol that begin with a
//! handshake and in the one without; one that reaches a network finds the same over HTTP, at [`HttpDoor`]. What is ours goes to the inbound port `ToolHost`; a tool of another server is asked about there first,
//! and then called, so that no call of any tool passes unseen. What another server says of its tools is believed in nothing that
//! matters: its names and schemas are checked and cut, and its hints widen no permission.
#![forbid(unsafe_code)]

mod behind;
mod capped;
mod conversation;
mod door;
mod gateway;
mod limits;
mod meter;
mod offer;
mod redact;
mod session;
mod socket;
mod upstream;

pub use door::HttpDoor;
pub use gateway::McpGateway;
pub use limits::ToolLimits;
