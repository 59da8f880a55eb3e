//! How a log is kept.

use std::time::Duration;

/// Sizes and ages.
#[derive(Debug, Clone)]
pub struct Options {
    /// A segment is closed when it has this many bytes.
    pub segment_bytes: u64,
    /// A segment is closed when its first line is this old.
    pub segment_age: Duration,
    /// How many bytes of lines may wait to be written, for each set. More are dropped.
    pub queue_bytes: usize,
    /// Packed segments whose newest line is older than this are moved to the blob store.
    pub archive_age: Duration,
    /// Lines older than this are removed, unless a hold covers them.
    pub keep_age: Duration,
    /// How many packed bytes of a set are kept, archived ones included; the oldest go first, unless a hold covers them.
    pub keep_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            segment_age: Duration::from_hours(1),
            queue_bytes: 4 << 20,
            archive_age: Duration::from_hours(24),
            keep_age: Duration::from_hours(30 * 24),
            keep_bytes: 8 << 30,
        }
    }
}
