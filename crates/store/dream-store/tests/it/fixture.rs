//! A store on a database of its own, with an organisation in it.

use dream_access::{Identity, Org, Team};
use dream_clock::{Frozen, Seeded, Timestamp};
use dream_id::{OrgId, Scope, SystemKey, TeamId, TypedId};
use dream_ledger::{Actor, By, Stream};
use dream_sql::{Options, Sql, Value, testing::TestDb};
use dream_store::Store;
use std::sync::Arc;

/// 2026-01-01T00:00:00Z: where the clock stands at first.
const START: Timestamp = Timestamp::from_micros(1_767_225_600_000_000);

/// The right to look at all organisations.
pub(crate) fn key() -> SystemKey {
    SystemKey::mint()
}

/// A store for one test.
pub(crate) struct Fixture {
    pub(crate) store: Store,
    pub(crate) clock: Arc<Frozen>,
    /// The organisation, founded with one event.
    pub(crate) org: OrgId,
    // Last, so that it goes last.
    _db: TestDb,
}

impl Fixture {
    pub(crate) async fn on(db: TestDb) -> Self {
        let clock = Arc::new(Frozen::at(START));
        let store = Store::open(db.options.clone(), clock.clone(), Arc::new(Seeded::new(3))).await.unwrap();
        let mut fixture = Self { store, clock, org: OrgId::from_parts(0, [0; 10]), _db: db };
        fixture.org = fixture.found("first").await;
        fixture
    }

    /// As [`Fixture::on`], where a transaction may take its time.
    pub(crate) async fn patient(mut db: TestDb) -> Self {
        db.options = Options { strict_turns: false, ..db.options.clone() };
        Self::on(db).await
    }

    pub(crate) fn scope(&self) -> Scope {
        Scope::Org(self.org)
    }

    /// Now, by the server's setup.
    pub(crate) fn by(&self) -> By {
        By { at: self.store.now(), actor: Actor::system("setup") }
    }

    pub(crate) fn owner(&self) -> Identity {
        Identity::system(self.org, "setup")
    }

    /// Makes another organisation: one event.
    pub(crate) async fn found(&self, name: &str) -> OrgId {
        let org = self.store.new_id();
        self.commit(&mut Org::found(org, &self.by(), name).unwrap()).await;
        org
    }

    /// Makes a team: one event.
    pub(crate) async fn team(&self, name: &str) -> TeamId {
        self.team_of(self.org, name).await
    }

    /// Makes a team of an organisation: one event.
    pub(crate) async fn team_of(&self, org: OrgId, name: &str) -> TeamId {
        let mut team = Team::form(org, self.store.new_id(), &self.by(), name).unwrap();
        self.commit(&mut team).await;
        team.id()
    }

    /// Renames an organisation: one event.
    pub(crate) async fn rename(&self, org: OrgId, name: &str) {
        let mut tx = self.store.begin().await.unwrap();
        let mut stream = tx.lock::<Org>(Scope::Org(org), org).await.unwrap().unwrap();
        Org::rename(&mut stream, &self.by(), name).unwrap();
        tx.save(&mut stream).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn org(&self) -> Stream<Org> {
        self.store.read().await.unwrap().find(self.scope(), self.org).await.unwrap().unwrap()
    }

    pub(crate) async fn commit<A: dream_store::Noun>(&self, stream: &mut Stream<A>) {
        let mut tx = self.store.begin().await.unwrap();
        tx.save(stream).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Gives positions to all events that wait for one.
    pub(crate) async fn sequence(&self) {
        while self.store.sequence().await.unwrap() > 0 {}
    }

    /// Goes behind the store's back: as somebody with the database's password would.
    pub(crate) async fn tamper(&self, statement: &Sql, params: &[Value]) {
        let mut tx = self.store.db().begin().await.unwrap();
        assert!(tx.execute(statement, params).await.unwrap() > 0, "nothing was altered");
        tx.commit().await.unwrap();
    }
}
