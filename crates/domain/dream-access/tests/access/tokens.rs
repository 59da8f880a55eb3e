//! Tokens: who may make which, until when they count, and that their text is kept nowhere.

use crate::support::{at_org, by, id, org, person, time};
use dream_access::{Identity, MAX_TOKEN_LIFETIME, NewToken, Role, Scopes, Token, TokenScope, TokenText};
use dream_clock::Timestamp;
use std::time::Duration;

fn new(scopes: Scopes, expires_at: Timestamp) -> NewToken {
    NewToken { person: person(3), name: "laptop".into(), digest: TokenText::from_random([7; 32]).digest(), scopes, expires_at }
}

#[test]
fn a_token_makes_none_that_may_do_more_than_itself() {
    let narrow = Identity { scopes: [TokenScope::Read, TokenScope::Admin].into(), ..at_org(Role::Owner) };
    let mint = |scopes: &[TokenScope]| Token::mint(org(), id(9), &by(0), &narrow, new(scopes.iter().copied().collect(), time(60)));
    assert_eq!(mint(&[TokenScope::Read]).unwrap().scopes, [TokenScope::Read].into());
    assert_eq!(mint(&[TokenScope::Read, TokenScope::Review]).unwrap_err().code(), "wider_than_own");
    assert_eq!(mint(&[]).unwrap_err().code(), "no_scopes");
}

#[test]
fn a_token_expires_and_is_revoked() {
    let owner = at_org(Role::Owner);
    let mint = |until| Token::mint(org(), id(9), &by(0), &owner, new(TokenScope::all(), until));
    assert_eq!(mint(time(0)).unwrap_err().code(), "end_out_of_range");
    assert_eq!(mint(time(0).plus(MAX_TOKEN_LIFETIME).plus(Duration::from_micros(1))).unwrap_err().code(), "end_out_of_range");
    let mut token = mint(time(60)).unwrap();
    assert_eq!(token.usable(time(59)), Ok(()));
    assert_eq!(token.usable(time(60)).unwrap_err().code(), "token_expired");
    Token::revoke(&mut token, &by(10), "lost").unwrap();
    assert_eq!(token.usable(time(11)).unwrap_err().code(), "token_revoked");
    assert_eq!(token.revoked_at, Some(time(10)));
    Token::revoke(&mut token, &by(20), "lost again").unwrap();
    assert_eq!((token.revoked_at, token.pending().len()), (Some(time(10)), 2), "the first revocation stands");
}

/// Trap 2: the approver not stored, or taken from the request. Who made a token is the actor, and it stays on the token.
#[test]
fn a_token_made_for_somebody_else_says_so() {
    let token = Token::mint(org(), id(9), &by(0), &at_org(Role::Owner), new(TokenScope::all(), time(60))).unwrap();
    assert_eq!((token.person, token.minted_by), (person(3), Some(person(1))));
}

#[test]
fn the_text_is_in_no_event_and_no_row() {
    let text = TokenText::from_random([7; 32]);
    let token = Token::mint(org(), id(9), &by(0), &at_org(Role::Owner), new(TokenScope::all(), time(60))).unwrap();
    let kept = format!("{:?} {}", token, serde_json::to_string(token.state()).unwrap());
    assert!(!kept.contains(text.expose().strip_prefix("dos_").unwrap()));
    assert!(kept.contains(&text.digest().to_string()));
}
