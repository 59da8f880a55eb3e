//! Deliveries: one message for one destination, from queued to its end. A record of its own for each, and none is forgotten.

mod order;
mod state;
mod way;

pub use order::{Waiting, ready};
pub use state::{Delivery, Effect, Outcome, State};
pub use way::{BACKOFF_LONGEST, MOST_AGE, NONCE_WINDOW, Way, backoff};
