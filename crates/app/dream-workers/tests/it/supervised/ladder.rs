//! The ladder, end to end: told to go on, started again, told of; and what people say to an agent in between.

use super::{House, ada, soon, task, until, until_seen};
use dream_app::agents;
use dream_messages::{Channel, Space};
use dream_ports::TurnEnd;
use dream_swarm::{EscalationKind, Status, Tried};
use dream_testkit::TestApp;
use dream_workers::Reconciler as _;
use std::time::Duration;

dream_testkit::for_both_engines!(
    a_conversation_that_ends_late_says_nothing_of_the_next_process,
    a_person_nudges_with_words_of_their_own,
    a_server_that_is_gone_after_the_nudge_escalates_once_and_only_after_the_whole_ladder,
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
    let raised = until(app, "an escalation", async || house.escalations().await.into_iter().next()).await;
    assert_eq!(raised.raised.about, EscalationKind::Stuck);
    assert_eq!(raised.raised.tried, [Tried::Nudged, Tried::Restarted]);
    assert_eq!((raised.raised.task, raised.raised.agent_name.as_deref()), (Some(task), Some("ada")));
    let captain = async || app.app.bus.channel(Space::org(app.org), &Channel::Captain).await.unwrap().filter(|channel| channel.head == 1);
    until_seen("a word to the captain", captain).await;
    until(app, "the attempt's end", async || (house.status(task).await == Status::Queued).then_some(())).await;
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

/// The work of the first process goes on with the second one, which was taken to have broken off, and without anything in its hands.
async fn a_conversation_that_ends_late_says_nothing_of_the_next_process(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    let task = task(&app.owner(), "Count the words").await;
    let first = house.started().await;
    let held_up = first.turn().await.break_off_held_up().await;
    first.crash();
    let second = house.started().await;
    let turn = second.turn().await;
    held_up.go_on().await;
    agents::nudge(&app.owner(), "ada", Some("leave the chart out".to_owned())).await.unwrap();
    house.look().await;
    let nudged = second.turn().await;
    assert!(nudged.text.starts_with("leave the chart out"), "the second one is at it still: {}", nudged.text);
    until(app, "the first one's crash", async || (house.agent("ada").await.crashes == 1).then_some(())).await;
    assert!(!house.call("complete_task", serde_json::json!({"summary": "12"})).await.failed, "the work is in its hands");
    assert_eq!(house.status(task).await, Status::Done);
    drop(turn);
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

/// Nothing of a ladder is kept over a crash: what was begun is begun again, and ends in one escalation.
async fn a_server_that_is_gone_after_the_nudge_escalates_once_and_only_after_the_whole_ladder(app: &TestApp) {
    ada(app, "").await;
    let task = task(&app.owner(), "Count the words").await;
    let house = House::new(app);
    let doomed = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (supervisor, taker) = (house.supervisor.clone(), house.supervisor.task_taker());
    doomed.spawn(async move {
        loop {
            supervisor.reconcile().await.unwrap();
            taker.reconcile().await.unwrap();
        }
    });
    let first = soon("a process", async { house.launched.lock().await.recv().await.unwrap() }).await;
    first.turn().await;
    app.clock.advance(IDLE);
    assert!(first.turn().await.text.contains("Nothing has been heard"));
    // Killed: none of its tasks does anything from here on.
    tokio::task::spawn_blocking(move || doomed.shutdown_timeout(Duration::from_secs(20))).await.unwrap();
    drop(house);
    let house = House::new(app);
    house.supervisor.sweep(false).await.unwrap();
    // What the killed one held is free when its lease ends.
    let keeper = dream_workers::TaskKeeper::new(app.app.clone());
    for _ in 0..3 {
        // At its first look it does not know yet how the clock goes; at the last one the wait for another attempt is over.
        app.clock.advance(Duration::from_mins(5));
        keeper.reconcile().await.unwrap();
    }
    let second = house.started().await;
    assert!(second.turn().await.text.contains("Count the words"));
    assert_eq!(house.escalations().await.len(), 0, "a nudge is not the whole ladder");
    house.after(IDLE).await;
    assert!(second.turn().await.text.contains("Nothing has been heard"));
    house.after(IDLE).await;
    soon("the second one's end", second.process.exited()).await;
    let third = house.started().await;
    third.turn().await;
    house.after(IDLE).await;
    let raised = until(app, "an escalation", async || house.escalations().await.into_iter().next()).await;
    assert_eq!((raised.raised.about, raised.raised.task), (EscalationKind::Stuck, Some(task)));
    assert_eq!(raised.raised.tried, [Tried::Nudged, Tried::Restarted]);
    house.end().await;
    let house = House::new(app);
    assert_eq!(house.escalations().await.len(), 1);
    house.end().await;
}
