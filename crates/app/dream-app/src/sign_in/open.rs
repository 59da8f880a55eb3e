//! Opening a session inside a unit of work: the one place where a session comes to be.

use crate::{AppError, Kind, Op, orgs};
use dream_access::{NewSession, Org, Session, SessionText, SignInMethod};
use dream_id::{OrgId, PersonId, Scope, SessionId};
use dream_ledger::{Actor, By, Digest};
use dream_store::{Unit, people, sessions};
use serde::Serialize;

/// What a session is opened with, made before the unit of work. Its digest is random, so it is no part of a command's fingerprint.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Opening {
    #[serde(skip)]
    digest: Digest,
    #[serde(skip)]
    replaced: Option<Digest>,
    client: String,
}

/// Whose session it is to be, and how they proved who they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct New {
    pub(crate) org: OrgId,
    pub(crate) person: PersonId,
    pub(crate) method: SignInMethod,
    pub(crate) awaits_code: bool,
}

impl Opening {
    /// A new text, and what a session of it is opened with.
    pub(crate) fn make(app: &crate::App, browser: &super::Browser) -> (SessionText, Self) {
        let mut bits = [0_u8; 32];
        app.store.rng().fill(&mut bits);
        let text = SessionText::from_random(bits);
        let opening = Self { digest: text.digest(), replaced: browser.replaced(), client: browser.client.clone() };
        (text, opening)
    }
}

/// Makes this unit alone among those that change who belongs to the organisation: nobody is let in while they are being removed. Called
/// before anything else is locked, so that two units never wait for each other.
pub(crate) async fn alone(tx: &mut Unit, org: OrgId) -> Result<(), AppError> {
    tx.lock::<Org>(Scope::Org(org), org).await?.map(drop).ok_or_else(|| AppError::not_found("organisation", org))
}

/// Opens the session, and ends the one that it replaces. Gives its id, and who acts from now on: the person through this session.
///
/// # Errors
/// `not_a_member` for somebody who no longer belongs to the organisation; `organisation_suspended`.
pub(crate) async fn open(op: &Op, tx: &mut Unit, opening: &Opening, new: New) -> Result<(SessionId, By), AppError> {
    let New { org, person, method, awaits_code } = new;
    let left = || AppError::new(Kind::Unauthenticated, "not_a_member", "this person no longer belongs to the organisation");
    people::member_of(tx, org, person).await?.ok_or_else(left)?;
    orgs::check_going(op.app(), tx, org).await?;
    let id: SessionId = op.app().store.new_id();
    let by = By { at: op.app().now(), actor: Actor::Person { id: person, via: id.into() } };
    if let Some(digest) = opening.replaced {
        end_replaced(op, tx, digest, &by).await?;
    }
    let (digest, client) = (opening.digest, opening.client.clone());
    let new = NewSession { person, digest, method, awaits_code, client };
    tx.save(&mut Session::open(org, id, &by, new)?).await?;
    Ok((id, by))
}

/// Signing in makes a new session with a new text, whatever the browser held before, which ends.
async fn end_replaced(op: &Op, tx: &mut Unit, digest: Digest, by: &By) -> Result<(), AppError> {
    let Some(found) = sessions::by_digest(tx, op.app().system, digest).await? else { return Ok(()) };
    let Some(mut replaced) = tx.lock::<Session>(Scope::Org(found.org()), found.id()).await? else { return Ok(()) };
    // It may be somebody else's, of another organisation even: the server ends it then, not the person who signs in.
    let by = if by.actor.person() == Some(replaced.person) { by.clone() } else { By { at: by.at, actor: Actor::system("sign-in") } };
    Session::end(&mut replaced, &by, "signed in again");
    tx.save(&mut replaced).await?;
    Ok(())
}
