//! A bus on a database of its own.

use dream_bus::{SqlBus, conformance::Ground};
use dream_clock::{Frozen, Seeded, Timestamp};
use dream_id::SystemKey;
use dream_sql::testing::TestDb;
use dream_store::Store;
use std::sync::Arc;

/// 2026-01-01T00:00:00Z: where the clock stands at first.
const START: Timestamp = Timestamp::from_micros(1_767_225_600_000_000);

/// A bus for one test.
pub(crate) struct Fixture {
    pub(crate) bus: SqlBus,
    pub(crate) store: Store,
    pub(crate) clock: Arc<Frozen>,
    // Last, so that it goes last.
    db: TestDb,
}

impl Fixture {
    pub(crate) async fn on(db: TestDb) -> Self {
        // The task's turn is a whole batch, within which it may have to wait for a core where many tests run at once.
        let mut db = db;
        db.options.strict_turns = false;
        Self::with_clock(db, Arc::new(Frozen::at(START))).await
    }

    async fn with_clock(db: TestDb, clock: Arc<Frozen>) -> Self {
        let store = Store::open(db.options.clone(), clock.clone(), Arc::new(Seeded::new(3))).await.unwrap();
        let bus = SqlBus::start(store.db().clone(), clock.clone(), Arc::new(Seeded::new(4)));
        Self { bus, store, clock, db }
    }

    pub(crate) fn ground(&self) -> Ground {
        Ground { bus: Arc::new(self.bus.clone()), clock: self.clock.clone(), key: SystemKey::mint() }
    }

    /// Ends the process, so to speak, and starts another one.
    pub(crate) async fn restart(self) -> Self {
        let Self { bus, store, clock, db } = self;
        drop(bus);
        store.close().await.unwrap();
        Self::with_clock(db, clock).await
    }
}
