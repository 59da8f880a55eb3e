//! Connections to Discord's gateway: what they are begun with, what is done with what they tell, and how they end.

mod ended;
mod host;
mod start;

pub use ended::ended;
pub use host::Host;
pub use start::{intents, start};
