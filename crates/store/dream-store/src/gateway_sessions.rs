//! How far each session of Discord's gateway was read.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_id::{ConnectionId, OrgId, SystemKey};
use dream_sql::Sql;

/// The session of a connection that was begun to be told what these bits say: its id, the number of the last event that was read, and where it is
/// gone on with.
pub async fn find<Q: Query>(
    q: &mut Q,
    _key: SystemKey,
    connection: ConnectionId,
    intents: u64,
) -> Result<Option<(String, u64, String)>, StoreError> {
    const FIND: Sql = Sql::both("SELECT session, sequence, resume_url FROM gateway_sessions WHERE connection = $1 AND intents = $2");
    let Some(row) = q.row(&FIND, &[connection.to_string().into(), integer(intents).into()]).await? else { return Ok(None) };
    let column = StoreError::sql("reading a gateway's session");
    let sequence = u64::try_from(row.int(1).map_err(&column)?).unwrap_or(0);
    Ok(Some((row.text(0).map_err(&column)?.to_owned(), sequence, row.text(2).map_err(&column)?.to_owned())))
}

impl Unit {
    /// Notes how far the connection's session was read, and what it was begun to be told.
    pub async fn keep_gateway_session(
        &mut self,
        org: OrgId,
        connection: ConnectionId,
        (session, sequence, url): (&str, u64, &str),
        intents: u64,
    ) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both(
            "INSERT INTO gateway_sessions (connection, org, session, sequence, resume_url, intents) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (connection) DO UPDATE SET session = excluded.session, sequence = excluded.sequence, \
             resume_url = excluded.resume_url, intents = excluded.intents",
        );
        let params = [
            connection.to_string().into(),
            org.to_string().into(),
            session.into(),
            integer(sequence).into(),
            url.into(),
            integer(intents).into(),
        ];
        self.execute(&KEEP, &params).await.map(drop)
    }

    /// The connection's session ended: the next begins anew.
    pub async fn forget_gateway_session(&mut self, org: OrgId, connection: ConnectionId) -> Result<(), StoreError> {
        const FORGET: Sql = Sql::both("DELETE FROM gateway_sessions WHERE connection = $1 AND org = $2");
        self.execute(&FORGET, &[connection.to_string().into(), org.to_string().into()]).await.map(drop)
    }
}
