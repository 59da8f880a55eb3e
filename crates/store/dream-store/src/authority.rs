//! Who calls: what they presented, and who they are by it, in one statement.

use crate::{Noun, Query, StoreError, noun, people};
use dream_access::{DiscordLink, Identity, Member, Scopes, Session, Team, Token, TokenScope};
use dream_id::{OrgId, PersonId, Scope, SystemKey, TeamId};
use dream_ledger::{Credential, Digest, Stream};
use dream_sql::{Row, Sql, Value};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many callers are kept at most.
const MOST: usize = 4_096;

/// The row of what was presented, and beside it that of its person's membership.
macro_rules! caller {
    ($table:literal, $which:literal) => {
        Sql::both(concat!(
            "SELECT c.id, c.org, c.version, c.format, c.state, m.id, m.org, m.version, m.format, m.state FROM ",
            $table,
            " c LEFT JOIN members m ON m.org = c.org AND m.person = c.person AND m.removed = $1 WHERE ",
            $which
        ))
    };
}

/// What names a caller.
#[derive(Debug, Clone, Copy)]
pub enum Named {
    /// A token, a session or a linked account, in a tenant's data.
    Id(Scope, Credential),
    /// The digest of a token's text, whatever its organisation: the organisation is what the caller wants to know.
    Token(SystemKey, Digest),
    /// The digest of a session's text, likewise.
    Session(SystemKey, Digest),
}

/// What somebody presented.
#[derive(Debug, Clone, PartialEq)]
pub enum Presented {
    /// A token.
    Token(Stream<Token>),
    /// A session.
    Session(Stream<Session>),
    /// A linked Discord account, of which Discord itself says that it acts.
    DiscordLink(Stream<DiscordLink>),
}

/// Somebody who calls, by the rows that a statement just found.
#[derive(Debug)]
pub struct Authority {
    /// What they presented. Whether it may still be used is a question of the time.
    pub presented: Presented,
    /// Who they are, with all roles; `None` when the person does not belong to the organisation.
    pub identity: Option<Identity>,
    /// The rows that this was made of.
    row: Row,
    /// Whether it was made of teams' rows besides.
    teams: bool,
}

/// Callers whose rows were read before, so that unchanged rows need not be understood again. Nothing is ever taken from here but for rows
/// that were just read and are the same, byte by byte.
#[derive(Debug, Default)]
pub struct Authorities(Mutex<HashMap<Credential, Arc<Authority>>>);

impl Authorities {
    /// The caller that `named` names, as the database has them now.
    pub async fn find<Q: Query>(&self, q: &mut Q, named: Named) -> Result<Option<Arc<Authority>>, StoreError> {
        const TOKEN: Sql = caller!("tokens", "c.id = $2 AND c.org = $3");
        const SESSION: Sql = caller!("sessions", "c.id = $2 AND c.org = $3");
        const DISCORD_LINK: Sql = caller!("discord_links", "c.id = $2 AND c.org = $3");
        const TOKEN_BY_DIGEST: Sql = caller!("tokens", "c.digest = $2");
        const SESSION_BY_DIGEST: Sql = caller!("sessions", "c.digest = $2");
        let removed = Value::from(false);
        let found = match named {
            Named::Id(scope, credential) => {
                // Who calls, calls in one organisation.
                let Some(org) = scope.org() else { return Ok(None) };
                let sql = match credential {
                    Credential::Token(_) => &TOKEN,
                    Credential::Session(_) => &SESSION,
                    Credential::DiscordLink(_) => &DISCORD_LINK,
                };
                q.row(sql, &[removed, credential.to_string().into(), org.to_string().into()]).await?
            }
            Named::Token(_, digest) => q.row(&TOKEN_BY_DIGEST, &[removed, digest.to_string().into()]).await?,
            Named::Session(_, digest) => q.row(&SESSION_BY_DIGEST, &[removed, digest.to_string().into()]).await?,
        };
        match (found, named) {
            (None, _) => Ok(None),
            (Some(row), Named::Id(_, Credential::Session(_)) | Named::Session(..)) => self.of_session(q, row).await.map(Some),
            (Some(row), Named::Id(_, Credential::DiscordLink(_))) => self.of_discord_link(q, row).await.map(Some),
            (Some(row), _) => self.of_token(q, row).await.map(Some),
        }
    }

