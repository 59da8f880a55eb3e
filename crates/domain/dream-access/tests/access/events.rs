//! Events are forever: each one's JSON is checked in, and reads back.

use crate::support::{golden, id, person, time};
use dream_access::{
    Account, AccountEvent, Delegation, DelegationEvent, DiscordAccount, DiscordLink, DiscordLinkEvent, Hold, HoldEvent, Link, LinkEvent,
    LinkPurpose, Member, MemberEvent, NotificationChoice, NotificationChoices, NotificationKind, NotificationSettings,
    NotificationSettingsEvent, NotificationWay, Org, OrgEvent, Person, PersonEvent, QuietHours, Role, SecretEvent, SecretRecord, Session,
    SessionEvent, SignInMethod, Team, TeamEvent, Tenant, TenantEvent, Token, TokenEvent, TokenScope,
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
    check::<Org>(&[
        OrgEvent::Created { name: "Acme".into(), operator: true },
        OrgEvent::Renamed { name: "Acme & Co".into() },
        OrgEvent::Suspended { reason: "unpaid".into() },
        OrgEvent::Resumed {},
        OrgEvent::PlanChosen { plan: Some("team".into()) },
        OrgEvent::PlanChosen { plan: None },
    ]);
    let old: OrgEvent = serde_json::from_str(r#"{"kind":"created","data":{"name":"Acme"}}"#).unwrap();
    assert_eq!(old, OrgEvent::Created { name: "Acme".into(), operator: false });
}

#[test]
fn tenants() {
    check::<Tenant>(&[
        TenantEvent::Made { organisation: id(9), name: "Acme".into(), owner: person(3), owner_name: "ada@example.org".into() },
        TenantEvent::OwnerInvited {},
        TenantEvent::PlanChosen { plan: Some("team".into()) },
        TenantEvent::PlanChosen { plan: None },
        TenantEvent::Suspended { reason: "unpaid".into() },
        TenantEvent::Resumed {},
    ]);
}

#[test]
fn people() {
    check::<Person>(&[PersonEvent::Created { name: "Ada".into() }, PersonEvent::Renamed { name: "Ada L.".into() }]);
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
        TeamEvent::Renamed { name: "Drawing".into() },
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

#[test]
fn accounts() {
    check::<Account>(&[
        AccountEvent::Opened { person: person(3), login: Digest::of(b"login"), password: Digest::of(b"hash") },
        AccountEvent::LoginChanged { login: Digest::of(b"another") },
        AccountEvent::PasswordChanged { password: Digest::of(b"another") },
        AccountEvent::SecondFactorEnrolled { secret: Digest::of(b"secret") },
        AccountEvent::SecondFactorConfirmed { step: 57_000_000, recovery: [Digest::of(b"a recovery code")].into() },
        AccountEvent::CodeUsed { step: 57_000_001 },
        AccountEvent::RecoveryCodeUsed { code: Digest::of(b"a recovery code") },
        AccountEvent::SecondFactorRemoved {},
        AccountEvent::Closed {},
    ]);
}

#[test]
fn sessions() {
    check::<Session>(&[
        SessionEvent::Opened {
            person: person(3),
            digest: Digest::of(b"a session's text"),
            method: SignInMethod::PasswordAndCode,
            awaits_code: false,
            client: "Firefox on Linux".into(),
            expires_at: time(3_600),
        },
        SessionEvent::Ended { reason: "signed out".into() },
    ]);
}

#[test]
fn links() {
    let made = LinkEvent::Made {
        purpose: LinkPurpose::Invitation,
        person: person(3),
        digest: Digest::of(b"a link's text"),
        expires_at: time(3_600),
    };
    check::<Link>(&[made, LinkEvent::Used {}, LinkEvent::Revoked { reason: "sent to somebody else".into() }]);
}

#[test]
fn discord_links() {
    check::<DiscordLink>(&[
        DiscordLinkEvent::Made {
            person: person(3),
            account: DiscordAccount { id: "200000000000000001".into(), name: "ada".into() },
            scopes: [TokenScope::Read, TokenScope::Review].into(),
            expires_at: time(3_600),
        },
        DiscordLinkEvent::Ended { reason: "not mine any more".into() },
    ]);
}

#[test]
fn holds() {
    check::<Hold>(&[
        HoldEvent::Placed { name: "case 7".into(), server: false, from: Some(time(1)), until: Some(time(2)) },
        HoldEvent::Lifted {},
    ]);
    let refused = |name: &str, from, until| {
        let by = dream_ledger::By { at: time(0), actor: Actor::system("setup") };
        Hold::place(id(1), id(2), &by, (name, true), (from, until)).map(|_| ()).unwrap_err().code()
    };
    assert_eq!(refused(" ", None, None), "name_invalid");
    assert_eq!(refused("n", Some(time(2)), Some(time(2))), "hold_invalid");
    let by = dream_ledger::By { at: time(0), actor: Actor::system("setup") };
    let mut hold = Hold::place(id(1), id(2), &by, ("n", true), (None, None)).unwrap();
    Hold::lift(&mut hold, &by).unwrap();
    assert_eq!(Hold::lift(&mut hold, &by).unwrap_err().code(), "hold_lifted");
}

#[test]
fn notification_settings() {
    let choice = NotificationChoice { kind: NotificationKind::RunFailed, way: NotificationWay::Mail, on: true };
    let quiet = Some(QuietHours { from: 1_320, until: 420 });
    let choices = NotificationChoices {
        set_up: vec![NotificationWay::Mail],
        choices: vec![choice],
        quiet,
        zone: "Europe/Berlin".into(),
        remind_hours: None,
    };
    check::<NotificationSettings>(&[
        NotificationSettingsEvent::Chosen { person: person(3), choices: NotificationChoices::default() },
        NotificationSettingsEvent::Changed { choices },
    ]);
}

#[test]
fn secrets() {
    check::<SecretRecord>(&[SecretEvent::Set { name: "discord".into() }, SecretEvent::Replaced {}, SecretEvent::Removed {}]);
}
