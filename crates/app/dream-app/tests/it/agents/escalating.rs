//! What agents cannot solve: told to the captain, answered, or told to people.

use super::{calling, refusal, registered, worker};
use crate::tasks::{created, titled};
use dream_access::Role;
use dream_app::Kind;
use dream_app::escalations::{self, EscalationText, NewEscalation};
use dream_id::Limit;
use dream_messages::{Channel, Space};
use dream_swarm::{EscalationKind, EscalationStatus, Tried};
use dream_testkit::{TestApp, found};
use std::time::Duration;

fn stuck(agent: Option<dream_id::AgentId>) -> NewEscalation {
    NewEscalation {
        about: EscalationKind::Stuck,
        agent,
        task: None,
        title: "ada does not get on".to_owned(),
        text: "It was nudged and restarted.".to_owned(),
        tried: vec![Tried::Nudged, Tried::Restarted],
        term: None,
    }
}

/// How many messages a channel of the organisation has.
async fn said(app: &TestApp, channel: Channel) -> u64 {
    app.app.bus.channel(Space::org(app.org), &channel).await.unwrap().map_or(0, |channel| channel.head)
}

async fn an_answer_goes_to_the_agent_as_an_order(app: &TestApp) {
    let ada = registered(app, "ada", "").await;
    let task = created(&app.owner(), titled("the report")).await;
    let new = NewEscalation { task: Some(task), ..stuck(Some(ada.id())) };
    let id = escalations::raise_for(&worker(app), app.org, new).await.unwrap();
    assert_eq!(said(app, Channel::Captain).await, 1);
    let owner = app.owner();
    escalations::acknowledge(&owner, id).await.unwrap();
    let answered = escalations::answer(&owner, id, "leave the chart out".to_owned()).await.unwrap();
    assert_eq!((answered.status, answered.handled_by.clone()), (EscalationStatus::Answered, Some(owner.by().actor)));
    let text = EscalationText::of(&owner, &answered).await.unwrap();
    assert_eq!((text.text.as_deref(), text.answer.as_deref()), (Some("It was nudged and restarted."), Some("leave the chart out")));
    assert_eq!(said(app, Channel::Orders("ada".to_owned())).await, 1);
    assert_eq!(escalations::resolve(&owner, id).await.unwrap().status, EscalationStatus::Resolved);
    assert_eq!(refusal(escalations::answer(&owner, id, "x".to_owned()).await), (Kind::Conflict, "escalation_over"));
}

async fn people_are_told_of_what_nobody_answers(app: &TestApp) {
    let worker = worker(app);
    let first = escalations::raise_for(&worker, app.org, stuck(None)).await.unwrap();
    let soon = NewEscalation { term: Some(Duration::from_mins(1)), ..stuck(None) };
    let answered = escalations::raise_for(&worker, app.org, soon).await.unwrap();
    escalations::answer(&app.owner(), answered, "seen to".to_owned()).await.unwrap();
    assert_eq!(escalations::tell_due(&worker).await.unwrap(), 0);
    app.clock.advance(Duration::from_mins(15));
    assert_eq!(escalations::tell_due(&worker).await.unwrap(), 1);
    assert_eq!(escalations::tell_due(&worker).await.unwrap(), 0, "once");
    assert_eq!(said(app, Channel::Topic("owners".to_owned())).await, 1);
    assert!(escalations::find(&app.owner(), first).await.unwrap().people_told_at.is_some());
}

async fn an_agent_speaks_of_itself_alone_and_answers_nobody(app: &TestApp) {
    let (ada, bob) = (registered(app, "ada", "").await, registered(app, "bob", "").await);
    let op = calling(app, &ada).await;
    let id = escalations::raise(&op, stuck(Some(bob.id()))).await.unwrap();
    let raised = escalations::find(&app.owner(), id).await.unwrap().raised.clone();
    assert_eq!((raised.about, raised.agent_name.as_deref(), raised.tried), (EscalationKind::Help, Some("ada"), vec![]));
    assert_eq!(refusal(escalations::answer(&op, id, "yes".to_owned()).await).0, Kind::Forbidden);
    assert_eq!(refusal(escalations::raise(&app.person(Role::Viewer).await, stuck(None)).await).0, Kind::Forbidden);
}

/// Trap 28.
async fn escalations_of_another_organisation_are_not_there(app: &TestApp) {
    let id = escalations::raise_for(&worker(app), app.org, stuck(None)).await.unwrap();
    let stranger = found(&app.app, "second").await.owner;
    assert_eq!(refusal(escalations::find(&stranger, id).await), (Kind::NotFound, "not_found"));
    assert_eq!(refusal(escalations::answer(&stranger, id, "x".to_owned()).await), (Kind::NotFound, "not_found"));
    assert!(escalations::list(&stranger, None, None, Limit::default()).await.unwrap().items.is_empty());
    let raised = escalations::list(&app.owner(), Some(EscalationStatus::Raised), None, Limit::default()).await.unwrap();
    assert_eq!(raised.items.len(), 1);
    assert!(escalations::list(&app.owner(), Some(EscalationStatus::Resolved), None, Limit::default()).await.unwrap().items.is_empty());
}

dream_testkit::for_both_engines!(
    an_agent_speaks_of_itself_alone_and_answers_nobody,
    an_answer_goes_to_the_agent_as_an_order,
    escalations_of_another_organisation_are_not_there,
    people_are_told_of_what_nobody_answers,
);
