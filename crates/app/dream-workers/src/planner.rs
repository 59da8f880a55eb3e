//! Asks the rules about what came in, an organisation at a time in turn, and about what time alone has made due.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::received::{self, Planning};
use dream_app::{App, AppError, Op};
use dream_id::OrgId;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A planner of what came in. Two work side by side, so that what one organisation sends by the hundred keeps no other's event waiting.
pub struct Planner {
    app: App,
    turn: Arc<Mutex<Turn>>,
    /// Whether this one also looks for what time has made due.
    keeps_time: bool,
}

/// Whose turn it is.
#[derive(Default)]
struct Turn {
    /// Who was served last.
    after: Option<OrgId>,
    /// Who is being served.
    now: BTreeSet<OrgId>,
    /// Whose rules cannot be read, since something was last planned for anybody.
    blocked: BTreeSet<OrgId>,
}

/// Ends the turn of whoever it is.
struct Served<'a> {
    turn: &'a Mutex<Turn>,
    org: Option<OrgId>,
}

impl Planner {
    /// Two that have served nobody yet.
    #[must_use]
    pub fn two(app: &App) -> [Self; 2] {
        let turn = Arc::default();
        [true, false].map(|keeps_time| Self { app: app.clone(), turn: Arc::clone(&turn), keeps_time })
    }

    /// Notes what a look came to; whether another may find something.
    fn served(&self, planning: Planning) -> bool {
        let mut turn = lock(&self.turn);
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

impl Served<'_> {
    fn begin(&mut self, org: OrgId) -> bool {
        let begun = lock(self.turn).now.insert(org);
        if begun {
            self.org = Some(org);
        }
        begun
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        if let Some(org) = self.org {
            lock(self.turn).now.remove(&org);
        }
    }
}

fn lock(turn: &Mutex<Turn>) -> MutexGuard<'_, Turn> {
    turn.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Reconciler for Planner {
    fn name(&self) -> &'static str {
        "planner"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        let op = Op::of_worker(self.app.clone(), self.name());
        let due = self.keeps_time && received::plan_due(&op).await?;
        let after = lock(&self.turn).after;
        let mut served = Served { turn: &self.turn, org: None };
        let planned = received::plan_next(&op, after, |org| served.begin(org)).await?;
        Ok(self.served(planned) || due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_app::sources::{self, NewSource};
    use dream_bridge::source::Kind;
    use dream_testkit::{TestApp, TestDb, found};
    use serde_json::json;

    async fn publish(op: &Op) {
        let new = NewSource { name: "in".to_owned(), kind: Kind::Publish, proof: None, project: None, per_minute: None, secret: None };
        sources::make(op, new).await.unwrap();
        sources::publish(op, "in", vec![json!({ "title": "an event" })]).await.unwrap();
    }

    /// Whether all that came in was planned.
    async fn planned(op: &Op) -> bool {
        let worker = Op::of_worker(op.app().clone(), "looking");
        let org = op.org().unwrap();
        worker.read().await.unwrap().to_plan(org, 10).await.unwrap().is_empty()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_being_planned_for_one_organisation_keeps_no_other_waiting() {
        let app = TestApp::start(TestDb::sqlite()).await;
        let (noisy, quiet) = (app.owner(), found(&app.app, "quiet").await.owner);
        publish(&noisy).await;
        publish(&quiet).await;
        let [one, other] = Planner::two(&app.app);
        let mut at_work = Served { turn: &one.turn, org: None };
        assert!(at_work.begin(noisy.org().unwrap()), "one of them plans for it");
        while other.reconcile().await.unwrap() {}
        assert_eq!((planned(&noisy).await, planned(&quiet).await), (false, true));
        drop(at_work);
        while other.reconcile().await.unwrap() {}
        assert!(planned(&noisy).await, "its turn has ended");
        app.finish().await;
    }
}
