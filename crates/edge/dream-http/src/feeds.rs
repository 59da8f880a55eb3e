//! How many live views a caller may have open at once: each holds a connection and asks the database as the feed grows.

use crate::failure::Failure;
use dream_app::{AppError, Kind, Op};
use dream_ledger::Credential;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most live views of one token or session in this process: tabs and scripts of one person, many times over.
const MOST: u32 = 32;

/// The open live views of each token and session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Feeds(Arc<Mutex<HashMap<Credential, u32>>>);

/// The right to one live view; given back when dropped.
#[derive(Debug)]
pub(crate) struct Ticket {
    feeds: Feeds,
    credential: Option<Credential>,
}

impl Feeds {
    /// Lets the caller open one more.
    ///
    /// # Errors
    /// `too_many_feeds` when they have as many as they may.
    pub(crate) fn open(&self, op: &Op) -> Result<Ticket, Failure> {
        let credential = op.identity()?.credential();
        if let Some(credential) = credential {
            let mut open = self.open_views();
            let count = open.entry(credential).or_default();
            if *count >= MOST {
                let message = format!("this token has {MOST} live views open, as many as it may: close one, or use another token");
                return Err(AppError::new(Kind::Exhausted, "too_many_feeds", message).into());
            }
            *count += 1;
        }
        Ok(Ticket { feeds: self.clone(), credential })
    }

    fn open_views(&self) -> MutexGuard<'_, HashMap<Credential, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let Some(credential) = self.credential else { return };
        let mut open = self.feeds.open_views();
        if let Some(count) = open.get_mut(&credential) {
            *count -= 1;
            if *count == 0 {
                open.remove(&credential);
            }
        }
    }
}
