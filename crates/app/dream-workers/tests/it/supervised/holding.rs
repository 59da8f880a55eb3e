//! What holds: everything is stopped until a person says otherwise, whatever restarts; and a task is its agent's as long as it is at it.

use super::{House, Plan, ada, soon, task, until_seen};
use dream_app::tasks::ClaimRequest;
use dream_app::{Op, agents, swarm, tasks};
use dream_ports::AgentRef;
use dream_swarm::{Desired, Offer, Status};
use dream_testkit::TestApp;
use dream_workers::Reconciler as _;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

dream_testkit::for_both_engines!(
    a_server_that_is_started_again_goes_on_with_its_agents_at_once,
    a_task_stays_its_agents_while_the_process_is_started,
    an_agent_that_ended_its_task_says_its_last_words,
    of_two_servers_one_looks_after_an_organisations_agents_and_the_other_takes_over,
    stop_all_holds_over_a_restart,
    what_an_agent_had_when_its_server_was_killed_is_taken_up_again_at_once,
);

async fn stop_all_holds_over_a_restart(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    let task = task(&app.owner(), "Count the words").await;
    let agent = house.started().await;
    let _turn = agent.turn().await;
    swarm::stop_all(&app.owner(), Some("they run wild".to_owned())).await.unwrap();
    house.look().await;
    soon("its end", agent.process.exited()).await;
    let returned = async || {
        house.after(Duration::from_millis(100)).await;
        (house.status(task).await == Status::Queued).then_some(())
    };
    until_seen("the task's return", returned).await;
    house.end().await;
    let house = House::new(app);
    for _ in 0..3 {
        house.after(Duration::from_mins(1)).await;
    }
    assert!(!house.has_started().await, "the hold outlives the server");
    swarm::start_all(&app.owner()).await.unwrap();
    let agent = house.started().await;
    assert!(agent.turn().await.text.contains("Count the words"));
    assert_eq!(house.agent("ada").await.crashes, 0);
    house.end().await;
}

/// A start that takes longer than a lease does not lose the task.
async fn a_task_stays_its_agents_while_the_process_is_started(app: &TestApp) {
    let (house, permits) = (House::new(app), Arc::new(Semaphore::new(0)));
    ada(app, "").await;
    let task = task(&app.owner(), "Count the words").await;
    house.plan(Plan::Waits(Arc::clone(&permits)));
    let lease = async || tasks::find(&app.owner(), task).await.unwrap().entry.and_then(|entry| entry.hold).map(|hold| hold.lease_until);
    house.look().await;
    let first = until_seen("the claim", &lease).await;
    app.clock.advance(Duration::from_secs(50));
    until_seen("the lease's renewal", async || lease().await.filter(|until| *until > first)).await;
    permits.add_permits(1);
    let agent = house.started().await;
    let _turn = agent.turn().await;
    assert_eq!(tasks::find(&app.owner(), task).await.unwrap().attempt(), 1);
    house.end().await;
}

async fn of_two_servers_one_looks_after_an_organisations_agents_and_the_other_takes_over(app: &TestApp) {
    let (one, other) = (House::called(app, "one"), House::called(app, "other"));
    ada(app, "").await;
    one.look().await;
    agents::want(&app.owner(), "ada", Desired::Running).await.unwrap();
    let agent = one.started().await;
    other.look().await;
    assert!(!other.has_started().await, "a running agent has one process");
    one.end().await;
    soon("its end", agent.process.exited()).await;
    other.started().await;
    other.end().await;
}

