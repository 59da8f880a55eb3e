//! Looks at what alerts watch, at plans that are nearly used up, and at summaries of the log whose time has come.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError, Op, alerts, summaries};
use dream_clock::Timestamp;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often alerts about the log are looked at: each look reads it.
const LOGS: Duration = Duration::from_mins(1);

/// The keeper of alerts.
pub struct AlertKeeper {
    app: App,
    holder: String,
    read_logs: Mutex<Option<Timestamp>>,
}

impl AlertKeeper {
    /// A keeper that has not looked yet; `holder` names this process among all that share the database.
    #[must_use]
    pub fn new(app: App, holder: &str) -> Self {
        Self { app, holder: holder.to_owned(), read_logs: Mutex::default() }
    }

    /// Whether the log is to be read now.
    fn at_logs(&self) -> bool {
        let now = self.app.now();
        let mut read = self.read_logs.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back must not keep alerts waiting for it.
        let due = read.is_none_or(|read| now < read || now.since(read) >= LOGS);
        if due {
            *read = Some(now);
        }
        due
    }
}

#[async_trait]
impl Reconciler for AlertKeeper {
    fn name(&self) -> &'static str {
        "alert-keeper"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        if !alerts::take_turn(&op, &self.holder).await? {
            return Ok(false);
        }
        alerts::look(&op, self.at_logs()).await?;
        alerts::near_limits(&op).await?;
        summaries::tell_due(&op).await?;
        // What was told now changes nothing about what is to be told.
        Ok(false)
    }
}
