//! Sessions and one-time links by what was presented, and when sessions were last used.

use crate::{Filter, Query, StoreError, Unit, noun};
use dream_access::{Identity, Link, Session, TokenScope};
use dream_clock::Timestamp;
use dream_id::{Scope, SessionId, SystemKey};
use dream_ledger::{Digest, Stream};
use dream_sql::Sql;

/// The session whose text has this digest, whatever its organisation: the organisation is what the caller wants to know.
pub async fn by_digest<Q: Query>(q: &mut Q, key: SystemKey, digest: Digest) -> Result<Option<Stream<Session>>, StoreError> {
    let found = noun::list::<Session, Q>(q, Scope::System(key), &Filter::default().eq("digest", digest.to_string())).await?;
    Ok(found.into_iter().next())
}

/// The link whose text has this digest, whatever its organisation.
pub async fn link_by_digest<Q: Query>(q: &mut Q, key: SystemKey, digest: Digest) -> Result<Option<Stream<Link>>, StoreError> {
    let found = noun::list::<Link, Q>(q, Scope::System(key), &Filter::default().eq("digest", digest.to_string())).await?;
    Ok(found.into_iter().next())
}

/// Who a session stands for, with all roles as they are now; `None` when the person no longer belongs to the organisation.
pub async fn identity_of<Q: Query>(q: &mut Q, session: &Stream<Session>) -> Result<Option<Identity>, StoreError> {
    crate::people::identity(q, session.org(), session.person, session.id().into(), TokenScope::all()).await
}

/// When `session` was last used, if that is known.
pub async fn used_at<Q: Query>(q: &mut Q, scope: Scope, session: SessionId) -> Result<Option<Timestamp>, StoreError> {
    const ONE: Sql = Sql::both("SELECT at FROM session_uses WHERE session = $1 AND org = $2");
    const ANY: Sql = Sql::both("SELECT at FROM session_uses WHERE session = $1");
    let row = match scope.org() {
        Some(org) => q.row(&ONE, &[session.to_string().into(), org.to_string().into()]).await?,
        None => q.row(&ANY, &[session.to_string().into()]).await?,
    };
    let at = row.map(|row| row.int(0).map_err(StoreError::sql("reading when a session was used"))).transpose()?;
    Ok(at.map(Timestamp::from_micros))
}

impl Unit {
    /// Notes that `session` is used; an older time never replaces a newer one.
    pub async fn note_use(&mut self, session: &Stream<Session>, at: Timestamp) -> Result<(), StoreError> {
        const NOTE: Sql = Sql::both(
            "INSERT INTO session_uses (session, org, at) VALUES ($1, $2, $3) \
             ON CONFLICT (session) DO UPDATE SET at = excluded.at WHERE session_uses.at < excluded.at",
        );
        let params = [session.id().to_string().into(), session.org().to_string().into(), at.micros().into()];
        self.execute(&NOTE, &params).await.map(drop)
    }

    /// Forgets uses before `before`, at most 1,000 at a time. Returns how many.
    pub async fn forget_uses(&mut self, _key: SystemKey, before: Timestamp) -> Result<u64, StoreError> {
        const FORGET: Sql =
            Sql::both("DELETE FROM session_uses WHERE session IN (SELECT session FROM session_uses WHERE at < $1 ORDER BY at LIMIT 1000)");
        self.execute(&FORGET, &[before.micros().into()]).await
    }
}