/// One of several servers is killed and is back before its hold on the agents has ended: another one waits for that, it need not.
async fn a_server_that_is_started_again_goes_on_with_its_agents_at_once(app: &TestApp) {
    let (one, other) = (House::called(app, "one"), House::called(app, "other"));
    let agent = ada(app, "").await;
    let lost = task(&app.owner(), "Count the words").await;
    // It holds the agents, and its agent the task; then it is killed.
    one.supervisor.reconcile().await.unwrap();
    let reference = AgentRef { org: agent.org(), agent: agent.id(), name: "ada".to_owned() };
    let of_agent = agents::op_of(&app.app, &reference).await.unwrap();
    let offer = Offer { worker: "ada".to_owned(), roles: ["developer".to_owned()].into(), ..Offer::default() };
    assert_eq!(tasks::claim(&of_agent, ClaimRequest { offer, most: 1, lease: None }).await.unwrap().len(), 1);
    let killed = app.app.now();
    other.look().await;
    assert_eq!(other.status(lost).await, Status::Running, "nobody knows that it is gone");

    let again = House::called(app, "one");
    let setup = Op::of_worker(app.app.clone(), "supervisor");
    assert_eq!(agents::reclaim(&setup, "one").await.unwrap(), 1);
    again.look().await;
    assert_eq!(again.status(lost).await, Status::Queued, "it knows that its earlier life is over");
    app.clock.advance(Duration::from_secs(2));
    tasks::settle_due(&Op::of_worker(app.app.clone(), "tasks"), false).await.unwrap();
    let started = again.started().await;
    assert!(started.turn().await.text.contains("Count the words"));
    assert!(app.app.now() < killed.plus(Duration::from_secs(6)), "before any hold could have ended");
    again.end().await;
}

/// Nothing was given back: whoever was killed says nothing. The agent's processes are gone all the same, so nobody waits for its lease; what
/// somebody holds who is no agent is theirs as long as theirs lasts.
async fn what_an_agent_had_when_its_server_was_killed_is_taken_up_again_at_once(app: &TestApp) {
    let agent = ada(app, "").await;
    for title in ["Count the words", "Count the lines"] {
        task(&app.owner(), title).await;
    }
    let reference = AgentRef { org: agent.org(), agent: agent.id(), name: "ada".to_owned() };
    let of_agent = agents::op_of(&app.app, &reference).await.unwrap();
    let mut taken = Vec::new();
    for op in [of_agent, app.owner()] {
        let offer = Offer { worker: "ada".to_owned(), roles: ["developer".to_owned()].into(), ..Offer::default() };
        taken.extend(tasks::claim(&op, ClaimRequest { offer, most: 1, lease: None }).await.unwrap());
    }
    let [lost, kept] = [0, 1].map(|number| &taken[number].task);
    let killed = app.app.now();
    let house = House::new(app);
    house.look().await;
    assert_eq!(house.status(lost.id).await, Status::Queued);
    // As long as a new attempt waits.
    app.clock.advance(Duration::from_secs(10));
    tasks::settle_due(&Op::of_worker(app.app.clone(), "tasks"), false).await.unwrap();
    let agent = house.started().await;
    assert!(agent.turn().await.text.contains(&lost.title));
    assert!(app.app.now() < killed.plus(Duration::from_secs(20)), "long before the lease ends");
    let found = tasks::find(&app.owner(), lost.id).await.unwrap();
    assert_eq!((found.attempt(), found.task.attempts.len()), (2, 1), "the attempt that was lost counts");
    assert_eq!(tasks::find(&app.owner(), kept.id).await.unwrap().attempt(), 1);
    house.end().await;
}

/// Whoever completes a task by tool is in the middle of a turn: its process stays, and works on the next task.
async fn an_agent_that_ended_its_task_says_its_last_words(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    let first = task(&app.owner(), "Count the words").await;
    let agent = house.started().await;
    let turn = agent.turn().await;
    assert!(!house.call("complete_task", json!({"summary": "twelve"})).await.failed);
    assert_eq!(house.status(first).await, Status::Done);
    // Each look takes longer than many beats.
    for _ in 0..3 {
        house.look().await;
    }
    turn.finish();
    task(&app.owner(), "Count the lines").await;
    house.look().await;
    assert!(agent.turn().await.text.contains("Count the lines"));
    assert!(!house.has_started().await, "it is the same process");
    house.end().await;
}
