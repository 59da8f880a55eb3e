//! The gate: an approval is for exactly one call, once, in time, by a person; a grant for calls of one shape, so many times, until revoked.

use crate::{
    events::check_by,
    support::{id, time},
};
use dream_id::{AgentId, PersonId, TokenId, TypedId};
use dream_ledger::{Actor, By, Digest, Stream};
use dream_swarm::{
    ActionSignature, AskedCall, AskedQuestion, Grant, GrantEvent, GrantMade, GrantedArguments, GrantedCall, Permission, PermissionEvent,
    PermissionOpened, PermissionRefusal, PermissionRisk, PermissionStatus, PermissionSubject, PermissionVerdict, action_digest,
    question_digest,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const ENDS: i64 = 100;

fn person(seconds: i64) -> By {
    let via = TokenId::from_parts(5, [5; 10]).into();
    By { at: time(seconds), actor: Actor::Person { id: PersonId::from_parts(4, [4; 10]), via } }
}

fn agent(seconds: i64) -> By {
    By { at: time(seconds), actor: Actor::Agent { name: "ada".to_owned() } }
}

fn arguments(amount: u32) -> Value {
    json!({ "to": "ann", "amount": amount })
}

fn digest(amount: u32) -> Digest {
    action_digest(id(1), id(3), None, "pay", &arguments(amount)).unwrap()
}

fn policy(version: u8) -> Digest {
    Digest::of(&[version])
}

fn opened(subject: PermissionSubject, digest: Digest) -> PermissionOpened {
    PermissionOpened {
        agent: id(3),
        agent_name: "ada".to_owned(),
        task: None,
        attempt: None,
        run: None,
        project: None,
        title: "Pay Ann".to_owned(),
        text: Digest::of(b"arguments"),
        size: 9,
        digest,
        subject,
        policy_version: policy(1),
        nonce: "00".repeat(20),
        expires_at: time(ENDS),
    }
}

fn call() -> Stream<Permission> {
    let call = AskedCall { tool: "pay".to_owned(), kind: None, redacted: Digest::of(b"less"), risk: PermissionRisk::High };
    Permission::open(id(1), id(2), &agent(0), opened(PermissionSubject::Call(call), digest(1))).unwrap()
}

fn question(choices: &[&str]) -> Stream<Permission> {
    let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
    let digest = question_digest(id(1), id(3), None, "Which?", &choices).unwrap();
    Permission::open(id(1), id(2), &agent(0), opened(PermissionSubject::Question(AskedQuestion { choices }), digest)).unwrap()
}

fn code<T>(result: Result<T, PermissionRefusal>) -> &'static str {
    result.err().map_or("ok", |refusal| refusal.code())
}

fn approve(permission: &mut Stream<Permission>, by: &By) -> &'static str {
    code(Permission::decide(permission, by, PermissionVerdict::Approve, digest(1), None))
}

/// Trap 17: bots and agents never count.
#[test]
fn only_people_decide() {
    for actor in [Actor::system("supervisor"), Actor::Agent { name: "captain".to_owned() }] {
        let by = By { at: time(1), actor };
        assert_eq!(approve(&mut call(), &by), "people_only");
        assert_eq!(code(Permission::answer(&mut question(&[]), &by, "x", Digest::of(b"x"))), "people_only");
    }
}

#[test]
fn a_decision_binds_what_was_seen_and_is_made_once() {
    let mut gate = call();
    let other = Permission::decide(&mut gate, &person(1), PermissionVerdict::Approve, digest(10_000), None);
    assert_eq!(code(other), "stale_digest");
    let silent = Permission::decide(&mut gate, &person(1), PermissionVerdict::RequestChanges, digest(1), None);
    assert_eq!(code(silent), "comment_required");
    assert_eq!(approve(&mut gate, &person(1)), "ok");
    assert_eq!(approve(&mut gate, &person(2)), "already_decided");
    assert_eq!(approve(&mut call(), &person(ENDS)), "permission_over");
    let mut gone = call();
    Permission::withdraw(&mut gone, &agent(1));
    assert_eq!(approve(&mut gone, &person(2)), "permission_over");
    assert_eq!(gone.status(), PermissionStatus::Withdrawn);
}

/// Traps 5 and 10: time makes no yes of it, and it ends as expired, which is a word of its own.
#[test]
fn silence_expires() {
    let mut gate = call();
    Permission::expire(&mut gate, &agent(ENDS - 1));
    assert!(gate.is_waiting() && gate.is_live());
    Permission::expire(&mut gate, &agent(ENDS));
    assert_eq!((gate.status(), gate.is_live()), (PermissionStatus::Expired, false));
    assert_eq!(code(Permission::consume(&mut gate, &agent(ENDS), digest(1), policy(1), None)), "permission_not_usable");
}

