//! The workers, driven by hand: no timer, no waiting.

use crate::TestApp;
use dream_ports::Cancel;
use dream_workers::{Expirer, Performer, Reconciler, Scheduler, Sequencer};
use std::sync::Arc;

/// How many rounds the workers get before something is going in circles.
const ROUNDS: usize = 10_000;

impl TestApp {
    /// Lets the workers do their work until none of them finds any: what waits for a person then still waits.
    pub async fn run_until_idle(&self) {
        let performer = Arc::new(Performer::new(self.app.clone(), "test".to_owned(), 4, Cancel::new()));
        for _ in 0..ROUNDS {
            let sequenced = Sequencer(self.app.clone()).reconcile().await.unwrap();
            let started = Scheduler(self.app.clone()).reconcile().await.unwrap();
            let worked = performer.reconcile().await.unwrap();
            performer.drain().await;
            let expired = Expirer(self.app.clone()).reconcile().await.unwrap();
            if !(sequenced || started || worked || expired) {
                return;
            }
        }
        panic!("the workers found something to do {ROUNDS} times in a row");
    }
}
