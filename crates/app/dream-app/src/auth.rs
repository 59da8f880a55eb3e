//! Who a token or a session stands for.

use crate::{App, AppError, Kind, Op, orgs};
use dream_access::{Session, SessionText, TokenText};
use dream_clock::Timestamp;
use dream_id::Scope;
use dream_ledger::Stream;
use dream_secret::Secret;
use dream_store::{
    Glance,
    authority::{Named, Presented as Held},
    sessions,
};
use std::time::Duration;

/// How exactly it is known when a session was last used.
const USE_GRAIN: Duration = Duration::from_mins(1);

/// What a caller presented, for what outlives one request: a live view asks again whether it still counts.
#[derive(Debug, Clone)]
pub enum Presented {
    /// The text of a token.
    Token(Secret),
    /// The text of a session, from its cookie.
    Session(Secret),
}

impl Presented {
    /// The operation of whoever presents it now.
    ///
    /// # Errors
    /// `unauthenticated`, as [`authenticate`] and [`authenticate_session`] say.
    pub async fn authenticate(&self, app: &App) -> Result<Op, AppError> {
        match self {
            Self::Token(text) => authenticate(app, text.expose()).await,
            Self::Session(text) => authenticate_session(app, text.expose()).await,
        }
    }

    /// The same, perhaps before all that it rests on is on disk: what the operation comes to may not leave before the witness allows it.
    ///
    /// # Errors
    /// As [`Presented::authenticate`]; a refusal may leave at once.
    pub async fn authenticate_early(&self, app: &App) -> Result<(Op, Witness), AppError> {
        match self {
            Self::Token(text) => early(app, text.expose()).await,
            Self::Session(text) => Ok((authenticate_session(app, text.expose()).await?, Witness(None))),
        }
    }

    /// The same without counting as a use: a live view that is open in a forgotten tab keeps no session alive.
    ///
    /// # Errors
    /// As [`Presented::authenticate`].
    pub async fn renew(&self, app: &App) -> Result<Op, AppError> {
        match self {
            Self::Token(text) => authenticate(app, text.expose()).await,
            Self::Session(text) => session(app, text.expose()).await.map(|(op, ..)| op),
        }
    }
}

/// Tells when what an operation rests on is on disk.
#[must_use = "what the operation comes to leaves once this is `settled`"]
pub struct Witness(Option<dream_store::Witness>);

impl Witness {
    /// Waits until it is on disk.
    pub async fn settled(self) -> Result<(), AppError> {
        match self.0 {
            Some(witness) => Ok(witness.settled().await?),
            None => Ok(()),
        }
    }
}

fn refuse(code: &'static str, why: impl Into<String>) -> AppError {
    AppError::new(Kind::Unauthenticated, code, why)
}

/// The operation of whoever presents the token `text`.
///
/// # Errors
/// `unauthenticated` for a text that is no token, that nobody knows, or that is revoked or expired. The message never repeats it.
/// `organisation_suspended`.
pub async fn authenticate(app: &App, text: &str) -> Result<Op, AppError> {
    let (op, witness) = early(app, text).await?;
    witness.settled().await?;
    Ok(op)
}

async fn early(app: &App, text: &str) -> Result<(Op, Witness), AppError> {
    let token = TokenText::parse(text).map_err(|error| refuse("invalid_token", error.to_string()))?;
    let mut glance = app.store.glance().await?;
    let op = of_token(app, &mut glance, &token).await;
    let witness = Witness(Some(glance.end()));
    match op {
        Ok(op) => Ok((op, witness)),
        Err(refusal) => {
            witness.settled().await?;
            Err(refusal)
        }
    }
}

async fn of_token(app: &App, glance: &mut Glance, token: &TokenText) -> Result<Op, AppError> {
    let unknown = || refuse("invalid_token", "nobody here knows this token; sign in again, or ask for a new one");
    let found = app.authorities().find(glance, Named::Token(app.system, token.digest())).await?.ok_or_else(unknown)?;
    let Held::Token(token) = &found.presented else { return Err(unknown()) };
    token.usable(app.now()).map_err(|refusal| refuse(refusal.code(), refusal.to_string()))?;
    let left = || refuse("not_a_member", "the person of this token no longer belongs to the organisation");
    let identity = found.identity.as_ref().ok_or_else(left)?;
    orgs::check_going(app, glance, identity.org).await?;
    Ok(Op::of_person(app.clone(), identity.clone()))
}

/// The operation of whoever presents the session `text`, which is thereby used.
///
/// # Errors
/// `unauthenticated` for a text that is no session, that nobody knows, that was ended or has expired, or that waits for the code of the
/// second factor. The message never repeats it. `organisation_suspended`.
pub async fn authenticate_session(app: &App, text: &str) -> Result<Op, AppError> {
    let (op, session, used_at) = session(app, text).await?;
    let now = app.now();
    if used_at.is_none_or(|used_at| now.since(used_at) >= USE_GRAIN) {
        note_use(app, &session, now).await;
    }
    Ok(op)
}

async fn session(app: &App, text: &str) -> Result<(Op, Stream<Session>, Option<Timestamp>), AppError> {
    let unknown = || refuse("invalid_session", "nobody here knows this session; sign in again");
    let text = SessionText::parse(text).ok_or_else(unknown)?;
    let mut reader = app.store.read().await?;
    let session = sessions::by_digest(&mut reader, app.system, text.digest()).await?.ok_or_else(unknown)?;
    let used_at = sessions::used_at(&mut reader, Scope::Org(session.org()), session.id()).await?;
    session.usable(used_at, app.now())?;
    let left = || refuse("not_a_member", "the person of this session no longer belongs to the organisation");
    let identity = sessions::identity_of(&mut reader, &session).await?.ok_or_else(left)?;
    orgs::check_going(app, &mut reader, identity.org).await?;
    Ok((Op::of_person(app.clone(), identity), session, used_at))
}

/// Remembers the use. When that fails, the request goes on: all that is lost is that the session, if it is not used again, ends earlier.
async fn note_use(app: &App, session: &Stream<Session>, now: Timestamp) {
    let noted = async {
        let mut tx = app.store.begin().await?;
        tx.note_use(session, now).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(session.id = %session.id(), error.chain = ?error, "the use of a session could not be noted");
    }
}
