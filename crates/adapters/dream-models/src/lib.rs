//! Language models: `OpenAI`- and Anthropic-style providers, the offline provider.
//!
//! [`Providers`] is the way in: it is built from a [`ModelsConfig`] and answers the registry port. The offline provider is always there;
//! another one only when it is configured and selected, so that a key alone never spends.
//!
//! # Adding a provider
//!
//! Write `<name>.rs` with a `Wire` (how a request becomes JSON, which headers it needs) and a `Reader` (what its stream of events means),
//! give it a row in `providers.rs` and its prices in `prices.toml`. Sending, time-outs, retries, limits and faults are `http.rs`'s.
#![forbid(unsafe_code)]

mod anthropic;
mod config;
mod http;
pub mod offline;
mod openai;
mod prices;
mod providers;
mod sse;

pub use config::{ConfigError, EndpointConfig, Limits, ModelsConfig};
pub use prices::ConfiguredPrice;
pub use providers::Providers;
