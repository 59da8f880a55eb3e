//! The captain, orders to all, and the hold that stops every agent.

use super::{calling, refusal, registered, worker};
use dream_access::Role;
use dream_app::swarm::{self, CaptainChoice};
use dream_app::{Kind, agents};
use dream_messages::{Channel, Space};
use dream_store::swarms;
use dream_swarm::{Captain, CaptainRight, Desired};
use dream_testkit::{TestApp, found};

async fn a_hold_stands_until_somebody_who_may_lifts_it(app: &TestApp) {
    let reviewer = app.person(Role::Reviewer).await;
    assert_eq!(refusal(swarm::stop_all(&app.person(Role::Contributor).await, None).await), (Kind::Forbidden, "role_too_low"));
    swarm::stop_all(&reviewer, Some("they run wild".to_owned())).await.unwrap();
    swarm::stop_all(&app.owner(), Some("again".to_owned())).await.unwrap();
    let shown = swarm::show(&reviewer).await.unwrap();
    assert_eq!((shown.stop.unwrap().by, shown.stop_reason.as_deref()), (reviewer.by().actor, Some("they run wild")));
    assert_eq!(refusal(swarm::start_all(&reviewer).await), (Kind::Forbidden, "role_too_low"));
    assert_eq!(swarm::start_all(&app.owner()).await.unwrap().stop, None);
}

/// A signal to the server stops every agent of every organisation.
async fn the_server_stops_all_and_starts_none(app: &TestApp) {
    let other = found(&app.app, "second").await.owner;
    swarm::stop_all(&worker(app), Some("signal".to_owned())).await.unwrap();
    let mut reader = app.app.store.read().await.unwrap();
    let all = swarms::all(&mut reader, app.app.system).await.unwrap();
    assert!(all.len() == 2 && all.iter().all(|swarm| swarm.stop.is_some()));
    drop(reader);
    assert!(swarm::show(&other).await.unwrap().stop.is_some());
    swarm::start_all(&other).await.unwrap();
    assert!(swarm::show(&app.owner()).await.unwrap().stop.is_some(), "each organisation lifts its own");
}

async fn an_agent_captain_has_exactly_the_rights_that_it_was_given(app: &TestApp) {
    let owner = app.owner();
    let (lead, _) = (registered(app, "lead", "").await, registered(app, "ada", "").await);
    let op = calling(app, &lead).await;
    let set = |rights: &[CaptainRight]| CaptainChoice::Agent("lead".to_owned(), rights.iter().copied().collect());
    swarm::set_captain(&owner, set(&[])).await.unwrap();
    assert_eq!(refusal(swarm::broadcast(&op, "x").await).0, Kind::Forbidden, "the office alone gives nothing");
    swarm::set_captain(&owner, set(&[CaptainRight::Order, CaptainRight::Manage, CaptainRight::StopAll])).await.unwrap();
    let op = calling(app, &lead).await;
    assert_eq!(swarm::broadcast(&op, "begin with the tests").await.unwrap().sent, 2);
    agents::want(&op, "ada", Desired::Stopped).await.unwrap();
    swarm::stop_all(&op, None).await.unwrap();
    assert_eq!(refusal(swarm::start_all(&op).await), (Kind::Conflict, "swarm_stopped"), "the hold holds the captain too");
    swarm::start_all(&owner).await.unwrap();
    let captain = swarm::show(&owner).await.unwrap().captain;
    assert!(matches!(captain, Some(Captain::Agent { id, .. }) if id == lead.id()));
    swarm::set_captain(&owner, CaptainChoice::Nobody).await.unwrap();
    assert_eq!(refusal(agents::want(&op, "ada", Desired::OnDemand).await).0, Kind::Forbidden, "taken away from what it began before, too");
    assert_eq!(refusal(swarm::broadcast(&calling(app, &lead).await, "x").await).0, Kind::Forbidden);
}

async fn a_person_captain_is_a_member(app: &TestApp) {
    let person = app.person(Role::Maintainer).await;
    let view = swarm::set_captain(&app.owner(), CaptainChoice::Person(person.person().unwrap())).await.unwrap();
    assert_eq!(view.captain_name.as_deref(), Some("person 1"));
    let stranger = found(&app.app, "second").await.owner;
    let theirs = CaptainChoice::Person(stranger.person().unwrap());
    assert_eq!(refusal(swarm::set_captain(&app.owner(), theirs).await), (Kind::NotFound, "not_found"));
    assert_eq!(refusal(swarm::set_captain(&person, CaptainChoice::Nobody).await), (Kind::Forbidden, "role_too_low"));
}

async fn an_order_to_all_reaches_each_on_its_own_channel(app: &TestApp) {
    for name in ["ada", "bob"] {
        registered(app, name, "").await;
    }
    let sent = swarm::broadcast(&app.owner(), "stop what you do").await.unwrap();
    assert_eq!((sent.sent, sent.failed), (2, vec![]));
    assert_eq!(refusal(swarm::broadcast(&app.owner(), " \n").await).1, "empty_order");
    for name in ["ada", "bob"] {
        let channel = app.app.bus.channel(Space::org(app.org), &Channel::Orders(name.to_owned())).await.unwrap().unwrap();
        assert_eq!(channel.head, 1, "{name}");
    }
}

async fn what_the_sandbox_showed_is_recorded_once(app: &TestApp) {
    let report = |held| dream_ports::SandboxReport {
        level: dream_ports::SandboxLevel::Landlock,
        measures: vec![],
        cases: vec![dream_ports::SelfTestCase { level: dream_ports::SandboxLevel::Namespaces, name: "connect_tcp".to_owned(), held }],
        limits: vec![dream_ports::HeldLimit { limit: dream_ports::Limit::Memory, by: dream_ports::Holder::Cgroup }],
    };
    for held in [true, true, false] {
        swarm::record_self_test(&worker(app), app.org, &report(held)).await.unwrap();
    }
    let swarm = swarms::of(&mut app.app.store.read().await.unwrap(), app.org).await.unwrap().unwrap();
    assert_eq!(swarm.saved_version(), 3, "formed, and two results that differ");
    assert_eq!(swarm.sandbox.as_ref().unwrap().failed, ["namespaces/connect_tcp"]);
    assert_eq!(swarm.sandbox.as_ref().unwrap().limits["memory"], "cgroup");
    assert_eq!(refusal(swarm::record_self_test(&app.owner(), app.org, &report(true)).await), (Kind::Forbidden, "workers_only"));
}

dream_testkit::for_both_engines!(
    a_hold_stands_until_somebody_who_may_lifts_it,
    a_person_captain_is_a_member,
    an_agent_captain_has_exactly_the_rights_that_it_was_given,
    an_order_to_all_reaches_each_on_its_own_channel,
    the_server_stops_all_and_starts_none,
    what_the_sandbox_showed_is_recorded_once,
);
