//! COMMANDPOST: sources, rules, destinations and deliveries, as pure decisions.
//!
//! What arrives is [verified](source::verify) and [normalised](normalise::normalise) into an [`Event`](event::Event); [rules](rule::RuleSet)
//! are asked what becomes of it, with the time and what is [remembered](plan::Memory) as arguments; what they plan is shaped for
//! [Discord](discord) within every limit that is known before sending, and each [delivery] goes through its states.
//! Nothing here reads a clock, a file or a socket, so every decision can be tested as data and shown without being carried out.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod delivery;
pub mod destination;
pub mod discord;
pub mod event;
pub mod json;
mod mac;
pub mod message;
pub mod normalise;
pub mod outgoing;
mod pattern;
pub mod plan;
pub mod relay;
pub mod rule;
pub mod schedule;
pub mod source;
pub mod template;
pub mod text;
mod toml_source;

pub use pattern::Pattern;
pub use toml_source::{MOST_BYTES as MOST_RULE_BYTES, SourceErrors, SourceFault};
