//! What a step of upkeep did.

/// What a step of upkeep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Upkeep {
    /// Messages removed.
    pub removed: u64,
    /// Of what was owed, how many became dead letters as expired.
    pub expired: u64,
    /// Messages that became dead letters because nobody answered their last delivery, and nobody reads their consumer.
    pub unanswered: u64,
    /// Consumers removed because nobody used them.
    pub consumers: u64,
    /// Dead letters removed because nobody decided about them for too long.
    pub dead_letters: u64,
    /// Idempotency keys forgotten.
    pub keys: u64,
    /// Whether another step would find more to do.
    pub more: bool,
}
