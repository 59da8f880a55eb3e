//! When an agent whose process ended is started again.

use dream_words::words;
use serde::{Deserialize, Serialize};
use std::time::Duration;

words! {
    /// After which ends of its process an agent is started again.
    RestartWhen ("restart policy") {
        /// After each.
        Always = "always",
        /// After one that was no clean end.
        OnFailure = "on_failure",
        /// After none: a person starts it again.
        Never = "never",
    }
}

/// When an agent whose process ended is started again, and when that is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestartPolicy {
    /// After which ends.
    pub when: RestartWhen,
    /// The first wait, in milliseconds; it doubles with each crash.
    pub wait_min_ms: u64,
    /// The longest wait, in milliseconds.
    pub wait_max_ms: u64,
    /// When starting again is given up.
    pub crash_loop: CrashLoop,
}

/// So many crashes within so long are a crash loop: nothing but a person's word starts the agent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrashLoop {
    /// How many: 1 to 100.
    pub crashes: u32,
    /// Within how long, in seconds.
    pub within_s: u64,
}

impl RestartPolicy {
    /// The first wait.
    #[must_use]
    pub const fn wait_min(&self) -> Duration {
        Duration::from_millis(self.wait_min_ms)
    }

    /// The longest wait.
    #[must_use]
    pub const fn wait_max(&self) -> Duration {
        Duration::from_millis(self.wait_max_ms)
    }
}

impl Default for RestartPolicy {
    fn default() -> Self {
        let crash_loop = CrashLoop { crashes: 5, within_s: 600 };
        Self { when: RestartWhen::OnFailure, wait_min_ms: 1_000, wait_max_ms: 60_000, crash_loop }
    }
}
