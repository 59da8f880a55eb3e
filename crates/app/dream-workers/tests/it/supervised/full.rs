//! A disk that is full while an agent is to work: no fault of the agent's, and the work goes on when there is room.

use super::{House, ada, soon, task};
use dream_app::tasks;
use dream_swarm::Status;
use dream_testkit::TestApp;
use serde_json::json;
use std::sync::atomic::Ordering;

dream_testkit::for_both_engines!(a_socket_of_tools_that_cannot_be_made_costs_no_attempt);

async fn a_socket_of_tools_that_cannot_be_made_costs_no_attempt(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    house.gateway.full.store(3, Ordering::Relaxed);
    let task = task(&app.owner(), "Count the words").await;
    let told = async {
        let agent = house.started().await;
        let turn = agent.turn();
        tokio::pin!(turn);
        loop {
            tokio::select! {
                turn = &mut turn => return turn,
                () = house.look() => {}
            }
        }
    };
    let turn = soon("that the agent is told its work", told).await;
    assert!(turn.text.contains("Count the words"), "{}", turn.text);
    assert!(!house.call("complete_task", json!({"summary": "12"})).await.failed);
    turn.finish();
    let found = tasks::find(&app.owner(), task).await.unwrap();
    assert_eq!((found.standing().status, found.task.failures, house.escalations().await.len()), (Status::Done, 0, 0));
    assert_eq!((house.agent("ada").await.crashes, house.gateway.full.load(Ordering::Relaxed)), (0, 0));
    house.end().await;
}
