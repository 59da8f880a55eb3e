//! What a process did, for metrics.

/// Totals since the process started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Messages stored.
    pub published: u64,
    /// Messages answered from memory of their key.
    pub repeated: u64,
    /// Messages refused.
    pub refused: u64,
    /// Deliveries.
    pub delivered: u64,
    /// Deliveries that were not the message's first.
    pub redelivered: u64,
    /// Acknowledgements.
    pub acknowledged: u64,
    /// Failures that their holders told of.
    pub failed: u64,
    /// Messages that became dead letters.
    pub dead: u64,
    /// Of these, how many because they expired.
    pub expired: u64,
    /// Messages removed by retention.
    pub removed: u64,
}
