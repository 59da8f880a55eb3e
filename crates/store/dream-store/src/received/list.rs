//! Questions about what came in.

use super::{COLUMNS, Raw, Received, read};
use crate::{Query, StoreError};
use dream_id::{Cursor, Limit, OrgId, Page, ReceivedId};
use dream_sql::{Sql, Value};

/// Which of it a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceivedFilter {
    /// Of this source alone: its id, or the name of the server's own feed.
    pub source: Option<String>,
    /// From this id on, itself included.
    pub from: Option<ReceivedId>,
    /// Up to this id, itself included.
    pub until: Option<ReceivedId>,
}

/// What came in under `id`, if it is still kept.
pub async fn find<Q: Query>(q: &mut Q, org: OrgId, id: ReceivedId) -> Result<Option<Received>, StoreError> {
    let sql = Sql::owned(format!("SELECT {COLUMNS} FROM received_events WHERE id = $1 AND org = $2"));
    q.row(&sql, &[id.to_string().into(), org.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// What was sent under `id`, if it is still kept.
pub async fn raw<Q: Query>(q: &mut Q, org: OrgId, id: ReceivedId) -> Result<Option<Raw>, StoreError> {
    const RAW: Sql = Sql::both("SELECT head, body FROM received_events WHERE id = $1 AND org = $2");
    let Some(row) = q.row(&RAW, &[id.to_string().into(), org.to_string().into()]).await? else { return Ok(None) };
    let column = StoreError::sql("reading what was sent");
    Ok(Some(Raw { head: row.text(0).map_err(&column)?.to_owned(), body: row.bytes(1).map_err(&column)?.to_vec() }))
}

/// A page of what came in, newest first.
pub async fn page<Q: Query>(
    q: &mut Q,
    org: OrgId,
    filter: &ReceivedFilter,
    cursor: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Received>, StoreError> {
    let mut text = format!("SELECT {COLUMNS} FROM received_events WHERE org = $1");
    let mut params: Vec<Value> = vec![org.to_string().into()];
    let conditions = [
        ("source =", filter.source.clone()),
        ("id >=", filter.from.map(|id| id.to_string())),
        ("id <=", filter.until.map(|id| id.to_string())),
        ("id <", cursor.map(|cursor| cursor.0)),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            params.push(value.into());
            text.push_str(&format!(" AND {condition} ${}", params.len()));
        }
    }
    text.push_str(&format!(" ORDER BY id DESC LIMIT {}", u64::from(limit.get()) + 1));
    let rows = q.rows(&Sql::owned(text), &params).await?;
    let found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(found, limit, |received| received.id.to_string()))
}
