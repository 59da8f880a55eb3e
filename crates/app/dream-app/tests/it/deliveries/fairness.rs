//! A noisy tenant: however much waits for one organisation, another's message waits for no more turns than it would without.
//!
//! Counted in turns of the planner and the deliverer and not in time: a turn is bounded (a hundred events or 50 ms of thought; 25 messages of one
//! lane), so that these counts bound the time on any machine.

use dream_app::Op;
use dream_app::deliveries::{self, Batch, Cause, Deliverer, Turns};
use dream_app::destinations::{self, NewDestination, To};
use dream_app::received::{self, Planning, plan_next};
use dream_app::sources::{self, NewSource};
use dream_bridge::message::Message;
use dream_bridge::plan::{Place, Planned};
use dream_bridge::source::Kind;
use dream_id::OrgId;
use dream_testkit::{TestApp, found};
use serde_json::json;

/// How many messages of the quiet organisation are followed.
const ROUNDS: usize = 20;

async fn destination(op: &Op, name: &str) {
    let new = NewDestination { name: name.to_owned(), to: To::Channel(format!("topic/{name}")), fallback: None };
    destinations::make(op, new).await.unwrap();
}

/// Queues `count` messages for a destination of `org`.
async fn enqueue(app: &TestApp, org: OrgId, name: &str, count: usize) {
    let message = Message { content: "hello".to_owned(), ..Message::default() };
    let now = app.app.now();
    let planned =
        Planned { rule: "test".to_owned(), destination: name.to_owned(), message, place: Place::default(), at: now, repeat_unknown: false };
    let planned = vec![planned; count];
    let mut tx = app.app.store.begin().await.unwrap();
    let batch = Batch { cause: Cause { event: None, received_at: now }, planned: &planned };
    deliveries::enqueue(&Op::of_worker(app.app.clone(), "test"), &mut tx, org, &[batch]).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many turns of others come before each message of `quiet`, in order of size, while `lanes` destinations of the noisy organisation never run dry.
async fn turns_before(app: &TestApp, quiet: OrgId, lanes: usize) -> Vec<usize> {
    let deliverer = Deliverer::new(app.app.clone(), "test");
    let (mut before, mut after) = (Vec::new(), None);
    // More lanes than rounds, or one that is filled in every round: none of them runs dry.
    for lane in 0..lanes {
        enqueue(app, app.org, &format!("noisy-{lane}"), 3).await;
    }
    for _ in 0..ROUNDS {
        enqueue(app, app.org, "noisy-0", 3).await;
        enqueue(app, quiet, "quiet", 1).await;
        let due = deliverer.due(&Turns { after, ..Turns::default() }).await.unwrap();
        let place = due.iter().position(|lane| lane.org == quiet).unwrap();
        after = due.first().map(|lane| lane.org);
        for lane in &due[..=place] {
            deliverer.work(lane).await.unwrap();
        }
        before.push(place);
    }
    before.sort_unstable();
    before
}

async fn a_flood_of_one_tenant_puts_off_no_message_of_another(app: &TestApp) {
    let quiet = found(&app.app, "quiet").await;
    destination(&quiet.owner, "quiet").await;
    for lane in 0..30 {
        destination(&app.owner(), &format!("noisy-{lane}")).await;
    }
    let (light, heavy) = (turns_before(app, quiet.org, 1).await, turns_before(app, quiet.org, 30).await);
    // Of twenty, the last is the 99th percentile; a fifth more of one turn is none.
    assert_eq!((light.last(), heavy.last()), (Some(&1), Some(&1)), "{light:?} {heavy:?}");
}

async fn a_flood_of_events_of_one_tenant_puts_off_no_event_of_another(app: &TestApp) {
    let quiet = found(&app.app, "quiet").await;
    let new = || NewSource { name: "ci".to_owned(), kind: Kind::Publish, proof: None, project: None, per_minute: None, secret: None };
    sources::make(&app.owner(), new()).await.unwrap();
    sources::make(&quiet.owner, new()).await.unwrap();
    let worker = Op::of_worker(app.app.clone(), "planner");
    let mut after = None;
    for _ in 0..5 {
        for _ in 0..6 {
            sources::publish(&app.owner(), "ci", vec![json!({ "title": "noise" }); 50]).await.unwrap();
        }
        let ids = sources::publish(&quiet.owner, "ci", vec![json!({ "title": "hello" })]).await.unwrap();
        let mut turns = 0;
        while received::find(&quiet.owner, ids[0]).await.unwrap().planned_at.is_none() {
            turns += 1;
            match plan_next(&worker, after, |_| true).await.unwrap() {
                Planning::Planned(org) | Planning::Blocked(org) => after = Some(org),
                Planning::Nothing => panic!("an event that waits was not found"),
            }
        }
        assert!(turns <= 2, "it was planned in the turn {turns}");
    }
}

dream_testkit::for_both_engines!(
    a_flood_of_one_tenant_puts_off_no_message_of_another,
    a_flood_of_events_of_one_tenant_puts_off_no_event_of_another,
);