/// Trap 15: a rejection is shown as one, whatever happens to the permission afterwards.
#[test]
fn a_rejection_stays_a_rejection() {
    let mut gate = call();
    Permission::decide(&mut gate, &person(1), PermissionVerdict::Reject, digest(1), None).unwrap();
    Permission::withdraw(&mut gate, &agent(2));
    assert_eq!((gate.status(), gate.is_live()), (PermissionStatus::Rejected, false));
    assert_eq!(gate.decided.as_ref().map(|decided| decided.by), Some(PersonId::from_parts(4, [4; 10])));
}

#[test]
fn a_question_takes_the_answers_that_it_offers() {
    let answer = |gate: &mut Stream<Permission>, text: &str| code(Permission::answer(gate, &person(1), text, Digest::of(text.as_bytes())));
    assert_eq!(answer(&mut question(&["red", "blue"]), "green"), "answer_not_offered");
    assert_eq!(answer(&mut question(&["red", "blue"]), "red"), "ok");
    assert_eq!(answer(&mut question(&[]), "anything"), "ok");
    assert_eq!(answer(&mut question(&[]), " "), "comment_required");
    assert_eq!(answer(&mut call(), "x"), "permission_is_call");
    assert_eq!(approve(&mut question(&[]), &person(1)), "permission_is_question");
    assert_eq!(code(question_digest(id(1), id(3), None, "?", &vec!["x".to_owned(); 17])), "invalid_choices");
}

fn grant(arguments: GrantedArguments, most: u32) -> Result<Stream<Grant>, PermissionRefusal> {
    let (tool, agent_name) = ("pay".to_owned(), "ada".to_owned());
    let signature = ActionSignature { agent: id(3), agent_name, project: None, tool, arguments };
    let made = GrantMade { signature, permission: id(2), until: time(ENDS), most };
    Grant::make(id(1), id(6), &person(0), made, &granted(&self::arguments(1)))
}

fn granted(arguments: &Value) -> GrantedCall<'_> {
    GrantedCall { agent: id::<AgentId>(3), project: None, tool: "pay", arguments }
}

fn like(json: Value) -> GrantedArguments {
    GrantedArguments::Like { patterns: serde_json::from_value(json).unwrap() }
}

/// Trap 13: what is granted is what a person chose, and no more of the tool than that.
#[test]
fn a_grant_covers_the_calls_of_its_shape_alone() {
    let to_ann = like(json!([{ "at": "/to", "equals": "ann" }, { "at": "/amount", "equals": 1 }]));
    for (arguments, covers_other) in
        [(GrantedArguments::exactly(&arguments(1)).unwrap(), false), (to_ann, false), (GrantedArguments::Any {}, true)]
    {
        let grant = grant(arguments, 1).unwrap();
        assert!(grant.made.signature.covers(&granted(&self::arguments(1))));
        assert_eq!(grant.made.signature.covers(&granted(&self::arguments(2))), covers_other);
        assert!(!grant.made.signature.covers(&GrantedCall { tool: "pay2", ..granted(&self::arguments(1)) }));
        assert!(!grant.made.signature.covers(&GrantedCall { agent: id(9), ..granted(&self::arguments(1)) }));
        assert!(!grant.made.signature.covers(&GrantedCall { project: Some(id(9)), ..granted(&self::arguments(1)) }));
    }
    assert_eq!(code(grant(like(json!([{ "at": "/to", "equals": "bob" }])), 1)), "grant_misses_call");
    assert_eq!(code(grant(like(json!([])), 1)), "grant_misses_call");
    assert_eq!(code(grant(GrantedArguments::Any {}, 0)), "invalid_grant_count");
}

/// What a caller of the gate may try.
#[derive(Debug, Clone)]
enum Step {
    Decide(PermissionVerdict, u32),
    Use { amount: u32, policy: u8 },
    Withdraw,
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    let verdict = prop_oneof![
        4 => Just(PermissionVerdict::Approve),
        1 => Just(PermissionVerdict::Reject),
        1 => Just(PermissionVerdict::RequestChanges)
    ];
    prop_oneof![
        3 => (verdict, 1..3_u32).prop_map(|(verdict, seen)| Step::Decide(verdict, seen)),
        5 => (1..3_u32, 1..3_u8).prop_map(|(amount, policy)| Step::Use { amount, policy }),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Expire),
    ]
}

