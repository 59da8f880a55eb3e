//! What is done all day costs the same however much was done before: counted in steps of SQLite's machine, which do not depend on how busy this one is.

mod looks;

use crate::deliveries::{deliver, destination};
use crate::messages::sent;
use async_trait::async_trait;
use dream_app::destinations::To;
use dream_app::projects::{self, NewProject};
use dream_app::received::{self, Planning};
use dream_app::sources::{self, NewSource};
use dream_app::subscriptions::{self, NewSubscription};
use dream_app::tasks::{self, ClaimRequest, Completion, NewTask};
use dream_app::{Op, audit, consumers, rules};
use dream_bridge::source::Kind;
use dream_messages::{ConsumerSettings, Verdict};
use dream_ports::{Hook, HookAnswer, HookFault, HookFetched, HookRequest};
use dream_secret::Secret;
use dream_sql::testing::sqlite_steps;
use dream_swarm::Offer;
use dream_testkit::{TestApp, TestDb};
use serde_json::json;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How often a thing is done to see what it costs.
const SAMPLE: usize = 10;
/// How often it is done in between.
const BETWEEN: usize = 400;

/// Something that is done all day.
#[async_trait]
trait Chore {
    async fn set_up(&self, app: &TestApp);
    async fn once(&self, app: &TestApp, number: usize);
}

/// How many steps it takes to do something once for each number.
async fn steps_of(numbers: Range<usize>, mut once: impl AsyncFnMut(usize)) -> u64 {
    let before = sqlite_steps();
    for number in numbers {
        once(number).await;
    }
    sqlite_steps() - before
}

/// What takes at most a quarter more steps than at first costs the same.
fn compare(early: u64, late: u64) {
    assert!(early > 0, "nothing is counted");
    assert!(late <= early + early / 4, "{SAMPLE} times took {early} steps at first and {late} with {BETWEEN} more behind them");
}

async fn check(chore: impl Chore) {
    let app = TestApp::start(TestDb::sqlite()).await;
    chore.set_up(&app).await;
    let mut done = 0;
    let mut cost = async |times: usize| {
        done += times;
        steps_of(done - times..done, async |number| chore.once(&app, number).await).await
    };
    // The first ones fill what is kept in memory. How many of them share a commit depends on how busy the machine is: of several samples the
    // dearest counts at first, and the cheapest in the end.
    cost(SAMPLE).await;
    let early = cost(SAMPLE).await.max(cost(SAMPLE).await);
    cost(BETWEEN).await;
    let late = cost(SAMPLE).await.min(cost(SAMPLE).await).min(cost(SAMPLE).await);
    compare(early, late);
    app.finish().await;
}

struct Projects;

#[async_trait]
impl Chore for Projects {
    async fn set_up(&self, _: &TestApp) {}

    async fn once(&self, app: &TestApp, number: usize) {
        let brief = "# A brief\n\nIt says little.\n".into();
        let new = NewProject { name: format!("project-{number}"), brief, template: "software-delivery".to_owned() };
        projects::create(&app.owner(), new).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_governed_command_costs_the_same_after_hundreds() {
    check(Projects).await;
}

/// The ledger grows, and the entries of its first project are looked up each time.
#[derive(Default)]
struct Ledger {
    first: OnceLock<String>,
}

#[async_trait]
impl Chore for Ledger {
    async fn set_up(&self, app: &TestApp) {
        let brief = "# The first\n".into();
        let new = NewProject { name: "first".to_owned(), brief, template: "software-delivery".to_owned() };
        self.first.set(projects::create(&app.owner(), new).await.unwrap().id().to_string()).unwrap();
    }

    async fn once(&self, app: &TestApp, number: usize) {
        Projects.once(app, number).await;
        assert_eq!(audit::history(&app.owner(), self.first.get().unwrap()).await.unwrap().len(), 1);
    }
}

/// The entries of one stream were looked for among all of the organisation's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_became_of_one_thing_costs_the_same_after_hundreds() {
    check(Ledger::default()).await;
}

struct Messages;

#[async_trait]
impl Chore for Messages {
    async fn set_up(&self, app: &TestApp) {
        consumers::create(&app.owner(), "reader", None, "topic/*", ConsumerSettings::default()).await.unwrap();
    }

