//! Tests of the rate limits.

use super::*;
use dream_access::TokenScope;
use dream_id::{PersonId, TokenId, TypedId};
use dream_ledger::Actor;

const START: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

fn token(number: u8) -> TokenId {
    TokenId::from_parts(1, [number; 10])
}

fn caller(token: TokenId) -> Identity {
    let org = OrgId::from_parts(1, [1; 10]);
    let actor = Actor::Person { id: PersonId::from_parts(1, [1; 10]), via: token.into() };
    Identity { actor, scopes: TokenScope::all(), ..Identity::system(org, "test") }
}

fn per_minute(token: u32, org: u32) -> Limits {
    let minute = Duration::from_mins(1);
    Limits::new(Rate::new(token, minute), Rate::new(org, minute))
}

fn passes(limits: &Limits, caller: &Identity, now: Timestamp) -> bool {
    matches!(limits.check(caller, now).decision, RateDecision::Allowed { .. })
}

#[test]
fn a_token_is_stopped_after_its_quota_and_others_are_not() {
    let limits = per_minute(3, 100);
    let (one, other) = (caller(token(1)), caller(token(2)));
    for _ in 0..3 {
        assert!(passes(&limits, &one, START));
    }
    let refused = limits.check(&one, START);
    assert_eq!(refused.policy, "token");
    assert_eq!(refused.decision, RateDecision::Limited { retry_after: Duration::from_secs(20), reset: Duration::from_mins(1) });
    assert!(passes(&limits, &other, START));
    assert!(passes(&limits, &one, START.plus(Duration::from_secs(20))));
    assert!(!passes(&limits, &one, START.plus(Duration::from_secs(20))));
}

#[test]
fn the_tokens_of_an_organisation_share_its_quota() {
    let limits = per_minute(3, 4);
    let callers: Vec<Identity> = (1..=5).map(|number| caller(token(number))).collect();
    for caller in &callers[..4] {
        assert!(passes(&limits, caller, START));
    }
    assert_eq!(limits.check(&callers[4], START).policy, "org");
    assert!(!passes(&limits, &callers[4], START));
}

#[test]
fn a_call_that_one_limit_refuses_takes_nothing_from_the_other() {
    let limits = per_minute(1, 2);
    let (one, other) = (caller(token(1)), caller(token(2)));
    assert!(passes(&limits, &one, START));
    for _ in 0..10 {
        assert!(!passes(&limits, &one, START));
    }
    assert!(passes(&limits, &other, START));
}

#[test]
fn the_answer_is_that_of_the_limit_with_less_left() {
    let limits = per_minute(10, 3);
    let first = limits.check(&caller(token(1)), START);
    assert_eq!((first.policy, left(&first)), ("org", Some(2)));
    let system = limits.check(&Identity::system(OrgId::from_parts(1, [2; 10]), "worker"), START);
    assert_eq!((system.policy, left(&system)), ("org", Some(2)));
}

#[test]
fn callers_who_have_their_whole_quota_again_are_forgotten() {
    let limits = per_minute(60, 1_000_000);
    let crowd = u64::try_from(FIRST_SWEEP * 3).unwrap();
    for number in 0..crowd {
        let caller = caller(TokenId::from_parts(number, [0; 10]));
        assert!(passes(&limits, &caller, START.plus(Duration::from_secs(number))));
    }
    let remembered = limits.states.lock().unwrap().credentials.next.len();
    assert!(remembered <= FIRST_SWEEP, "{remembered} of {crowd} are remembered");
}
