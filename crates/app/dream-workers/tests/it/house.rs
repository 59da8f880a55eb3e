//! What these tests share: a core with the offline provider or a counting one, workers that are driven by hand, and small questions.

use crate::fake::Fake;
use dream_app::{App, AppError, Kind, Op, artifacts, constraints, projects, reviews, runs, templates};
use dream_clock::{Seeded, SystemClock};
use dream_govern::{ConstraintScope, Reason, Review, Rule, RunSet, Stage, Status, Verdict};
use dream_id::{Limit, PersonId, ProjectId, RunId};
use dream_ledger::Stream;
use dream_models::{ModelsConfig, Providers};
use dream_ports::ModelRegistry;
use dream_roles::File;
use dream_sql::testing::TestDb;
use dream_testkit::TestApp;
use dream_workers::{Reconciler, Scheduler, Sequencer};
use std::sync::Arc;

pub(crate) const BRIEF: &str = "# Lending library\n\nA street shares its tools.\n\n## Goals\n\n- See which tools are free\n- Reserve a tool for a day\n\n\
     ## Users\n\n- Neighbours who borrow\n- The keeper of the shed\n\n## Constraints\n\n- Works on an old phone\n- No accounts\n";

pub(crate) use dream_testkit::until_idle as idle;

/// A PRD that passes the checks of its stage; nobody but a person wrote it.
pub(crate) const OWN_PRD: &str = "# Lending library\n\n## Goals\n\nShare tools.\n\n## Users\n\nNeighbours.\n\n## Requirements\n\n- **R1** \
     (must) A neighbour sees which tools are free.\n\n## Acceptance criteria\n\n- R1: the list shows every free tool.\n\n## Out of scope\n\n\
     Payments.\n\n## Risks\n\nFew tools at first.\n";

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

/// The same with a provider behind it that has a price, counts its calls and fails as told.
macro_rules! pays_on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let (app, fake) = crate::house::paid_core(dream_sql::testing::TestDb::sqlite()).await;
                super::$name(&app, &fake).await;
                app.finish().await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(db) = dream_sql::testing::TestDb::postgres().await {
                    let (app, fake) = crate::house::paid_core(db).await;
                    super::$name(&app, &fake).await;
                    app.finish().await;
                }
            })*
        }
    };
}
pub(crate) use pays_on_both_engines;

/// A core with the offline provider.
pub(crate) async fn core(db: TestDb) -> TestApp {
    TestApp::with_models(db, offline()).await
}

/// A core with a provider that has a price.
pub(crate) async fn paid_core(db: TestDb) -> (TestApp, Fake) {
    let fake = Fake::default();
    (TestApp::with_models(db, Arc::new(fake.clone())).await, fake)
}

fn offline() -> Arc<dyn ModelRegistry> {
    Arc::new(Providers::new(&ModelsConfig::default(), Arc::new(SystemClock), Arc::new(Seeded::new(3))).unwrap())
}

/// Starts the stages whose turn it is, without working on them. Returns whether there was one.
pub(crate) async fn begun(app: &App) -> bool {
    Sequencer(app.clone()).reconcile().await.unwrap() | Scheduler(app.clone()).reconcile().await.unwrap()
}

/// A project on [`BRIEF`].
pub(crate) async fn project(op: &Op, template: &str) -> ProjectId {
    let new = projects::NewProject { name: "library".to_owned(), brief: BRIEF.as_bytes().to_vec(), template: template.to_owned() };
    projects::create(op, new).await.unwrap().id()
}

