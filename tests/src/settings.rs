//! What the caller of a suite chooses through the environment.

use crate::Dice;

/// How often to do something: the number in the variable, or what suits every run of the tests.
#[must_use]
pub fn times(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The seed of the dice: `DREAMOS_SEED` repeats a run, else each run has its own, which a test prints.
#[must_use]
pub fn seed() -> u64 {
    std::env::var("DREAMOS_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(Dice::new_seed)
}
