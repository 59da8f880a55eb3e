//! The ladder, end to end: told to go on, started again, told of; and what people say to an agent in between.

use super::{House, ada, soon, task, until};
use dream_app::agents;
use dream_messages::{Channel, Space};
use dream_ports::TurnEnd;
use dream_swarm::{EscalationKind, Status, Tried};
use dream_testkit::TestApp;
use std::time::Duration;

dream_testkit::for_both_engines!(
    a_person_nudges_with_words_of_their_own,
    trap_24_an_agent_that_does_not_get_on_is_nudged_started_again_and_told_of,
    what_an_agent_cannot_take_up_it_is_told_anew,
);

/// The time after which an agent is idle unless its manifest says otherwise.
const IDLE: Duration = Duration::from_mins(5);

async fn trap_24_an_agent_that_does_not_get_on_is_nudged_started_again_and_told_of(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    let task = task(&app.owner(), "Count the words").await;
    let first = house.started().await;
    assert!(first.turn().await.text.contains("Count the words"));
    house.after(IDLE).await;
    let nudged = first.turn().await.text;
    assert!(nudged.contains("Nothing has been heard") && nudged.contains("Count the words"), "{nudged}");
    house.after(IDLE).await;
    soon("the first one's end", first.process.exited()).await;
    let second = house.started().await;
    assert!(second.turn().await.text.contains("Count the words"));
    assert_eq!(*second.taken_up.lock().unwrap(), [first.session().0], "the conversation goes on");
    house.after(IDLE).await;
    soon("the second one's end", second.process.exited()).await;
    let raised = until("an escalation", async || house.escalations().await.into_iter().next()).await;
    assert_eq!(raised.raised.about, EscalationKind::Stuck);
    assert_eq!(raised.raised.tried, [Tried::Nudged, Tried::Restarted]);
    assert_eq!((raised.raised.task, raised.raised.agent_name.as_deref()), (Some(task), Some("ada")));
    let captain = async || app.app.bus.channel(Space::org(app.org), &Channel::Captain).await.unwrap().filter(|channel| channel.head == 1);
    until("a word to the captain", captain).await;
    until("the attempt's end", async || (house.status(task).await == Status::Queued).then_some(())).await;
    assert_eq!(house.agent("ada").await.crashes, 0, "stuck is not crashed");
    house.end().await;
}

async fn what_an_agent_cannot_take_up_it_is_told_anew(app: &TestApp) {
    let house = House::with(app, false);
    ada(app, "").await;
    task(&app.owner(), "Count the words").await;
    let first = house.started().await;
    let opening = first.turn().await.text;
    first.crash();
    let second = house.started().await;
    assert_eq!(second.turn().await.text, opening, "all of it, from the beginning");
    assert!(second.taken_up.lock().unwrap().is_empty());
    house.end().await;
}

async fn a_person_nudges_with_words_of_their_own(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    task(&app.owner(), "Count the words").await;
    let agent = house.started().await;
    let turn = agent.turn().await;
    agents::nudge(&app.owner(), "ada", Some("leave the chart out".to_owned())).await.unwrap();
    house.look().await;
    let nudged = agent.turn().await;
    assert!(nudged.text.starts_with("leave the chart out") && nudged.text.contains("Count the words"), "{}", nudged.text);
    drop(turn);
    nudged.fail_with(Ok(TurnEnd::Finished));
    assert!(agent.turn().await.text.contains("not completed"));
    house.end().await;
}
