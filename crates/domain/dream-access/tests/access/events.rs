//! Events are forever: each one's JSON is checked in, and reads back.

use crate::support::{golden, id, person, time};
use dream_access::{
    Delegation, DelegationEvent, Member, MemberEvent, Org, OrgEvent, Person, PersonEvent, Role, Team, TeamEvent, Token, TokenEvent,
    TokenScope,
};
use dream_id::TypedId;
use dream_ledger::{Actor, Aggregate, Digest, Envelope, EventData, Recorded, jcs};

/// Holds the events of a noun, which make one stream in this order, against its golden file, and the file against the events.
fn check<A: Aggregate + std::fmt::Debug>(events: &[A::Event]) {
    let mut lines = String::new();
    let mut states: Vec<A> = Vec::new();
    for (n, event) in events.iter().enumerate() {
        let (kind, data) = Envelope::split(event).unwrap();
        let envelope = Envelope {
            id: id(200),
            org: id(1),
            stream: id::<A::Id>(2).to_string(),
            version: u64::try_from(n).unwrap() + 1,
            kind: format!("{}.{kind}", A::NOUN),
            schema: A::Event::SCHEMA,
            at: time(0),
            actor: Actor::system("setup"),
            cause: None,
            trace: None,
            data,
        };
        let line = String::from_utf8(envelope.canonical().unwrap()).unwrap();
        let read: Envelope = serde_json::from_str(&line).unwrap();
        let recorded: Recorded<A::Event> = read.event().unwrap();
        assert_eq!(&recorded.event, event);
        match states.last().cloned() {
            None => states.push(A::create(id(2), &recorded).unwrap()),
            Some(mut state) => {
                assert!(A::create(id(2), &recorded).is_err(), "{line} cannot begin a stream");
                state.apply(&recorded);
                states.push(state);
            }
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    for state in &states {
        let json = jcs::to_vec(state).unwrap();
        assert_eq!(&serde_json::from_slice::<A>(&json).unwrap(), state, "a row reads back");
    }
    golden(&format!("tests/golden/{}.jsonl", A::NOUN), &lines);
    assert!(A::Id::PREFIX.len() == 3);
}

#[test]
fn organisations() {
    check::<Org>(&[OrgEvent::Created { name: "Acme".into() }, OrgEvent::Renamed { name: "Acme & Co".into() }]);
}

#[test]
fn people() {
    check::<Person>(&[PersonEvent::Created { name: "Ada".into() }]);
}

#[test]
fn members() {
    check::<Member>(&[
        MemberEvent::Joined { person: person(3), role: Some(Role::Contributor) },
        MemberEvent::RoleChanged { role: None },
        MemberEvent::RoleChanged { role: Some(Role::Maintainer) },
        MemberEvent::ProjectRoleGranted { project: id(4), role: Role::Reviewer },
        MemberEvent::TeamJoined { team: id(5) },
        MemberEvent::TeamLeft { team: id(5) },
        MemberEvent::ProjectRoleRevoked { project: id(4) },
        MemberEvent::Removed {},
    ]);
}

#[test]
fn teams() {
    check::<Team>(&[
        TeamEvent::Created { name: "Design".into() },
        TeamEvent::ProjectRoleGranted { project: id(4), role: Role::Reviewer },
        TeamEvent::ProjectRoleRevoked { project: id(4) },
    ]);
}

#[test]
fn tokens() {
    check::<Token>(&[
        TokenEvent::Minted {
            person: person(3),
            name: "laptop".into(),
            digest: Digest::of(b"a token's text"),
            scopes: [TokenScope::Read, TokenScope::Review].into(),
            expires_at: time(3_600),
        },
        TokenEvent::Revoked { reason: "lost".into() },
    ]);
}

#[test]
fn delegations() {
    check::<Delegation>(&[
        DelegationEvent::Granted { from: person(3), to: person(6), project: Some(id(4)), until: time(3_600) },
        DelegationEvent::Revoked {},
    ]);
}
