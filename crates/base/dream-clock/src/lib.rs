//! Time and randomness as values and as ports: [`Timestamp`], [`Clock`], [`Rng`], and their system, frozen and seeded forms.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod clock;
mod rng;
mod timestamp;

pub use clock::{Clock, Frozen, SystemClock};
pub use rng::{Rng, Seeded, SystemRng};
pub use timestamp::{ParseTimestampError, Timestamp};

/// A new id of any kind, made from the clock and the random source given.
pub fn new_id<I: dream_id::TypedId>(clock: &dyn Clock, rng: &dyn Rng) -> I {
    let mut random = [0_u8; 10];
    rng.fill(&mut random);
    I::from_parts(clock.now().unix_ms(), random)
}
