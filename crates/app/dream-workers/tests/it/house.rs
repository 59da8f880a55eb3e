//! What these tests share: a core with the offline provider, and workers that are driven by hand.

use dream_app::{App, Op, projects, reviews, runs};
use dream_clock::{Seeded, SystemClock};
use dream_govern::{Review, RunSet, Status, Verdict};
use dream_id::{Limit, RunId};
use dream_ledger::Stream;
use dream_models::{ModelsConfig, Providers};
use dream_ports::{Cancel, ModelRegistry};
use dream_sql::testing::TestDb;
use dream_testkit::TestApp;
use dream_workers::{Expirer, Performer, Reconciler, Scheduler, Sequencer};
use std::sync::Arc;

pub(crate) const BRIEF: &str = "# Lending library\n\nA street shares its tools.\n\n## Goals\n\n- See which tools are free\n- Reserve a tool for a day\n\n\
     ## Users\n\n- Neighbours who borrow\n- The keeper of the shed\n\n## Constraints\n\n- Works on an old phone\n- No accounts\n";

/// Makes a test of each named function, once per engine, with the offline provider behind it.
macro_rules! runs_on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let app = crate::house::core(dream_sql::testing::TestDb::sqlite()).await;
                super::$name(&app).await;
                app.finish().await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(db) = dream_sql::testing::TestDb::postgres().await {
                    let app = crate::house::core(db).await;
                    super::$name(&app).await;
                    app.finish().await;
                }
            })*
        }
    };
}
pub(crate) use runs_on_both_engines;

/// A core with the offline provider.
pub(crate) async fn core(db: TestDb) -> TestApp {
    TestApp::with_models(db, offline()).await
}

pub(crate) fn offline() -> Arc<dyn ModelRegistry> {
    Arc::new(Providers::new(&ModelsConfig::default(), Arc::new(SystemClock), Arc::new(Seeded::new(3))).unwrap())
}

/// Drives the workers until none of them finds anything to do.
pub(crate) async fn idle(app: &App) {
    let performer = Arc::new(Performer::new(app.clone(), "test".to_owned(), 4, Cancel::new()));
    loop {
        let mut busy = Sequencer(app.clone()).reconcile().await.unwrap();
        busy |= Scheduler(app.clone()).reconcile().await.unwrap();
        busy |= Expirer(app.clone()).reconcile().await.unwrap();
        busy |= performer.reconcile().await.unwrap();
        performer.drain().await;
        if !busy {
            return;
        }
    }
}

/// A project on [`BRIEF`] and a run of it, as far as it goes without people.
pub(crate) async fn started(app: &TestApp, op: &Op, template: &str) -> RunId {
    let new = projects::NewProject { name: "library".to_owned(), brief: BRIEF.as_bytes().to_vec(), template: template.to_owned() };
    let project = projects::create(op, new).await.unwrap();
    let run = runs::start(op, runs::NewRun { project: project.id(), cost_cap_micros: None }).await.unwrap();
    idle(&app.app).await;
    run
}

/// The reviews of the run that wait for people.
pub(crate) async fn waiting(op: &Op, run: RunId) -> Vec<Stream<Review>> {
    let filter = reviews::ReviewFilter { status: Some("waiting".to_owned()), run: Some(run) };
    reviews::list(op, filter, None, Limit::default()).await.unwrap().items
}

/// A verdict on exactly what is under review.
pub(crate) fn cast(review: &Stream<Review>, verdict: Verdict) -> reviews::Cast {
    reviews::Cast {
        review: review.id(),
        verdict,
        seen: review.digest,
        on_behalf_of: None,
        comment: None,
        model: None,
        constraints: Vec::new(),
    }
}

/// Approves whatever waits, until the run is over.
pub(crate) async fn approve_all(app: &TestApp, op: &Op, run: RunId) -> RunSet {
    for _ in 0..20 {
        for review in waiting(op, run).await {
            reviews::vote(op, cast(&review, Verdict::Approve)).await.unwrap();
        }
        idle(&app.app).await;
        let set = runs::find(op, run).await.unwrap();
        if matches!(set.run().status, Status::Done | Status::Failed | Status::Cancelled) {
            return set;
        }
    }
    runs::find(op, run).await.unwrap()
}
