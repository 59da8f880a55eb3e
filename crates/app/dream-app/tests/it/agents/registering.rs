//! Registering, changing and removing agents, and what is seen of them.

use super::{manifest, refusal, registered, worker};
use crate::access::project;
use dream_access::Role;
use dream_app::agents::{self, Seen};
use dream_app::{Kind, messages};
use dream_roles::Craft;
use dream_swarm::{Desired, Observation, Observed};
use dream_testkit::{TestApp, found};

async fn an_organisation_begins_with_an_agent_for_each_craft(app: &TestApp) {
    for _ in 0..2 {
        agents::ensure_all(&worker(app)).await.unwrap();
        let listed = agents::list(&app.owner()).await.unwrap();
        assert_eq!(listed.len(), Craft::ALL.len());
        assert!(listed.iter().all(|view| view.agent.builtin && view.agent.desired == Desired::OnDemand && view.processes.is_empty()));
    }
    // What a person removed stays away.
    agents::remove(&app.owner(), "writer").await.unwrap();
    agents::ensure_all(&worker(app)).await.unwrap();
    assert_eq!(refusal(agents::find(&app.owner(), "writer").await), (Kind::NotFound, "not_found"));
}

async fn a_manifest_is_registered_changed_and_shown(app: &TestApp) {
    let owner = app.owner();
    let agent = registered(app, "ada", "").await;
    assert_eq!(agents::source(&owner, &agent).await.unwrap(), Some(manifest("ada", "")));
    let order = messages::Outgoing {
        channel: "agent/ada".to_owned(),
        project: None,
        body: "hello".to_owned(),
        headers: dream_messages::Headers::new(),
        key: None,
        expires_in: None,
        reply_to: None,
        correlation: None,
    };
    messages::send(&owner, order).await.unwrap();
    let changed = registered(app, "ada", "concurrency = 3").await;
    assert_eq!((changed.id(), changed.edition, changed.manifest.concurrency), (agent.id(), 2, 3));
    agents::remove(&owner, "ada").await.unwrap();
    assert_eq!(agents::list(&owner).await.unwrap().len(), 0);
    let again = registered(app, "ada", "").await;
    assert_eq!((again.id(), again.removed), (agent.id(), false), "it is the same agent, with its history");
}

async fn what_cannot_be_registered_is_refused(app: &TestApp) {
    let owner = app.owner();
    let fault = agents::register(&owner, "a.toml", manifest("ada", "concurency = 1"), None).await.unwrap_err();
    assert_eq!((fault.kind, fault.code), (Kind::Invalid, "invalid_manifest"));
    assert!(fault.message.starts_with("a.toml:3:1: unknown key"), "{fault}");
    let elsewhere = found(&app.app, "second").await.owner;
    let theirs = project(&elsewhere, "theirs").await;
    let held = manifest("ada", &format!("projects = [\"{theirs}\"]"));
    assert_eq!(refusal(agents::register(&owner, "m.toml", held, None).await), (Kind::NotFound, "not_found"));
    for role in [Role::Viewer, Role::Reviewer] {
        let person = app.person(role).await;
        assert_eq!(refusal(agents::register(&person, "m.toml", manifest("ada", ""), None).await).0, Kind::Forbidden);
    }
}

/// Trap 28: agents of another organisation are not there.
async fn agents_of_another_organisation_are_not_there(app: &TestApp) {
    let stranger = found(&app.app, "second").await.owner;
    registered(app, "ada", "").await;
    for (number, refused) in [
        refusal(agents::find(&stranger, "ada").await),
        refusal(agents::want(&stranger, "ada", Desired::Running).await),
        refusal(agents::restart(&stranger, "ada").await),
        refusal(agents::nudge(&stranger, "ada", None).await),
        refusal(agents::remove(&stranger, "ada").await),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(refused, (Kind::NotFound, "not_found"), "case {number}");
    }
    assert!(agents::list(&stranger).await.unwrap().is_empty());
}

async fn what_is_seen_of_processes_is_kept_beside_the_ledger(app: &TestApp) {
    let agent = registered(app, "ada", "concurrency = 2").await;
    let seen = |slot, observed| Seen {
        org: agent.org(),
        agent: agent.id(),
        slot,
        observation: Observation { observed, pid: Some(100 + slot), ..Observation::none(app.app.now()) },
    };
    app.sequence().await;
    let events = app.app.store.read().await.unwrap().feed_end().await.unwrap();
    let worker = worker(app);
    agents::observe(&worker, vec![seen(0, Observed::Starting), seen(1, Observed::Working)]).await.unwrap();
    agents::observe(&worker, vec![seen(0, Observed::Idle)]).await.unwrap();
    let shown = agents::find(&app.owner(), "ada").await.unwrap().processes;
    assert_eq!(shown.iter().map(|(slot, seen)| (*slot, seen.observed)).collect::<Vec<_>>(), [(0, Observed::Idle), (1, Observed::Working)]);
    let counts = agents::counts(&app.owner()).await.unwrap();
    assert_eq!([Observed::Idle, Observed::Working, Observed::Ready].map(|state| counts.observed[&state]), [1, 1, 0]);
    agents::forget_places(&worker, agent.id(), 1).await.unwrap();
    assert_eq!(agents::find(&app.owner(), "ada").await.unwrap().processes.len(), 1);
    agents::forget_all(&worker).await.unwrap();
    assert_eq!(agents::find(&app.owner(), "ada").await.unwrap().processes.len(), 0);
    app.sequence().await;
    assert_eq!(app.app.store.read().await.unwrap().feed_end().await.unwrap(), events, "none of it is an event");
    assert_eq!(refusal(agents::observe(&app.owner(), vec![seen(0, Observed::Ready)]).await), (Kind::Forbidden, "workers_only"));
}

async fn a_crash_is_recorded_and_what_is_given_up_waits_for_a_person(app: &TestApp) {
    let agent = registered(app, "ada", "").await;
    let worker = worker(app);
    agents::crashed(&worker, agent.id(), "exit code 1".to_owned(), None).await.unwrap();
    agents::give_up(&worker, agent.id(), "crash_loop".to_owned(), "it crashed 5 times in 10 minutes".to_owned()).await.unwrap();
    let shown = agents::find(&app.owner(), "ada").await.unwrap().agent;
    assert_eq!((shown.crashes, shown.given_up.as_ref().map(|up| up.code.as_str())), (1, Some("crash_loop")));
    let started = agents::want(&app.owner(), "ada", Desired::Running).await.unwrap();
    assert_eq!((started.given_up.clone(), started.desired), (None, Desired::Running));
}

dream_testkit::for_both_engines!(
    a_crash_is_recorded_and_what_is_given_up_waits_for_a_person,
    a_manifest_is_registered_changed_and_shown,
    agents_of_another_organisation_are_not_there,
    an_organisation_begins_with_an_agent_for_each_craft,
    what_cannot_be_registered_is_refused,
    what_is_seen_of_processes_is_kept_beside_the_ledger,
);
