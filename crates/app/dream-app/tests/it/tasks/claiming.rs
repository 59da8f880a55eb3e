//! Who gets which task, in which order, and how many.

use super::{claimed, completion, created, kinds, most, offer, role, seconds, standing, titled, titles};
use crate::access::project;
use dream_app::{
    Op,
    tasks::{self, ClaimRequest, NewTask},
};
use dream_swarm::{LimitOf, Offer, Priority, Status};
use dream_testkit::{TestApp, found};
use std::collections::BTreeSet;

async fn a_task_is_created_claimed_and_completed(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, NewTask { body: Some("Write it well.".to_owned()), ..titled("Write the guide") }).await;
    assert_eq!(standing(&op, task).await, (Status::Queued, None));
    let work = claimed(&op, offer("ada")).await.remove(0);
    assert_eq!((work.task.id, work.attempt, work.org), (task, 1, app.org));
    assert_eq!(work.lease_until, app.app.now().plus(seconds(60)));
    assert_eq!(standing(&op, task).await, (Status::Running, None));
    let output = Some("It is written.".to_owned());
    let done = tasks::complete(&op, tasks::Completion { output, ..completion(&work) }).await.unwrap();
    assert_eq!((done.standing().status, done.attempt()), (Status::Done, 1));
    let digest = done.task.result.as_ref().unwrap().output.unwrap();
    let texts = dream_app::texts::read(&op, vec![digest, done.task.body.unwrap()]).await.unwrap();
    assert_eq!(texts.values().cloned().collect::<BTreeSet<_>>(), ["It is written.", "Write it well."].map(String::from).into());
    assert_eq!(kinds(app).await, ["task.created", "claim.made", "task.completed"]);
    assert!(claimed(&op, offer("ada")).await.is_empty());
}

async fn a_claim_of_many_is_one_event(app: &TestApp) {
    let op = app.owner();
    tasks::create_all(&op, (0..5).map(|n| titled(&format!("task {n}"))).collect()).await.unwrap();
    assert_eq!(claimed(&op, most(offer("ada"), 3)).await.len(), 3);
    assert_eq!(claimed(&op, most(offer("bob"), 3)).await.len(), 2);
    assert_eq!(kinds(app).await.iter().filter(|kind| *kind == "claim.made").count(), 2);
}

async fn the_urgent_come_first_but_a_low_one_never_starves(app: &TestApp) {
    let op = app.owner();
    for (title, priority) in
        [("low", Priority::Low), ("normal", Priority::Normal), ("high", Priority::High), ("critical", Priority::Critical)]
    {
        created(&op, NewTask { priority, ..titled(title) }).await;
    }
    assert_eq!(titles(&op, most(offer("ada"), 3)).await, ["critical", "high", "normal"]);
    app.clock.advance(Priority::Critical.head_start() + seconds(1));
    created(&op, NewTask { priority: Priority::Critical, ..titled("late but critical") }).await;
    assert_eq!(titles(&op, offer("ada")).await, ["low"]);
}

async fn the_oldest_of_one_priority_comes_first(app: &TestApp) {
    let op = app.owner();
    for n in 0..4 {
        created(&op, titled(&format!("task {n}"))).await;
        app.clock.advance(seconds(1));
    }
    assert_eq!(titles(&op, most(offer("ada"), 2)).await, ["task 0", "task 1"]);
    assert_eq!(titles(&op, most(offer("ada"), 9)).await, ["task 2", "task 3"]);
}

async fn claims_go_by_role_capability_and_name(app: &TestApp) {
    let op = app.owner();
    created(&op, NewTask { role: Some("developer".to_owned()), ..titled("code") }).await;
    created(&op, NewTask { role: Some("qa".to_owned()), ..titled("test") }).await;
    created(&op, NewTask { assignee: Some("bob".to_owned()), ..titled("for bob") }).await;
    created(&op, NewTask { capabilities: vec!["gpu".to_owned()], ..titled("train") }).await;
    assert_eq!(titles(&op, most(role("ada", "developer"), 9)).await, ["code"]);
    assert_eq!(titles(&op, most(role("ada", "designer"), 9)).await, [""; 0]);
    assert_eq!(titles(&op, most(role("bob", "designer"), 9)).await, ["for bob"]);
    assert_eq!(titles(&op, most(offer("ada"), 9)).await, ["test"]);
    let capabilities = BTreeSet::from(["gpu".to_owned()]);
    let able = Offer { worker: "ada".to_owned(), capabilities, ..Offer::default() };
    assert_eq!(titles(&op, ClaimRequest { offer: able, ..offer("ada") }).await, ["train"]);
}

