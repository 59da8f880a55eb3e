//! A core that stands on a database, a folder and a clock of its own.

use crate::{Founded, Outside, found};
use dream_access::{Role, SealingKey, TokenScope};
use dream_app::{
    App, Op, Parts, agents, auth,
    members::{self, NewMember, Who},
    tokens::{self, MintToken},
};
use dream_blobs::Blobs;
use dream_bus::{Bus, SqlBus};
use dream_clock::{Frozen, Seeded, Timestamp};
use dream_id::{OrgId, PersonId, Scope, SystemKey};
use dream_logs::Logs;
use dream_models::{ModelsConfig, Providers};
use dream_ports::{AgentRef, ModelRegistry};
use dream_roles::Prompts;
use dream_sql::{Options, testing::TestDb};
use dream_store::{AuditResult, Store};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// 2026-01-01T00:00:00Z: where the clock stands at first.
const START: Timestamp = Timestamp::from_micros(1_767_225_600_000_000);

/// A whole core for one test. End it with [`TestApp::finish`]; dropping it without fails the test.
pub struct TestApp {
    /// The core.
    pub app: App,
    /// The clock, which stands still until it is moved.
    pub clock: Arc<Frozen>,
    /// The first organisation.
    pub org: OrgId,
    /// What it reaches outside: nothing, until a test puts something there.
    pub outside: Arc<Outside>,
    founded: Founded,
    people: AtomicU32,
    finished: bool,
    // Last, so that they go last: the database and the folder of the blobs.
    db: Option<TestDb>,
    folder: Option<tempfile::TempDir>,
}

impl TestApp {
    /// A core on `db` that calls the offline provider.
    pub async fn start(db: TestDb) -> Self {
        let (clock, rng) = (Arc::new(Frozen::at(START)), Arc::new(Seeded::new(0)));
        let models = Providers::new(&ModelsConfig::default(), clock, rng).unwrap();
        Self::with_models(db, Arc::new(models)).await
    }

    /// A core on `db` that may call `models`.
    pub async fn with_models(db: TestDb, models: Arc<dyn ModelRegistry>) -> Self {
        let clock = Arc::new(Frozen::at(START));
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(db.options.clone(), clock.clone(), Arc::new(Seeded::new(7))).await.unwrap();
        let blobs = Blobs::open(&dream_blobs::Location::Disk(folder.path().join("blobs"))).await.unwrap();
        let logs = Logs::open(folder.path().join("logs"), dream_logs::Options::default(), clock.clone()).unwrap();
        let prompts = Prompts::built_in().unwrap();
        let scratch = folder.path().join("scratch");
        std::fs::create_dir(&scratch).unwrap();
        let outside = Arc::new(Outside::default());
        let app = App::new(Parts {
            bus: bus(&store),
            store,
            blobs,
            logs,
            models,
            discord: outside.clone(),
            hooks: outside.clone(),
            repositories: outside.clone(),
            prompts,
            public_url: None,
            scratch,
            sealing: sealing_key(),
            system: SystemKey::mint(),
        });
        dream_app::blob_mark::check(&app).await.unwrap();
        let founded = found(&app, "first").await;
        let org = founded.org;
        app.logs.archive_in(app.blobs.clone(), org);
        Self { app, clock, org, outside, founded, people: AtomicU32::new(0), finished: false, db: Some(db), folder: Some(folder) }
    }

    /// The owner of the first organisation, calling.
    #[must_use]
    pub fn owner(&self) -> Op {
        self.founded.owner.clone()
    }

    /// A new member of the first organisation with `role` there, calling with a token that has every scope.
    pub async fn person(&self, role: impl Into<Option<Role>>) -> Op {
        let number = self.people.fetch_add(1, Ordering::Relaxed) + 1;
        let new = NewMember { who: Who::New(format!("person {number}")), role: role.into() };
        let member = members::add(&self.owner(), new).await.unwrap();
        self.calling(member.member.person).await
    }

    /// A member of the first organisation, calling with a new token that has every scope.
    pub async fn calling(&self, person: PersonId) -> Op {
        let new = MintToken { name: "test".to_owned(), scopes: TokenScope::all(), expires_at: None, person: Some(person) };
        let minted = tokens::mint(&self.owner(), new).await.unwrap();
        auth::authenticate(&self.app, minted.text.unwrap().expose()).await.unwrap()
    }

    /// The built-in agent called `name` of the first organisation, calling.
    pub async fn agent(&self, name: &str) -> Op {
        agents::ensure(&Op::of_worker(self.app.clone(), "test"), self.org).await.unwrap();
        let found = agents::find(&self.owner(), name).await.unwrap();
        let named = AgentRef { org: self.org, agent: found.agent.id(), name: name.to_owned() };
        agents::op_of(&self.app, &named).await.unwrap()
    }

    /// `op` as it would be if its token were presented now: with the roles that its person has now.
    pub async fn again(&self, op: &Op) -> Op {
        let mut reader = self.app.store.read().await.unwrap();
        let token = op.identity().unwrap().token().unwrap();
        let token = reader.find(op.scope(), token).await.unwrap().unwrap();
        let identity = dream_store::people::identity_of(&mut reader, &token).await.unwrap().unwrap();
        Op::of_person(self.app.clone(), identity)
    }

    /// Gives feed positions to all events that wait for one, as the server's sequencer does.
    pub async fn sequence(&self) {
        while self.app.store.sequence().await.unwrap() > 0 {}
    }

    /// Ends the test: the rows must be what the ledger says, and the ledger of every organisation intact.
    pub async fn finish(mut self) {
        self.finished = true;
        self.sequence().await;
        let system = self.app.system;
        self.app.store.db().clone().close().await.unwrap();
        let db = self.db.take().unwrap();
        // Opened anew: folding every row in one transaction takes longer than a command may.
        let options = Options { strict_turns: false, ..db.options.clone() };
        let store = Store::open(options, self.clock.clone(), Arc::new(Seeded::new(8))).await.unwrap();
        let differences = store.rebuild(system, false).await.unwrap();
        assert!(differences.is_empty(), "rows are not what the ledger says: {differences:#?}");
        let mut reader = store.read().await.unwrap();
        for org in reader.audited_orgs(Scope::System(system)).await.unwrap() {
            let report = reader.verify(org).await.unwrap();
            assert_eq!(report.result, AuditResult::Intact, "the ledger of {org} is not intact: {report:?}");
        }
        drop(reader);
        store.db().clone().close().await.unwrap();
        self.app.logs.close().await;
        self.folder.take().unwrap().close().unwrap();
    }
}

/// The key that secrets of a test's core are sealed with.
#[must_use]
pub fn sealing_key() -> Arc<SealingKey> {
    Arc::new(SealingKey::from_random(&[42; 32]).unwrap())
}

/// The messages of a core on `store`.
#[must_use]
pub fn bus(store: &Store) -> Arc<dyn Bus> {
    Arc::new(SqlBus::start(store.db().clone(), Arc::clone(store.clock()), Arc::clone(store.rng())))
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let told = self.finished || std::thread::panicking();
        assert!(told, "the test did not call `finish()`, so nobody compared the rows with the ledger");
    }
}
