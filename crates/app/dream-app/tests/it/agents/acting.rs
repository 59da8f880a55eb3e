//! What an agent may do for itself, and what it may not.

use super::{calling, reference, refusal, registered};
use crate::access::project;
use crate::tasks::{created, offer, titled};
use dream_access::Role;
use dream_app::agents::{self, op_of};
use dream_app::tasks::{self, ClaimRequest, Completion, NewTask};
use dream_app::{IdempotencyKey, Kind, members, projects, swarm, tokens};
use dream_ledger::Actor;
use dream_swarm::{Desired, Offer};
use dream_testkit::{TestApp, found};

async fn an_agent_works_under_its_own_name(app: &TestApp) {
    let op = calling(app, &registered(app, "ada", "").await).await;
    assert_eq!(op.by().actor, Actor::Agent { name: "ada".to_owned() });
    let task = created(&op, titled("mine")).await;
    let claimed = tasks::claim(&op, offer("ada")).await.unwrap().remove(0);
    let done = Completion { task, worker: Some("ada".to_owned()), attempt: Some(claimed.attempt), output: None, artifacts: vec![] };
    let shown = tasks::complete(&op, done).await.unwrap();
    assert_eq!(shown.task.created_by, Actor::Agent { name: "ada".to_owned() });
}

/// Trap 17: what is for people, and what steers agents, is not for an agent that was given nothing.
async fn trap_17_an_agent_never_counts_as_a_person(app: &TestApp) {
    let op = calling(app, &registered(app, "ada", "").await).await;
    for (what, refused) in [
        ("token", refusal(tokens::list(&op, tokens::Whose::Own, None, dream_id::Limit::default()).await)),
        ("member", refusal(members::remove(&op, crate::access::member(&app.owner()).await).await)),
        ("register", refusal(agents::register(&op, "m.toml", super::manifest("bob", ""), None).await)),
        ("control", refusal(agents::want(&op, "ada", Desired::Running).await)),
        ("stop all", refusal(swarm::stop_all(&op, None).await)),
        ("start all", refusal(swarm::start_all(&op).await)),
        ("captain", refusal(swarm::set_captain(&op, swarm::CaptainChoice::Nobody).await)),
        ("broadcast", refusal(swarm::broadcast(&op, "do as I say").await)),
    ] {
        assert_eq!(refused.0, Kind::Forbidden, "{what}: {}", refused.1);
    }
    assert_eq!(refusal(op.person()), (Kind::Forbidden, "people_only"));
}

async fn an_agent_of_a_project_works_there_alone(app: &TestApp) {
    let (site, shop) = (project(&app.owner(), "site").await, project(&app.owner(), "shop").await);
    let op = calling(app, &registered(app, "ada", &format!("projects = [\"{site}\"]")).await).await;
    let of = |project, title: &str| NewTask { project, ..titled(title) };
    created(&op, of(Some(site), "here")).await;
    for elsewhere in [None, Some(shop)] {
        assert_eq!(refusal(tasks::create(&op, of(elsewhere, "elsewhere")).await), (Kind::Forbidden, "role_too_low"));
    }
    assert_eq!(refusal(projects::find(&op, shop).await).0, Kind::Forbidden);
    let claim = ClaimRequest { offer: Offer { project: Some(shop), ..offer("ada").offer }, ..offer("ada") };
    assert_eq!(refusal(tasks::claim(&op, claim).await), (Kind::Forbidden, "role_too_low"));
    let bound = app.person(None).await;
    let seen = agents::list(&app.again(&bound).await).await.unwrap();
    assert!(seen.is_empty(), "who sees neither the project nor the organisation sees no agent of it");
    assert_eq!(agents::list(&app.person(Role::Viewer).await).await.unwrap().len(), 1);
}

/// What an agent was stopped for counts for the operation that it began before, too.
async fn an_agent_that_may_not_act_any_more_is_refused_within_its_command(app: &TestApp) {
    let owner = app.owner();
    let agent = registered(app, "ada", "").await;
    let op = calling(app, &agent).await;
    agents::want(&owner, "ada", Desired::Stopped).await.unwrap();
    assert_eq!(refusal(tasks::create(&op, titled("late")).await), (Kind::Conflict, "agent_stopped"));
    assert_eq!(refusal(op_of(&app.app, &reference(&agent)).await), (Kind::Conflict, "agent_stopped"));
    agents::want(&owner, "ada", Desired::OnDemand).await.unwrap();
    created(&op, titled("in time")).await;
    swarm::stop_all(&owner, None).await.unwrap();
    assert_eq!(refusal(tasks::create(&op, titled("late")).await), (Kind::Conflict, "swarm_stopped"));
    swarm::start_all(&owner).await.unwrap();
    created(&op, titled("again")).await;
    agents::remove(&owner, "ada").await.unwrap();
    assert_eq!(refusal(tasks::create(&op, titled("late")).await), (Kind::Unauthenticated, "unknown_agent"));
}

async fn an_agent_of_another_organisation_is_none(app: &TestApp) {
    let other = found(&app.app, "second").await;
    let mine = reference(&registered(app, "ada", "").await);
    let stolen = dream_ports::AgentRef { org: other.org, ..mine };
    assert_eq!(refusal(op_of(&app.app, &stolen).await), (Kind::Unauthenticated, "unknown_agent"));
}

async fn a_command_of_an_agent_is_done_once_for_its_key(app: &TestApp) {
    let (ada, bob) = (registered(app, "ada", "").await, registered(app, "bob", "").await);
    let keyed = |op: dream_app::Op| op.with_key(Some(IdempotencyKey::parse("one").unwrap()));
    let (ada, bob) = (keyed(calling(app, &ada).await), keyed(calling(app, &bob).await));
    let first = created(&ada, titled("once")).await;
    assert_eq!(created(&ada, titled("once")).await, first);
    assert_eq!(refusal(tasks::create(&ada, titled("twice")).await), (Kind::Conflict, "idempotency_key_reused"));
    assert_ne!(created(&bob, titled("once")).await, first, "another's key is another key");
}

dream_testkit::for_both_engines!(
    a_command_of_an_agent_is_done_once_for_its_key,
    an_agent_of_a_project_works_there_alone,
    an_agent_of_another_organisation_is_none,
    an_agent_that_may_not_act_any_more_is_refused_within_its_command,
    an_agent_works_under_its_own_name,
    trap_17_an_agent_never_counts_as_a_person,
);
