//! Accounts, sessions and one-time links: what is refused, and what counts once.

use crate::support::{at_org, by, id, org, person, time};
use dream_access::{
    Account, Link, LinkPurpose, NewSession, Role, SESSION_IDLE, SESSION_LIFETIME, Session, SignInMethod, SignInRefusal, TokenScope,
};
use dream_ledger::{Digest, Stream};
use std::time::Duration;

fn session(awaits_code: bool) -> Stream<Session> {
    let (person, digest, client) = (person(3), Digest::of(b"text"), "Firefox\u{202e} on\nLinux".to_owned());
    let new = NewSession { person, digest, method: SignInMethod::Password, awaits_code, client };
    Session::open(org(), id(4), &by(0), new).unwrap()
}

fn account() -> Stream<Account> {
    Account::open(org(), id(5), &by(0), person(3), Digest::of(b"login"), Digest::of(b"hash")).unwrap()
}

fn with_factor() -> Stream<Account> {
    let mut account = account();
    Account::enrol(&mut account, &by(1), Digest::of(b"secret")).unwrap();
    Account::confirm(&mut account, &by(2), 100, [Digest::of(b"r1"), Digest::of(b"r2")].into()).unwrap();
    account
}

#[test]
fn a_session_ends_by_age_by_idleness_and_by_being_ended() {
    let mut session = session(false);
    let check = |session: &Session, used_at: Option<i64>, now: Duration, expected: Result<(), &str>| {
        let found = session.usable(used_at.map(time), time(0).plus(now)).map_err(|refusal| refusal.code());
        assert_eq!(found, expected, "used {used_at:?}, now {now:?}");
    };
    let second = Duration::from_secs(1);
    let nearly_idle = SESSION_IDLE.saturating_sub(second);
    check(&session, None, nearly_idle, Ok(()));
    check(&session, None, SESSION_IDLE, Err("session_expired"));
    check(&session, Some(3_600), SESSION_IDLE, Ok(()));
    check(&session, Some(-3_600), nearly_idle, Ok(()));
    let days = i64::try_from(SESSION_LIFETIME.as_secs()).unwrap();
    check(&session, Some(days - 1), SESSION_LIFETIME, Err("session_expired"));
    Session::end(&mut session, &by(1), "signed out");
    check(&session, None, second, Err("session_ended"));
    let events = session.pending().len();
    Session::end(&mut session, &by(2), "again");
    assert_eq!(session.pending().len(), events, "ended once");
    assert_eq!(session.client, "Firefox onLinux");
}

#[test]
fn a_session_that_waits_for_a_code_opens_nothing_and_not_for_long() {
    let waiting = session(true);
    assert_eq!(waiting.usable(None, time(1)), Err(SignInRefusal::CodeNeeded));
    assert_eq!(waiting.waits_for_code(time(1)), Ok(()));
    assert_eq!(waiting.waits_for_code(time(300)), Err(SignInRefusal::SessionExpired { expired_at: time(300) }));
    assert_eq!(session(false).waits_for_code(time(1)), Err(SignInRefusal::CodeNotNeeded));
}

#[test]
fn a_code_counts_once_and_never_an_older_one() {
    let mut account = with_factor();
    assert_eq!(Account::use_code(&mut account, &by(3), 100), Err(SignInRefusal::CodeUsed), "the one that confirmed");
    Account::use_code(&mut account, &by(3), 102).unwrap();
    for used in [102, 101] {
        assert_eq!(Account::use_code(&mut account, &by(4), used), Err(SignInRefusal::CodeUsed));
    }
    Account::use_code(&mut account, &by(4), 103).unwrap();
}

#[test]
fn a_recovery_code_counts_once() {
    let mut account = with_factor();
    Account::use_recovery_code(&mut account, &by(3), Digest::of(b"r1")).unwrap();
    for gone in [Digest::of(b"r1"), Digest::of(b"other")] {
        assert_eq!(Account::use_recovery_code(&mut account, &by(4), gone), Err(SignInRefusal::CodeWrong));
    }
    assert_eq!(account.second_factor.as_ref().unwrap().recovery, [Digest::of(b"r2")].into());
}

#[test]
fn a_second_factor_is_asked_for_only_when_it_was_confirmed() {
    let mut account = account();
    assert_eq!(Account::confirm(&mut account, &by(1), 1, [].into()), Err(SignInRefusal::NoSecondFactor));
    Account::enrol(&mut account, &by(1), Digest::of(b"one")).unwrap();
    assert!(!account.asks_for_code());
    assert_eq!(Account::use_code(&mut account, &by(1), 5), Err(SignInRefusal::NoSecondFactor));
    Account::enrol(&mut account, &by(2), Digest::of(b"two")).unwrap();
    Account::confirm(&mut account, &by(3), 1, [].into()).unwrap();
    assert!(account.asks_for_code());
    assert_eq!(Account::enrol(&mut account, &by(4), Digest::of(b"three")), Err(SignInRefusal::SecondFactorOn));
    Account::remove_second_factor(&mut account, &by(5)).unwrap();
    assert!(!account.asks_for_code());
    assert_eq!(Account::remove_second_factor(&mut account, &by(6)), Err(SignInRefusal::NoSecondFactor));
}

#[test]
fn a_closed_account_changes_no_more() {
    let mut account = with_factor();
    Account::close(&mut account, &by(3));
    let closed = Err(SignInRefusal::AccountClosed);
    assert_eq!(Account::change_password(&mut account, &by(4), Digest::of(b"x")), closed);
    assert_eq!(Account::change_login(&mut account, &by(4), Digest::of(b"x")), closed);
    assert_eq!(Account::use_code(&mut account, &by(4), 200), closed);
    assert_eq!(Account::use_recovery_code(&mut account, &by(4), Digest::of(b"r1")), closed);
    assert_eq!(Account::enrol(&mut account, &by(4), Digest::of(b"x")), closed);
}

#[test]
fn a_link_works_once_and_for_its_time() {
    let link = || Link::make(org(), id(6), &by(0), LinkPurpose::SignIn, person(3), Digest::of(b"link")).unwrap();
    let mut used = link();
    assert_eq!(Link::consume(&mut used, &by(600)), Err(SignInRefusal::LinkExpired { expired_at: time(600) }));
    Link::consume(&mut used, &by(599)).unwrap();
    assert_eq!(Link::consume(&mut used, &by(599)), Err(SignInRefusal::LinkUsed { used_at: time(599) }));
    Link::revoke(&mut used, &by(600), "late");
    assert_eq!(used.revoked_at, None, "what was used is not revoked");
    let mut revoked = link();
    Link::revoke(&mut revoked, &by(1), "sent to somebody else");
    assert_eq!(Link::consume(&mut revoked, &by(2)), Err(SignInRefusal::LinkRevoked { revoked_at: time(1) }));
}

#[test]
fn what_leads_to_a_session_needs_every_scope() {
    let mut caller = at_org(Role::Owner);
    assert!(caller.has_every_scope().is_ok());
    caller.scopes.remove(&TokenScope::Review);
    assert_eq!(caller.has_every_scope().unwrap_err().code(), "wider_than_own");
}
