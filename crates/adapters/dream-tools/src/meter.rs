//! Counting the calls of one conversation against its limits.

use crate::ToolLimits;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_mins(1);

/// The calls of one conversation so far.
#[derive(Debug)]
pub(crate) struct Meter {
    at_once: u32,
    per_minute: u32,
    most: u64,
    counted: Mutex<Counted>,
}

#[derive(Debug)]
struct Counted {
    under_way: u32,
    minute_began: Instant,
    in_minute: u32,
    in_all: u64,
}

/// A call under way: over when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a>(&'a Meter);

impl Meter {
    pub(crate) fn new(limits: &ToolLimits) -> Self {
        let counted = Counted { under_way: 0, minute_began: Instant::now(), in_minute: 0, in_all: 0 };
        Self { at_once: limits.calls_at_once, per_minute: limits.calls_per_minute, most: limits.calls, counted: Mutex::new(counted) }
    }

    /// Begins a call, or says why not and what to do.
    pub(crate) fn begin(&self) -> Result<Turn<'_>, String> {
        let mut counted = self.lock();
        if counted.minute_began.elapsed() >= MINUTE {
            (counted.minute_began, counted.in_minute) = (Instant::now(), 0);
        }
        if counted.in_all >= self.most {
            return Err(format!(
                "this conversation has made its {} tool calls; finish the work, or fail the task with a reason",
                self.most
            ));
        }
        if counted.in_minute >= self.per_minute {
            let wait = MINUTE.saturating_sub(counted.minute_began.elapsed()).as_secs() + 1;
            return Err(format!("{} tool calls in a minute are the most; go on in {wait} s", self.per_minute));
        }
        if counted.under_way >= self.at_once {
            return Err(format!("{} tool calls at once are the most; wait for one of them", self.at_once));
        }
        counted.under_way += 1;
        counted.in_minute += 1;
        counted.in_all += 1;
        Ok(Turn(self))
    }

    fn lock(&self) -> MutexGuard<'_, Counted> {
        // Numbers alone stand behind it, which are whole whatever happened to a holder.
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut counted = self.0.lock();
        counted.under_way = counted.under_way.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(at_once: u32, per_minute: u32, calls: u64) -> Meter {
        Meter::new(&ToolLimits { calls_at_once: at_once, calls_per_minute: per_minute, calls, ..ToolLimits::default() })
    }

    #[tokio::test(start_paused = true)]
    async fn calls_are_held_to_their_limits_and_told_which() {
        let meter = meter(2, 3, 4);
        let first = meter.begin().unwrap();
        let second = meter.begin().unwrap();
        assert!(meter.begin().unwrap_err().contains("at once"));
        drop(first);
        let third = meter.begin().unwrap();
        drop((second, third));
        assert!(meter.begin().unwrap_err().contains("in a minute"));
        tokio::time::advance(MINUTE).await;
        drop(meter.begin().unwrap());
        assert!(meter.begin().unwrap_err().contains("finish the work"), "the fifth of four");
    }
}
