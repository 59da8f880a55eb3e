//! Processes that end when they should not, and ones that end because their work was taken away.

use super::{House, Plan, ada, soon, task, until};
use dream_app::{agents, tasks};
use dream_swarm::{EscalationKind, Status};
use dream_testkit::TestApp;
use std::time::Duration;

dream_testkit::for_both_engines!(
    a_crash_loop_ends_in_an_escalation_and_a_person_begins_anew,
    cancelled_work_counts_as_no_crash,
    one_that_does_not_greet_is_tried_again,
);

const LOOP: &str = "[restart]\nwait_min = \"1s\"\nwait_max = \"2s\"\ncrashes = 3\nwithin = \"10m\"";

async fn a_crash_loop_ends_in_an_escalation_and_a_person_begins_anew(app: &TestApp) {
    let house = House::new(app);
    ada(app, LOOP).await;
    let task = task(&app.owner(), "Count the words").await;
    for _ in 0..3 {
        let agent = house.started().await;
        agent.turn().await;
        agent.crash();
    }
    let raised = until(app, "an escalation", async || house.escalations().await.into_iter().next()).await;
    assert_eq!((raised.raised.about, raised.raised.task), (EscalationKind::CrashLoop, Some(task)));
    let given_up = until(app, "that it is given up", async || house.agent("ada").await.given_up.clone()).await;
    assert_eq!((given_up.code.as_str(), house.agent("ada").await.crashes), ("crash_loop", 3));
    house.after(Duration::from_mins(5)).await;
    assert!(!house.has_started().await, "nothing is started until a person says so");
    agents::restart(&app.owner(), "ada").await.unwrap();
    super::task(&app.owner(), "Count the letters").await;
    house.started().await;
    assert!(house.agent("ada").await.given_up.is_none());
    house.end().await;
}

/// Trap 25.
async fn cancelled_work_counts_as_no_crash(app: &TestApp) {
    let house = House::new(app);
    ada(app, LOOP).await;
    for number in 0..4 {
        let task = task(&app.owner(), &format!("Count the words of letter {number}")).await;
        let agent = house.started().await;
        let _turn = agent.turn().await;
        tasks::cancel(&app.owner(), task, None, false).await.unwrap();
        soon("the end of its process", agent.process.exited()).await;
        until(app, "the end of the task", async || (house.status(task).await == Status::Cancelled).then_some(())).await;
    }
    let agent = house.agent("ada").await;
    assert_eq!((agent.crashes, agent.given_up.clone()), (0, None));
    house.end().await;
}

async fn one_that_does_not_greet_is_tried_again(app: &TestApp) {
    let house = House::new(app);
    ada(app, LOOP).await;
    house.plan(Plan::Refused);
    let task = task(&app.owner(), "Count the words").await;
    let agent = house.started().await;
    let _turn = agent.turn().await;
    assert!(!house.call("complete_task", serde_json::json!({"summary": "12"})).await.failed);
    assert_eq!(house.status(task).await, Status::Done);
    until(app, "that the first start is counted", async || (house.agent("ada").await.crashes == 1).then_some(())).await;
    house.end().await;
}
