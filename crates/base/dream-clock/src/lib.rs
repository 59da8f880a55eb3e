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

/// A new idempotency key: 32 hexadecimal digits, the milliseconds since 1970 and then 80 random bits. Keys that are made one after the other stand
/// beside each other in whatever keeps them sorted.
pub fn new_key(clock: &dyn Clock, rng: &dyn Rng) -> String {
    let mut bytes = [0_u8; 16];
    rng.fill(&mut bytes);
    let random = u128::from_be_bytes(bytes) >> 48;
    format!("{:012x}{random:020x}", clock.now().unix_ms() & 0xffff_ffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_key_sorts_behind_and_two_of_one_moment_differ() {
        let (clock, rng) = (Frozen::at(Timestamp::from_micros(1_700_000_000_000_000)), Seeded::new(7));
        let (first, second) = (new_key(&clock, &rng), new_key(&clock, &rng));
        assert_ne!(first, second);
        clock.advance(std::time::Duration::from_millis(1));
        let later = new_key(&clock, &rng);
        assert!(later > first && later > second);
        assert!([first, second, later].iter().all(|key| key.len() == 32), "a key is 32 digits");
    }
}
