//! Asks the rules about what came in, an organisation at a time in turn, and about what time alone has made due.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::received::{self, Planning};
use dream_app::{App, AppError, Op};
use dream_id::OrgId;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The planner of what came in.
pub struct Planner {
    app: App,
    turn: Mutex<Turn>,
}

/// Whose turn it is.
#[derive(Default)]
struct Turn {
    /// Who was served last.
    after: Option<OrgId>,
    /// Whose rules cannot be read, since something was last planned for anybody.
    blocked: BTreeSet<OrgId>,
}

impl Planner {
    /// A planner that has served nobody yet.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, turn: Mutex::default() }
    }

    /// Notes what a look came to; whether another may find something.
    fn served(&self, planning: Planning) -> bool {
        let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        match planning {
            Planning::Nothing => {
                turn.blocked.clear();
                false
            }
            Planning::Planned(org) => {
                turn.blocked.clear();
                turn.after = Some(org);
                true
            }
            // Once round without anything else: what is blocked waits for the next wake-up.
            Planning::Blocked(org) => {
                turn.after = Some(org);
                turn.blocked.insert(org)
            }
        }
    }
}

#[async_trait]
impl Reconciler for Planner {
    fn name(&self) -> &'static str {
        "planner"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        let due = received::plan_due(&op).await?;
        let after = self.turn.lock().unwrap_or_else(PoisonError::into_inner).after;
        let planned = received::plan_next(&op, after).await?;
        Ok(self.served(planned) || due)
    }
}
