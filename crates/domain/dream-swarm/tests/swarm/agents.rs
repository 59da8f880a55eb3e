//! Agents, swarms and escalations: their events, and what may happen to them.

use crate::events::check;
use crate::support::{by, id, time};
use dream_ledger::{Actor, By, Digest};
use dream_swarm::{
    Agent, AgentEvent, AgentRefusal, Captain, CaptainRight, Desired, Escalation, EscalationEvent, EscalationKind, EscalationRaised,
    EscalationStatus, Manifest, Registration, SandboxTested, Swarm, SwarmEvent, Tried,
};
use std::collections::BTreeMap;

const FULL: &str = include_str!("manifest.toml");

fn full() -> Manifest {
    Manifest::parse("manifest.toml", FULL).unwrap()
}

fn registration(manifest: Manifest) -> Registration {
    Registration { manifest, source: Some(Digest::of(FULL.as_bytes())), builtin: false, desired: Desired::OnDemand }
}

#[test]
fn events_of_agents() {
    check::<Agent>(&[
        AgentEvent::Registered {
            manifest: Box::new(full()),
            source: Some(Digest::of(b"source")),
            builtin: false,
            desired: Desired::Running,
        },
        AgentEvent::Wanted { desired: Desired::Stopped },
        AgentEvent::Wanted { desired: Desired::OnDemand },
        AgentEvent::RestartAsked {},
        AgentEvent::NudgeAsked { text: Some(Digest::of(b"go on")) },
        AgentEvent::NudgeAsked { text: None },
        AgentEvent::Crashed { how: "exit code 1".to_owned(), task: Some(id(3)) },
        AgentEvent::GivenUp { code: "crash_loop".to_owned(), why: "it crashed 5 times in 10 minutes".to_owned() },
        AgentEvent::Changed { manifest: Box::new(Manifest::builtin("writer", "writer")), source: None },
        AgentEvent::Removed {},
        AgentEvent::Registered {
            manifest: Box::new(Manifest::builtin("writer", "writer")),
            source: None,
            builtin: true,
            desired: Desired::OnDemand,
        },
    ]);
}

#[test]
fn events_of_swarms() {
    let agent = Captain::Agent { id: id(4), name: "lead".to_owned(), rights: CaptainRight::ALL.iter().copied().collect() };
    check::<Swarm>(&[
        SwarmEvent::Formed {},
        SwarmEvent::CaptainSet { captain: Some(Captain::Person { id: id(3) }) },
        SwarmEvent::CaptainSet { captain: Some(agent) },
        SwarmEvent::CaptainSet { captain: None },
        SwarmEvent::Stopped { reason: Some(Digest::of(b"why")) },
        SwarmEvent::Started {},
        SwarmEvent::SandboxTested(SandboxTested {
            level: "landlock".to_owned(),
            failed: vec!["namespaces/connect_tcp".to_owned()],
            limits: BTreeMap::from([("memory".to_owned(), "cgroup".to_owned())]),
        }),
    ]);
}

fn raised() -> EscalationRaised {
    EscalationRaised {
        about: EscalationKind::Stuck,
        agent: Some(id(3)),
        agent_name: Some("writer".to_owned()),
        task: Some(id(4)),
        run: Some(id(5)),
        project: Some(id(6)),
        title: "writer does not get on".to_owned(),
        text: Digest::of(b"what happened"),
        tried: vec![Tried::Nudged, Tried::Restarted],
        due_at: time(900),
    }
}

#[test]
fn events_of_escalations() {
    check::<Escalation>(&[
        EscalationEvent::Raised(Box::new(raised())),
        EscalationEvent::Acknowledged {},
        EscalationEvent::PeopleTold {},
        EscalationEvent::Answered { text: Digest::of(b"use the other library") },
        EscalationEvent::Resolved {},
    ]);
}

#[test]
fn an_agent_is_changed_removed_and_registered_again_under_its_name() {
    let mut agent = Agent::register(id(1), id(2), &by(0), registration(full())).unwrap();
    Agent::register_again(&mut agent, &by(1), registration(full())).unwrap();
    assert_eq!((agent.edition, agent.pending().len()), (1, 1), "the same manifest records nothing");
    let other = Manifest { concurrency: 3, ..full() };
    Agent::register_again(&mut agent, &by(2), registration(other.clone())).unwrap();
    assert_eq!((agent.edition, agent.manifest.concurrency, agent.desired), (2, 3, Desired::OnDemand));
    let named = Agent::register_again(&mut agent, &by(3), registration(Manifest { name: "bob".to_owned(), ..full() }));
    assert_eq!(named.unwrap_err().code(), "other_agent");
    Agent::remove(&mut agent, &by(4));
    Agent::remove(&mut agent, &by(4));
    assert!(agent.removed && !agent.may_act());
    for refused in [
        Agent::want(&mut agent, &by(5), Desired::Running),
        Agent::ask_restart(&mut agent, &by(5)),
        Agent::ask_nudge(&mut agent, &by(5), None),
    ] {
        assert_eq!(refused.unwrap_err().code(), "agent_removed");
    }
    Agent::register_again(&mut agent, &by(6), registration(other)).unwrap();
    assert!(agent.may_act() && agent.registered_at == time(6));
}