    async fn of_discord_link<Q: Query>(&self, q: &mut Q, row: Row) -> Result<Arc<Authority>, StoreError> {
        if let Some(known) = self.known(id::<DiscordLink>(&row)?.into(), &row) {
            return Ok(known);
        }
        let link = noun::read::<DiscordLink, Q>(q, &row).await?;
        let of = Of { org: link.org(), person: link.person, via: link.id().into(), scopes: link.scopes.clone() };
        self.made(q, row, of, Presented::DiscordLink(link)).await
    }

    async fn of_token<Q: Query>(&self, q: &mut Q, row: Row) -> Result<Arc<Authority>, StoreError> {
        if let Some(known) = self.known(id::<Token>(&row)?.into(), &row) {
            return Ok(known);
        }
        let token = noun::read::<Token, Q>(q, &row).await?;
        let of = Of { org: token.org(), person: token.person, via: token.id().into(), scopes: token.scopes.clone() };
        self.made(q, row, of, Presented::Token(token)).await
    }

    async fn of_session<Q: Query>(&self, q: &mut Q, row: Row) -> Result<Arc<Authority>, StoreError> {
        if let Some(known) = self.known(id::<Session>(&row)?.into(), &row) {
            return Ok(known);
        }
        let session = noun::read::<Session, Q>(q, &row).await?;
        let of = Of { org: session.org(), person: session.person, via: session.id().into(), scopes: TokenScope::all() };
        self.made(q, row, of, Presented::Session(session)).await
    }

    fn known(&self, credential: Credential, row: &Row) -> Option<Arc<Authority>> {
        let known = self.lock().get(&credential).map(Arc::clone)?;
        (known.row == *row && !known.teams).then_some(known)
    }

    async fn made<Q: Query>(&self, q: &mut Q, row: Row, of: Of, presented: Presented) -> Result<Arc<Authority>, StoreError> {
        let credential = of.via;
        let is_member = row.opt_text(5).map_err(StoreError::sql("reading who calls"))?.is_some();
        let member = if is_member { Some(noun::read_at::<Member, Q>(q, &row, 5).await?) } else { None };
        let in_teams = member.as_ref().is_some_and(|member| !member.teams.is_empty());
        let teams = if in_teams { people::teams(q, of.org).await? } else { Vec::new() };
        let identity = member.map(|member| of.identity(&member, &teams));
        let authority = Arc::new(Authority { presented, identity, row, teams: in_teams });
        let mut known = self.lock();
        if known.len() >= MOST && !known.contains_key(&credential) {
            // Who calls again is read again.
            known.clear();
        }
        known.insert(credential, Arc::clone(&authority));
        Ok(authority)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Credential, Arc<Authority>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the presented row says of its holder.
struct Of {
    org: OrgId,
    person: PersonId,
    via: Credential,
    scopes: Scopes,
}

impl Of {
    fn identity(self, member: &Stream<Member>, teams: &[(TeamId, Team)]) -> Identity {
        debug_assert_eq!(member.person, self.person, "the statement joins by the person");
        Identity::of_member(self.org, self.via, self.scopes, member, teams.iter().map(|(id, team)| (*id, team)))
    }
}

fn id<A: Noun>(row: &Row) -> Result<A::Id, StoreError> {
    let text = row.text(0).map_err(StoreError::sql("reading who calls"))?;
    text.parse().map_err(|error| StoreError::damaged(A::TABLE, text, error))
}
