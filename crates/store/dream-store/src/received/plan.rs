//! What is still to be planned, in the order in which it came in, and what the rules remember meanwhile.

use super::{COLUMNS, Raw, Received, read};
use crate::{Query, Reader, StoreError, Unit, unit::integer};
use dream_clock::Timestamp;
use dream_id::{OrgId, ReceivedId, SystemKey};
use dream_sql::{Row, Sql, Value};

/// What the rules of an organisation remember, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMemory {
    /// How often it was changed.
    pub version: u64,
    /// When time alone makes something due.
    pub next_due: Option<Timestamp>,
    /// What is remembered, as JSON.
    pub memory: String,
}

impl Reader {
    /// The first organisation after `after` that has something to be planned; from the beginning again when there is none behind it.
    pub async fn org_to_plan(&mut self, _key: SystemKey, after: Option<OrgId>) -> Result<Option<OrgId>, StoreError> {
        const NEXT: Sql = Sql::both("SELECT org FROM received_events WHERE planned_at IS NULL AND org > $1 ORDER BY org LIMIT 1");
        let after = after.map(|org| org.to_string()).unwrap_or_default();
        match self.row(&NEXT, &[after.as_str().into()]).await? {
            Some(row) => org(&row).map(Some),
            None if after.is_empty() => Ok(None),
            None => self.row(&NEXT, &["".into()]).await?.as_ref().map(org).transpose(),
        }
    }

    /// What is to be planned for `org`, oldest first, at most `most`.
    pub async fn to_plan(&mut self, org: OrgId, most: u32) -> Result<Vec<(Received, Raw)>, StoreError> {
        let sql = Sql::owned(format!(
            "SELECT {COLUMNS}, head, body FROM received_events WHERE org = $1 AND planned_at IS NULL ORDER BY received_at, id LIMIT {most}"
        ));
        let column = StoreError::sql("reading what is to be planned");
        let rows = self.rows(&sql, &[org.to_string().into()]).await?;
        let with_raw = rows.iter().map(|row| {
            let raw = Raw { head: row.text(13).map_err(&column)?.to_owned(), body: row.bytes(14).map_err(&column)?.to_vec() };
            Ok((read(row)?, raw))
        });
        with_raw.collect()
    }

    /// An organisation for which time alone has made something due.
    pub async fn org_with_something_due(&mut self, _key: SystemKey, now: Timestamp) -> Result<Option<OrgId>, StoreError> {
        const DUE: Sql = Sql::both("SELECT org FROM bridge_memory WHERE next_due <= $1 ORDER BY next_due LIMIT 1");
        self.row(&DUE, &[now.micros().into()]).await?.as_ref().map(org).transpose()
    }
}

/// What the rules of `org` remember, if they remember anything.
pub async fn memory<Q: Query>(q: &mut Q, org: OrgId) -> Result<Option<KeptMemory>, StoreError> {
    const FIND: Sql = Sql::both("SELECT version, next_due, memory FROM bridge_memory WHERE org = $1");
    let Some(row) = q.row(&FIND, &[org.to_string().into()]).await? else { return Ok(None) };
    let column = StoreError::sql("reading what rules remember");
    Ok(Some(KeptMemory {
        version: u64::try_from(row.int(0).map_err(&column)?).unwrap_or(0),
        next_due: row.opt_int(1).map_err(&column)?.map(Timestamp::from_micros),
        memory: row.text(2).map_err(&column)?.to_owned(),
    }))
}

impl Unit {
    /// Keeps what the rules of `org` remember now, in place of version `before` of it. False when somebody else changed it meanwhile.
    pub async fn keep_memory(&mut self, org: OrgId, before: u64, memory: &str, next_due: Option<Timestamp>) -> Result<bool, StoreError> {
        const FIRST: Sql =
            Sql::both("INSERT INTO bridge_memory (org, version, next_due, memory) VALUES ($1, $2, $3, $4) ON CONFLICT (org) DO NOTHING");
        const NEXT: Sql = Sql::both("UPDATE bridge_memory SET version = $2, next_due = $3, memory = $4 WHERE org = $1 AND version = $5");
        let due = next_due.map(Timestamp::micros);
        let mut params: Vec<Value> = vec![org.to_string().into(), integer(before + 1).into(), due.into(), memory.into()];
        if before == 0 {
            return Ok(self.execute(&FIRST, &params).await? == 1);
        }
        params.push(integer(before).into());
        Ok(self.execute(&NEXT, &params).await? == 1)
    }

    /// Notes that what came in under `id` was planned. False when it was planned before, or is gone.
    pub async fn note_planned(
        &mut self,
        org: OrgId,
        id: ReceivedId,
        (events, messages): (u32, u32),
        trace: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        const NOTE: Sql = Sql::both(
            "UPDATE received_events SET planned_at = $3, events = $4, messages = $5, trace = $6 \
             WHERE id = $1 AND org = $2 AND planned_at IS NULL",
        );
        let params = [id.to_string().into(), org.to_string().into(), now.micros().into(), events.into(), messages.into(), trace.into()];
        Ok(self.execute(&NOTE, &params).await? == 1)
    }
}

fn org(row: &Row) -> Result<OrgId, StoreError> {
    let text = row.text(0).map_err(StoreError::sql("looking for what is to be planned"))?;
    text.parse().map_err(|error| StoreError::damaged("received_events", text, error))
}
