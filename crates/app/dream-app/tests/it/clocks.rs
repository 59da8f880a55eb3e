//! A server whose clock is not the database's.

use dream_app::tasks::{self, ClaimRequest, NewTask};
use dream_app::{App, Op, Parts, readiness};
use dream_clock::{Clock, Seeded, SystemClock, Timestamp};
use dream_id::SystemKey;
use dream_roles::Prompts;
use dream_store::Store;
use dream_swarm::Offer;
use dream_testkit::{TestApp, TestDb};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A clock of the world that goes wrong by so many microseconds.
struct Skewed(AtomicI64);

impl Clock for Skewed {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(SystemClock.now().micros() + self.0.load(Ordering::Relaxed))
    }
}

/// Another process's core beside `app`, on `store`.
pub(crate) fn beside(app: &App, store: Store) -> App {
    App::new(Parts {
        store,
        blobs: app.blobs.clone(),
        bus: app.bus.clone(),
        logs: app.logs.clone(),
        models: app.models.clone(),
        discord: app.discord.clone(),
        hooks: app.hooks.clone(),
        repositories: app.repositories.clone(),
        prompts: Prompts::built_in().unwrap(),
        sealing: app.sealing.clone(),
        public_url: None,
        scratch: app.scratch.clone(),
        system: SystemKey::mint(),
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_another_clock_than_the_database_does_not_start_and_is_not_ready() {
    let Some(db) = TestDb::postgres().await else { return };
    let options = db.options.clone();
    let app = TestApp::start(db).await;
    let clock = Arc::new(Skewed(AtomicI64::new(0)));
    let skewed = beside(&app.app, Store::open(options, clock.clone(), Arc::new(Seeded::new(9))).await.unwrap());
    for (seconds, word) in [(0, ""), (1, ""), (-1, ""), (30, "ahead of"), (0, ""), (-30, "behind")] {
        clock.0.store(seconds * 1_000_000, Ordering::Relaxed);
        let begun = readiness::refuse_other_clock(&skewed).await.map_err(|error| (error.code, error.message));
        if word.is_empty() {
            assert_eq!((begun, readiness::clock(&skewed)), (Ok(()), Ok(())), "{seconds} s");
            continue;
        }
        let (code, message) = begun.unwrap_err();
        assert!(code == "clock_differs" && message.contains(word) && message.contains("the same time service"), "{message}");
        assert!(readiness::clock(&skewed).unwrap_err().contains(word), "{seconds} s");
        assert!((skewed.clock_ahead_micros() - seconds * 1_000_000).abs() < 1_000_000, "{seconds} s");
    }
    skewed.store.clone().close().await.unwrap();
    app.finish().await;
}

/// Servers whose clocks differ by less than what is refused agree when a lease ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leases_of_tasks_end_by_the_databases_clock() {
    const LEASE: Duration = Duration::from_mins(1);
    let Some(db) = TestDb::postgres().await else { return };
    let options = db.options.clone();
    let app = TestApp::start(db).await;
    let clock = Arc::new(Skewed(AtomicI64::new(0)));
    let skewed = beside(&app.app, Store::open(options, clock.clone(), Arc::new(Seeded::new(9))).await.unwrap());
    let op = Op::of_person(skewed.clone(), app.owner().identity().unwrap().clone());
    for micros in [1_900_000, -1_900_000] {
        clock.0.store(micros, Ordering::Relaxed);
        readiness::compare_clocks(&skewed).await.unwrap();
        tasks::create_all(&op, vec![NewTask::titled("a task".to_owned())]).await.unwrap();
        let offer = Offer { worker: "worker".to_owned(), ..Offer::default() };
        let claimed = tasks::claim(&op, ClaimRequest { offer, most: 1, lease: Some(LEASE) }).await.unwrap().remove(0);
        let apart = claimed.lease_until.micros() - SystemClock.now().plus(LEASE).micros();
        assert!(apart.abs() < 1_000_000, "a clock that is {micros} us ahead makes the lease end {apart} us off");
    }
    skewed.store.clone().close().await.unwrap();
    app.finish().await;
}
