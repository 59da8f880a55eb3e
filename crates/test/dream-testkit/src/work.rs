//! The workers, driven by hand: no timer, no waiting.

use crate::{InProcess, TestApp};
use dream_app::App;
use dream_ports::Cancel;
use dream_workers::{Constrainer, Expirer, Performer, Planner, Reconciler, Scheduler, SelfTeller, Sequencer, TaskKeeper};
use std::sync::Arc;

/// How many rounds the workers get before something is going in circles.
const ROUNDS: usize = 500;

/// Lets the workers of `app` do their work until none of them finds any: what waits for a person then still waits.
pub async fn until_idle(app: &App) {
    let performer = Arc::new(Performer::new(app.clone(), Arc::new(InProcess), "test".to_owned(), 4, Cancel::new()));
    let keeper = TaskKeeper::new(app.clone());
    let [planner, _] = Planner::two(app);
    for _ in 0..ROUNDS {
        let sequenced = Sequencer(app.clone()).reconcile().await.unwrap();
        let started = Scheduler(app.clone()).reconcile().await.unwrap();
        let carried = Constrainer(app.clone()).reconcile().await.unwrap();
        let expired = Expirer(app.clone()).reconcile().await.unwrap();
        let settled = keeper.reconcile().await.unwrap();
        let told = SelfTeller(app.clone()).reconcile().await.unwrap();
        let planned = planner.reconcile().await.unwrap();
        let worked = performer.reconcile().await.unwrap();
        performer.drain().await;
        if !(sequenced || started || carried || expired || settled || worked || told || planned) {
            return;
        }
    }
    panic!("the workers found something to do {ROUNDS} times in a row");
}

impl TestApp {
    /// As [`until_idle`], for the workers of this core.
    pub async fn run_until_idle(&self) {
        until_idle(&self.app).await;
    }
}