#[test]
fn what_was_given_up_is_taken_up_by_a_persons_word_alone() {
    type Act = fn(&mut dream_ledger::Stream<Agent>) -> Result<(), AgentRefusal>;
    let acts: [(&str, Act, bool); 6] = [
        ("want what is wanted", |agent| Agent::want(agent, &by(9), Desired::OnDemand), false),
        ("restart", |agent| Agent::ask_restart(agent, &by(9)), false),
        ("another manifest", |agent| Agent::register_again(agent, &by(9), registration(Manifest { concurrency: 9, ..full() })), false),
        ("the same manifest", |agent| Agent::register_again(agent, &by(9), registration(full())), true),
        ("nudge", |agent| Agent::ask_nudge(agent, &by(9), None), true),
        (
            "another crash",
            |agent| {
                Agent::crashed(agent, &by(9), "signal 9", None);
                Ok(())
            },
            true,
        ),
    ];
    for (what, act, stays) in acts {
        let mut agent = Agent::register(id(1), id(2), &by(0), registration(full())).unwrap();
        Agent::crashed(&mut agent, &by(1), "exit code 1", None);
        Agent::give_up(&mut agent, &by(2), "crash_loop", "it crashed");
        Agent::give_up(&mut agent, &by(3), "other", "said twice");
        assert_eq!(agent.given_up.as_ref().map(|up| up.code.as_str()), Some("crash_loop"), "the first reason stands");
        act(&mut agent).unwrap();
        assert_eq!(agent.given_up.is_some(), stays, "{what}");
    }
    let mut agent = Agent::register(id(1), id(2), &by(0), registration(full())).unwrap();
    Agent::want(&mut agent, &by(1), Desired::Stopped).unwrap();
    assert_eq!(Agent::ask_restart(&mut agent, &by(2)).unwrap_err().code(), "agent_stopped");
}

fn as_actor(actor: Actor) -> By {
    By { at: time(5), actor }
}

#[test]
fn a_hold_on_all_agents_is_lifted_by_people_alone() {
    let person = Actor::Person { id: id(3), via: dream_ledger::Credential::Token(id(8)) };
    let captain = Captain::Agent { id: id(4), name: "lead".to_owned(), rights: CaptainRight::ALL.iter().copied().collect() };
    for (actor, may) in [(person, true), (Actor::system("supervisor"), false), (Actor::Agent { name: "lead".to_owned() }, false)] {
        let mut swarm = Swarm::form(id(1), id(2), &by(0)).unwrap();
        Swarm::set_captain(&mut swarm, &by(0), Some(captain.clone()));
        Swarm::stop_all(&mut swarm, &by(1), Some(Digest::of(b"first")));
        Swarm::stop_all(&mut swarm, &by(2), Some(Digest::of(b"second")));
        assert_eq!(swarm.stop.as_ref().unwrap().reason, Some(Digest::of(b"first")), "the first reason stands");
        assert_eq!(swarm.check_going(), Err(AgentRefusal::Held));
        let lifted = Swarm::start_all(&mut swarm, &as_actor(actor.clone()));
        assert_eq!((lifted.is_ok(), swarm.stop.is_none()), (may, may), "{actor:?}");
    }
}

#[test]
fn an_escalation_is_answered_or_people_are_told_once() {
    let mut escalation = Escalation::raise(id(1), id(2), &by(0), raised()).unwrap();
    assert!(!Escalation::tell_people(&mut escalation, &by(899)), "not before its time");
    Escalation::acknowledge(&mut escalation, &by(10)).unwrap();
    Escalation::acknowledge(&mut escalation, &by(11)).unwrap();
    assert_eq!((escalation.status, escalation.due_at()), (EscalationStatus::Acknowledged, Some(time(900))), "to look is not to answer");
    assert!(Escalation::tell_people(&mut escalation, &by(900)));
    assert!(!Escalation::tell_people(&mut escalation, &by(901)), "once");
    Escalation::give_answer(&mut escalation, &by(1_000), Digest::of(b"1")).unwrap();
    Escalation::give_answer(&mut escalation, &by(1_001), Digest::of(b"2")).unwrap();
    assert_eq!(escalation.answer, Some(Digest::of(b"2")));
    assert_eq!(Escalation::acknowledge(&mut escalation, &by(1_002)).unwrap_err().code(), "escalation_over");
    Escalation::resolve(&mut escalation, &by(1_003));
    assert_eq!(Escalation::give_answer(&mut escalation, &by(1_004), Digest::of(b"3")).unwrap_err().code(), "escalation_over");
    let mut answered = Escalation::raise(id(1), id(2), &by(0), raised()).unwrap();
    Escalation::give_answer(&mut answered, &by(1), Digest::of(b"1")).unwrap();
    assert!(!Escalation::tell_people(&mut answered, &by(9_999)), "what was answered is nobody's to be told");
}
