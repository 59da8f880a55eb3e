//! Work that waits for people: an agent that has asked and ended its turn goes on with the answer.

use super::{House, ada, task, until, until_seen};
use dream_app::{agents, permissions};
use dream_swarm::Status;
use dream_testkit::TestApp;
use serde_json::json;
use std::time::Duration;

dream_testkit::for_both_engines!(an_agent_that_has_asked_waits_for_the_answer_and_goes_on_with_it);

async fn an_agent_that_has_asked_waits_for_the_answer_and_goes_on_with_it(app: &TestApp) {
    let house = House::new(app);
    let observing = house.observing();
    ada(app, "").await;
    let task = task(&app.owner(), "Send the letter").await;
    let agent = house.started().await;
    let turn = agent.turn().await;
    let asked = house.call("ask_person", json!({"question": "May the letter go out?", "choices": ["yes", "no"]})).await;
    let question = asked.data.unwrap()["question"].as_str().unwrap().parse().unwrap();
    turn.finish();
    let waits = async || app.app.desk().find(&agent.of, agent.session().1).filter(|hand| hand.activity().waits()).map(drop);
    until_seen("that it waits", waits).await;
    let says_so = async || {
        house.look().await;
        let seen = agents::find(&app.owner(), "ada").await.unwrap().processes;
        seen.iter().find(|(_, seen)| seen.reason.as_ref().is_some_and(|reason| reason.contains("waits for people"))).map(drop)
    };
    until_seen("that it is said why nothing happens", says_so).await;
    for _ in 0..3 {
        house.after(Duration::from_mins(10)).await;
    }
    assert_eq!((house.status(task).await, house.escalations().await.len()), (Status::Running, 0), "waiting is not being stuck");
    permissions::answer(&app.owner(), question, "yes".to_owned()).await.unwrap();
    let turn = agent.turn().await;
    assert!(turn.text.contains("yes") && turn.text.contains(&question.to_string()), "{}", turn.text);
    assert!(!house.call("complete_task", json!({"summary": "sent"})).await.failed);
    turn.finish();
    until(app, "its end", async || (house.status(task).await == Status::Done).then_some(())).await;
    house.end().await;
    observing.await.unwrap();
}