    async fn once(&self, app: &TestApp, _: usize) {
        let op = app.owner();
        let id = sent(&op, "topic/news", "news").await.message.id;
        let fetched = consumers::fetch(&op, "reader", None, 1, Duration::ZERO).await.unwrap().remove(0);
        let answer = consumers::Answer { message: id, attempt: fetched.attempt, verdict: Verdict::Acknowledge, reason: None };
        consumers::settle(&op, "reader", None, vec![answer]).await.unwrap().remove(0).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_costs_the_same_after_hundreds() {
    check(Messages).await;
}

struct Tasks;

#[async_trait]
impl Chore for Tasks {
    async fn set_up(&self, _: &TestApp) {}

    async fn once(&self, app: &TestApp, _: usize) {
        let op = app.owner();
        tasks::create_all(&op, vec![NewTask::titled("a task".to_owned())]).await.unwrap();
        let offer = Offer { worker: "worker".to_owned(), ..Offer::default() };
        let claimed = tasks::claim(&op, ClaimRequest { offer, most: 1, lease: None }).await.unwrap().remove(0);
        let completion =
            Completion { task: claimed.task.id, worker: None, attempt: Some(claimed.attempt), output: None, artifacts: Vec::new() };
        tasks::complete_all(&op, vec![completion]).await.unwrap().remove(0).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_costs_the_same_after_hundreds() {
    check(Tasks).await;
}

/// A backlog of several roles grows, and one of it is claimed each time.
struct Backlog;

#[async_trait]
impl Chore for Backlog {
    async fn set_up(&self, _: &TestApp) {}

    async fn once(&self, app: &TestApp, _: usize) {
        let op = app.owner();
        let of = |role: &str| NewTask { role: Some(role.to_owned()), ..NewTask::titled("a task".to_owned()) };
        tasks::create_all(&op, vec![of("builder"), of("builder"), of("writer")]).await.unwrap();
        let offer = Offer { worker: "worker".to_owned(), ..Offer::default() };
        let claimed = tasks::claim(&op, ClaimRequest { offer, most: 1, lease: None }).await.unwrap();
        let [claimed] = claimed.as_slice() else { panic!("claimed {} tasks", claimed.len()) };
        let completion =
            Completion { task: claimed.task.id, worker: None, attempt: Some(claimed.attempt), output: None, artifacts: Vec::new() };
        tasks::complete_all(&op, vec![completion]).await.unwrap().remove(0).unwrap();
    }
}

/// A claim from several lanes looked through all that was ready.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claim_costs_the_same_however_long_the_backlog_is() {
    check(Backlog).await;
}

/// Takes everything.
struct Receiver;

#[async_trait]
impl Hook for Receiver {
    fn check(&self, _: &str) -> Result<(), HookFault> {
        Ok(())
    }

    async fn post(&self, _: HookRequest) -> Result<HookAnswer, HookFault> {
        Ok(HookAnswer { status: 200, retry_after: None, body_start: String::new() })
    }

    async fn ask(&self, _: HookRequest, most: usize) -> Result<HookFetched, HookFault> {
        Err(HookFault::TooLarge { most })
    }

    async fn get(&self, _: &str, most: usize, _: Duration) -> Result<HookFetched, HookFault> {
        Err(HookFault::TooLarge { most })
    }
}

struct Events;

#[async_trait]
impl Chore for Events {
    async fn set_up(&self, app: &TestApp) {
        app.outside.put_hooks(Arc::new(Receiver));
        let op = app.owner();
        let new = NewSource { name: "in".to_owned(), kind: Kind::Publish, proof: None, project: None, per_minute: None, secret: None };
        sources::make(&op, new).await.unwrap();
        let url = Secret::new("https://example.com/");
        subscriptions::make(&op, NewSubscription { name: "out".to_owned(), url, types: Vec::new() }).await.unwrap();
        destination(app, "out", To::Outgoing("out".to_owned()), None).await;
        let text = "[[rule]]\nname = \"all\"\nsources = [\"in\"]\nto = [\"out\"]\n";
        rules::write(&op, text.to_owned(), None).await.unwrap();
    }

    async fn once(&self, app: &TestApp, number: usize) {
        sources::publish(&app.owner(), "in", vec![json!({ "title": number })]).await.unwrap();
        let planner = Op::of_worker(app.app.clone(), "planner");
        assert!(matches!(received::plan_next(&planner, None, |_| true).await.unwrap(), Planning::Planned(_)));
        deliver(&app.app).await;
    }
}

/// The head of a lane was looked for among all that was ever delivered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_in_and_out_costs_the_same_after_hundreds() {
    check(Events).await;
}