/// A run of `project`, as far as it goes without people.
pub(crate) async fn run_of(app: &TestApp, op: &Op, project: ProjectId) -> RunId {
    let run = runs::start(op, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    idle(&app.app).await;
    run
}

/// A project on [`BRIEF`] and a run of it, as far as it goes without people.
pub(crate) async fn started(app: &TestApp, op: &Op, template: &str) -> RunId {
    let project = project(op, template).await;
    run_of(app, op, project).await
}

/// The same, by a template of two documents of which the first has this gate and the second none.
pub(crate) async fn gated(app: &TestApp, op: &Op, gate: &str) -> RunId {
    publish(app, &two_stages(gate)).await;
    started(app, op, "two-stages").await
}

/// Publishes a template as the owner.
pub(crate) async fn publish(app: &TestApp, toml: &str) {
    templates::publish(&app.owner(), "mine.toml", toml.to_owned()).await.unwrap();
}

/// A template of two documents: people are asked about the first, nobody about the second.
pub(crate) fn two_stages(gate: &str) -> String {
    format!(
        "name = \"two-stages\"\n{}[stage.gate]\n{gate}\n{}gate = \"none\"\n",
        stage_toml("prd", &[]),
        stage_toml("architecture", &["prd"])
    )
}

/// A document's stage without its gate.
pub(crate) fn stage_toml(name: &str, needs: &[&str]) -> String {
    let (role, sections) = match name {
        "prd" => ("product-manager", "\"Goals\", \"Users\", \"Requirements\", \"Acceptance criteria\", \"Out of scope\", \"Risks\""),
        "architecture" => ("architect", "\"Overview\", \"Components\", \"Data\", \"Decisions\", \"Risks\""),
        "plan" => ("planner", "\"Milestones\", \"Tasks\", \"Dependencies\", \"Risks\""),
        _ => ("writer", "\"Overview\", \"Getting started\", \"Features\", \"Support\""),
    };
    format!(
        "[[stage]]\nname = \"{name}\"\nrole = \"{role}\"\nneeds = {needs:?}\ninputs = {needs:?}\n\
         produces = [{{ name = \"{name}\", kind = \"document\", sections = [{sections}] }}]\nchecks = [\"sections\", \"size\", \"text\"]\n"
    )
}

/// The reviews of the run that wait for people.
pub(crate) async fn waiting(op: &Op, run: RunId) -> Vec<Stream<Review>> {
    let filter = reviews::ReviewFilter { status: Some("waiting".to_owned()), run: Some(run) };
    reviews::list(op, filter, None, Limit::default()).await.unwrap().items
}

/// The one review of the run that waits for people.
pub(crate) async fn the_review(op: &Op, run: RunId) -> Stream<Review> {
    let mut reviews = waiting(op, run).await;
    assert_eq!(reviews.len(), 1, "one review waits");
    reviews.remove(0)
}

/// The review of the stage `name` that waits for people.
pub(crate) async fn review_of(op: &Op, run: RunId, name: &str) -> Stream<Review> {
    waiting(op, run).await.into_iter().find(|review| review.stage_name == name).unwrap()
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
        drafts: Vec::new(),
    }
}

/// Approves exactly what is under review.
pub(crate) async fn approve(op: &Op, review: &Stream<Review>) -> Result<reviews::Voted, AppError> {
    reviews::vote(op, cast(review, Verdict::Approve)).await
}

/// Approves the one review that waits, and lets the workers go on.
pub(crate) async fn pass(app: &TestApp, op: &Op, run: RunId) {
    approve(op, &the_review(op, run).await).await.unwrap();
    idle(&app.app).await;
}

/// Approves whatever waits, until the run is over.
pub(crate) async fn approve_all(app: &TestApp, op: &Op, run: RunId) -> RunSet {
    for _ in 0..20 {
        for review in waiting(op, run).await {
            approve(op, &review).await.unwrap();
        }
        idle(&app.app).await;
        let set = runs::find(op, run).await.unwrap();
        if matches!(set.run().status, Status::Done | Status::Failed | Status::Cancelled) {
            return set;
        }
    }
    runs::find(op, run).await.unwrap()
}

/// A constraint that makes a heading obligatory in every document of `scope`.
pub(crate) fn demand(scope: ConstraintScope, heading: &str) -> constraints::NewConstraint {
    let rules = vec![Rule::RequiredSection { artifact: None, heading: heading.to_owned() }];
    constraints::NewConstraint { scope, text: format!("Every document has a section “{heading}”."), rules }
}

/// Where the run stands.
pub(crate) async fn standing(op: &Op, run: RunId) -> (Status, Option<Reason>) {
    let set = runs::find(op, run).await.unwrap();
    (set.run().status, set.run().reason)
}

/// Where a stage of the run stands.
pub(crate) async fn stage_standing(op: &Op, run: RunId, name: &str) -> (Status, Option<Reason>) {
    let set = runs::find(op, run).await.unwrap();
    let stage = set.view().stages[set.stage_named(name).unwrap().get()];
    (stage.status, stage.reason)
}

/// A stage of the run.
pub(crate) fn stage<'a>(set: &'a RunSet, name: &str) -> &'a Stage {
    set.stage(set.stage_named(name).unwrap()).unwrap()
}

/// The newest version of a document of the run.
pub(crate) async fn document(op: &Op, run: RunId, name: &str) -> String {
    let set = runs::find(op, run).await.unwrap();
    let artifact = set.artifacts().find(|artifact| artifact.name == name).unwrap().id;
    String::from_utf8(artifacts::file(op, artifact, None, &format!("{name}.md")).await.unwrap()).unwrap()
}

/// Puts a person's own version of a document in.
pub(crate) async fn put(op: &Op, run: RunId, name: &str, text: &str) -> Result<u32, AppError> {
    let set = runs::find(op, run).await.unwrap();
    let artifact = set.artifacts().find(|artifact| artifact.name == name).unwrap().id;
    artifacts::put(op, artifacts::PutArtifact { artifact, files: vec![File::text(format!("{name}.md"), text)] }).await
}

/// The kind and code of a refusal.
pub(crate) fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    let error = result.err().unwrap();
    (error.kind, error.code)
}

/// Who calls.
pub(crate) fn person(op: &Op) -> PersonId {
    op.person().unwrap()
}
