//! What a fake is started with.

use crate::limiter::{RateClass, Window};
use dream_clock::{Clock, SystemClock};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// What a fake is started with.
#[derive(Clone)]
pub struct Options {
    /// The address it listens on.
    pub listen: String,
    /// The bot's token.
    pub token: String,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// Limits by class of route. They are its own choice: clients must learn them from the headers.
    pub limits: BTreeMap<RateClass, Window>,
    /// Requests per second over all routes.
    pub global: u32,
    /// Refused requests within ten minutes, after which everything is refused.
    pub invalid: u32,
    /// How often gateway clients are asked to say that they are alive.
    pub heartbeat: Duration,
    /// Sessions that may be begun in a day.
    pub sessions: u32,
    /// Privileged intents that the application has: bits of the intents.
    pub privileged: u64,
}

impl Default for Options {
    fn default() -> Self {
        let window = |limit, millis| Window { limit, per: Duration::from_millis(millis) };
        Self {
            listen: "127.0.0.1:0".to_owned(),
            token: "MTAwMDAwMDAwMDAwMDAwMDAx.fake.token-of-a-bot".to_owned(),
            clock: Arc::new(SystemClock),
            limits: BTreeMap::from([
                (RateClass::CreateMessage, window(5, 5_000)),
                (RateClass::EditMessage, window(5, 5_000)),
                (RateClass::DeleteMessage, window(5, 1_000)),
                (RateClass::Webhook, window(5, 2_000)),
                (RateClass::Reaction, window(1, 250)),
                (RateClass::Other, window(50, 1_000)),
            ]),
            global: 50,
            invalid: 10_000,
            heartbeat: Duration::from_millis(41_250),
            sessions: 1_000,
            privileged: (1 << 1) | (1 << 8) | (1 << 15),
        }
    }
}