proptest! {
    /// Trap 6: an approval reaches the call that it is for, or none; never twice, never another, never too late, never under other rules.
    #[test]
    fn a_gate_opens_once_and_only_for_its_call(steps in prop::collection::vec((step(), 0..15_i64), 1..40)) {
        let mut gate = call();
        let (mut now, mut approved, mut uses) = (0, false, 0);
        for (step, later) in steps {
            now += later;
            match step {
                Step::Decide(verdict, seen) => {
                    let words = Some(Digest::of(b"words"));
                    let done = Permission::decide(&mut gate, &person(now), verdict, digest(seen), words).is_ok();
                    prop_assert!(!done || (seen == 1 && now < ENDS));
                    approved |= done && verdict == PermissionVerdict::Approve;
                }
                Step::Use { amount, policy: version } => {
                    let live = gate.is_live();
                    let used = Permission::consume(&mut gate, &agent(now), digest(amount), policy(version), None).is_ok();
                    let may = approved && live && uses == 0 && amount == 1 && version == 1 && now < ENDS;
                    prop_assert_eq!(used, may);
                    uses += u32::from(used);
                }
                Step::Withdraw => Permission::withdraw(&mut gate, &agent(now)),
                Step::Expire => Permission::expire(&mut gate, &agent(now)),
            }
            prop_assert!(uses <= 1);
        }
    }

    /// Trap 16: a grant is counted, ends, and is revoked for good.
    #[test]
    fn a_grant_releases_no_more_than_it_says(most in 1..4_u32, steps in prop::collection::vec((0..4_u8, 0..20_i64), 1..30)) {
        let mut grant = grant(GrantedArguments::exactly(&arguments(1)).unwrap(), most).unwrap();
        let (mut now, mut uses, mut revoked) = (0, 0, false);
        for (step, later) in steps {
            now += later;
            if step == 0 {
                let done = Grant::revoke(&mut grant, &person(now)).is_ok();
                prop_assert_eq!(done, !revoked);
                revoked = true;
                continue;
            }
            let amount = if step == 1 { 2 } else { 1 };
            let used = Grant::consume(&mut grant, &agent(now), &granted(&arguments(amount)), digest(amount), None).is_ok();
            prop_assert_eq!(used, !revoked && uses < most && now < ENDS && amount == 1);
            uses += u32::from(used);
        }
        prop_assert_eq!(grant.used, uses);
    }
}

#[test]
fn events_of_permissions() {
    let call = AskedCall {
        tool: "git__push".to_owned(),
        kind: Some("execute".to_owned()),
        redacted: Digest::of(b"less"),
        risk: PermissionRisk::High,
    };
    let full = PermissionOpened {
        task: Some(id(7)),
        attempt: Some(2),
        run: Some(id(8)),
        project: Some(id(9)),
        ..opened(PermissionSubject::Call(call), Digest::of(b"call"))
    };
    let question = PermissionSubject::Question(AskedQuestion { choices: vec!["red".to_owned()] });
    let decided = |verdict, comment| PermissionEvent::Decided { verdict, digest: Digest::of(b"call"), nonce: "00".repeat(20), comment };
    check_by::<Permission>(
        &person(0).actor,
        &[
            PermissionEvent::Opened(Box::new(full)),
            PermissionEvent::Opened(Box::new(opened(question, Digest::of(b"question")))),
            decided(PermissionVerdict::Approve, None),
            decided(PermissionVerdict::RequestChanges, Some(Digest::of(b"otherwise"))),
            decided(PermissionVerdict::Reject, None),
            PermissionEvent::Answered { answer: Digest::of(b"red") },
            PermissionEvent::Consumed { digest: Digest::of(b"call"), attempt: Some(2) },
            PermissionEvent::Withdrawn {},
            PermissionEvent::Expired {},
        ],
    );
}

#[test]
fn events_of_grants() {
    let arguments = like(json!([{ "at": "/command", "glob": "git *" }, { "at": "/n", "equals": 1 }, { "at": "/p", "prefix": "x" }]));
    let signature =
        ActionSignature { agent: id(3), agent_name: "ada".to_owned(), project: Some(id(9)), tool: "execute".to_owned(), arguments };
    let made = GrantMade { signature, permission: id(2), until: time(ENDS), most: 9 };
    check_by::<Grant>(
        &person(0).actor,
        &[GrantEvent::Made(Box::new(made)), GrantEvent::Used { digest: digest(1), task: Some(id(7)) }, GrantEvent::Revoked {}],
    );
}
