//! Ending sessions.

use super::read::{self, SessionView};
use crate::{AppError, Command, Kind, Op, authority};
use dream_access::{Action, Session};
use dream_id::{PersonId, Scope, SessionId};
use dream_ledger::{By, Credential, Stream};
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Ends a session: one's own, or (with `session.manage`) another's. One that was ended stays as it is.
pub async fn end(op: &Op, session: SessionId) -> Result<SessionView, AppError> {
    op.run(&End { session }).await?;
    read::find(op, session).await
}

/// Ends the session that the caller uses.
///
/// # Errors
/// `no_session` for somebody who calls with a token.
pub async fn sign_out(op: &Op) -> Result<(), AppError> {
    let session = op.identity()?.credential().and_then(Credential::session);
    let message = "this call came with a token, so there is no session to end; revoke the token instead";
    let session = session.ok_or_else(|| AppError::new(Kind::Conflict, "no_session", message))?;
    op.run(&SignOut { session }).await
}

#[derive(Serialize)]
struct End {
    session: SessionId,
}

impl Command for End {
    const NAME: &'static str = "session.end";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut session = locked(op, tx, self.session).await?;
        let own = session.person == op.person()?;
        op.allow(if own { Action::SessionEnd } else { Action::SessionManage }, None)?;
        Session::end(&mut session, &op.by(), if own { "ended by its owner" } else { "ended for its owner" });
        tx.save(&mut session).await?;
        Ok(())
    }
}

#[derive(Serialize)]
struct SignOut {
    session: SessionId,
}

impl Command for SignOut {
    const NAME: &'static str = "session.sign_out";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        // Everybody may leave, whatever their role.
        let mut session = locked(op, tx, self.session).await?;
        Session::end(&mut session, &op.by(), "signed out");
        tx.save(&mut session).await?;
        Ok(())
    }
}

async fn locked(op: &Op, tx: &mut Unit, id: SessionId) -> Result<Stream<Session>, AppError> {
    let op = authority::renewed(op, tx).await?;
    tx.lock::<Session>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("session", id))
}

/// Ends every session of `person` but `kept`.
pub(crate) async fn end_all(
    tx: &mut Unit,
    scope: Scope,
    (person, kept): (PersonId, Option<SessionId>),
    by: &By,
    reason: &str,
) -> Result<(), AppError> {
    let filter = Filter::default().eq("person", person.to_string()).eq("ended", false);
    let open: Vec<Stream<Session>> = tx.list(scope, &filter).await?;
    for mut session in open.into_iter().filter(|session| Some(session.id()) != kept) {
        Session::end(&mut session, by, reason);
        tx.save(&mut session).await?;
    }
    Ok(())
}