async fn no_more_run_than_the_limits_allow(app: &TestApp) {
    let op = app.owner();
    let site = project(&op, "site").await;
    let of_role = |name: &str| NewTask { role: Some(name.to_owned()), ..titled(name) };
    let mut new: Vec<NewTask> = (0..4).map(|_| of_role("developer")).collect();
    new.extend((0..4).map(|_| NewTask { project: Some(site), ..of_role("qa") }));
    new.extend((0..4).map(|_| of_role("writer")));
    tasks::create_all(&op, new).await.unwrap();
    tasks::set_limit(&op, LimitOf::Role { role: "developer".to_owned() }, Some(2)).await.unwrap();
    tasks::set_limit(&op, LimitOf::Project { project: site }, Some(1)).await.unwrap();
    let mut first = titles(&op, most(offer("ada"), 100)).await;
    first.sort();
    assert_eq!(first, ["developer", "developer", "qa", "writer", "writer", "writer", "writer"]);
    assert!(claimed(&op, most(offer("bob"), 100)).await.is_empty());
    tasks::set_limit(&op, LimitOf::Project { project: site }, None).await.unwrap();
    tasks::set_limit(&op, LimitOf::Organisation {}, Some(9)).await.unwrap();
    assert_eq!(titles(&op, most(offer("bob"), 100)).await, ["qa", "qa"]);
}

async fn a_worker_of_all_organisations_serves_them_in_turn(app: &TestApp) {
    let others = [found(&app.app, "second").await.owner, found(&app.app, "third").await.owner];
    let ours = app.owner();
    tasks::create_all(&ours, (0..100).map(|n| titled(&format!("task {n}"))).collect()).await.unwrap();
    for other in &others {
        created(other, titled("one")).await;
        created(other, titled("two")).await;
    }
    let worker = Op::of_worker(app.app.clone(), "performer");
    let mut served = Vec::new();
    for _ in 0..6 {
        served.push(claimed(&worker, offer("p")).await.remove(0).org);
    }
    assert_eq!(served.iter().filter(|org| **org == app.org).count(), 2, "each is served twice: {served:?}");
    created(&others[0], titled("three")).await;
    let together = claimed(&worker, most(offer("p"), 10)).await;
    assert_eq!(together.iter().filter(|work| work.org != app.org).count(), 1);
    assert_eq!(together.len(), 10, "what one leaves over goes to the others");
}

async fn a_scheduled_task_is_claimed_at_its_time_and_not_before(app: &TestApp) {
    let op = app.owner();
    let not_before = Some(app.app.now().plus(seconds(60)));
    let task = created(&op, NewTask { not_before, priority: Priority::Critical, ..titled("later") }).await;
    assert_eq!(standing(&op, task).await, (Status::Queued, Some(dream_swarm::Reason::Scheduled)));
    assert!(claimed(&op, offer("ada")).await.is_empty());
    app.clock.advance(seconds(60));
    assert_eq!(titles(&op, offer("ada")).await, ["later"]);
}

async fn a_waiting_claim_is_woken_by_the_task_it_waits_for(app: &TestApp) {
    let (op, waiter) = (app.owner(), app.owner());
    let waiting = tokio::spawn(async move { tasks::claim_waiting(&waiter, offer("ada"), seconds(60)).await.unwrap() });
    let task = created(&op, titled("now")).await;
    assert_eq!(waiting.await.unwrap()[0].task.id, task);
    assert!(tasks::claim_waiting(&op, offer("ada"), seconds(0)).await.unwrap().is_empty());
}

async fn a_claim_sent_twice_under_one_key_takes_once(app: &TestApp) {
    let op = app.owner();
    tasks::create_all(&op, vec![titled("one"), titled("two")]).await.unwrap();
    let keyed = op.clone().with_key(Some(dream_app::IdempotencyKey::parse("k1").unwrap()));
    let (first, second) = (claimed(&keyed, offer("ada")).await, claimed(&keyed, offer("ada")).await);
    assert_eq!(first[0].task.id, second[0].task.id);
    assert_eq!(claimed(&op, most(offer("bob"), 9)).await.len(), 1);
}

dream_testkit::for_both_engines!(
    a_claim_of_many_is_one_event,
    a_claim_sent_twice_under_one_key_takes_once,
    a_scheduled_task_is_claimed_at_its_time_and_not_before,
    a_task_is_created_claimed_and_completed,
    a_waiting_claim_is_woken_by_the_task_it_waits_for,
    a_worker_of_all_organisations_serves_them_in_turn,
    claims_go_by_role_capability_and_name,
    no_more_run_than_the_limits_allow,
    the_oldest_of_one_priority_comes_first,
    the_urgent_come_first_but_a_low_one_never_starves,
);
