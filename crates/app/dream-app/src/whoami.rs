//! Who the caller is, with the names that people know.

use crate::{AppError, Op};
use dream_access::{DiscordLink, Identity, Org, Person, Session, Token};
use dream_clock::Timestamp;
use dream_id::{PersonId, SessionId, TokenId};
use dream_ledger::Credential;
use dream_store::sessions;

/// The caller, as the server sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whoami {
    /// The organisation, the roles and what the token may do.
    pub identity: Identity,
    /// The organisation's name.
    pub org_name: String,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The token; `None` for a session or a linked account.
    pub token: Option<TokenId>,
    /// The session; `None` for a token or a linked account.
    pub session: Option<SessionId>,
    /// When the token, session or link ends.
    pub expires_at: Timestamp,
}

/// Who the caller is. Everybody who is signed in may ask.
pub async fn whoami(op: &Op) -> Result<Whoami, AppError> {
    let (identity, person) = (op.identity()?.clone(), op.person()?);
    let missing = |noun: &'static str| move || AppError::not_found(noun, person);
    let via = identity.credential().ok_or_else(missing("token"))?;
    let mut reader = op.read().await?;
    let org = reader.find::<Org>(op.scope(), identity.org).await?.ok_or_else(missing("organisation"))?;
    let name = reader.find::<Person>(op.scope(), person).await?.ok_or_else(missing("person"))?.name.clone();
    let expires_at = match via {
        Credential::Token(id) => reader.find::<Token>(op.scope(), id).await?.ok_or_else(missing("token"))?.expires_at,
        Credential::DiscordLink(id) => reader.find::<DiscordLink>(op.scope(), id).await?.ok_or_else(missing("link"))?.expires_at,
        Credential::Session(id) => {
            let used_at = sessions::used_at(&mut reader, op.scope(), id).await?;
            reader.find::<Session>(op.scope(), id).await?.ok_or_else(missing("session"))?.ends_at(used_at)
        }
    };
    let (token, session) = (via.token(), via.session());
    Ok(Whoami { identity, org_name: org.name.clone(), person, name, token, session, expires_at })
}
