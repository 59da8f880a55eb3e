//! COMMANDPOST: sources, rules, destinations and deliveries, as pure decisions.
//!
//! What arrives is [verified](source::verify) and [normalised](normalise::normalise) into an [`Event`](event::Event); [rules](rule::RuleSet)
//! are asked what becomes of it, with the time and what is [remembered](plan::Memory) as arguments; what they plan is shaped for
//! [Discord](discord) within every limit that is known before sending, and each [delivery] goes through its states.
//! Nothing here reads a clock, a file or a socket, so every decision can be tested as data and shown without being carried out.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod alert;
pub mod connection;
pub mod delivery;
pub mod destination;
pub mod discord;
pub mod event;
mod fold;
pub mod json;
mod mac;
pub mod message;
mod name;
pub mod normalise;
pub mod outgoing;
pub mod own;
pub mod pairing;
mod pattern;
pub mod plan;
pub mod relay;
pub mod rule;
pub mod schedule;
pub mod service_plan;
pub mod slack;
pub mod source;
pub mod subscription;
pub mod summary;
pub mod switch;
pub mod template;
pub mod text;

pub use dream_toml::{SourceErrors, SourceFault};
pub use name::{MOST_NAME, NAME_RULE, is_name};
pub use pattern::Pattern;
