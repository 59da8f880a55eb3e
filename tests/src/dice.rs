//! Chance that can be repeated.

use std::time::Duration;

use dream_clock::{Rng, Seeded, SystemRng};

/// Seeded dice.
#[derive(Debug)]
pub struct Dice(Seeded);

impl Dice {
    /// Dice that fall the same way for the same seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Seeded::new(seed))
    }

    /// A seed that nobody has used.
    #[must_use]
    pub fn new_seed() -> u64 {
        draw(&SystemRng) % 1_000_000_000
    }

    /// From zero to one less than `n`.
    pub fn below(&self, n: u64) -> u64 {
        draw(&self.0) % n.max(1)
    }

    /// Less than `longest`, to the microsecond.
    pub fn less_than(&self, longest: Duration) -> Duration {
        Duration::from_micros(self.below(u64::try_from(longest.as_micros()).unwrap_or(u64::MAX)))
    }
}

fn draw(from: &impl Rng) -> u64 {
    let mut bytes = [0; 8];
    from.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}
