//! The swarm of an organisation, and the escalations whose term is over.

use crate::{Filter, Query, StoreError, noun};
use dream_clock::Timestamp;
use dream_id::{EscalationId, OrgId, Scope, SystemKey};
use dream_ledger::Stream;
use dream_sql::Sql;
use dream_swarm::{EscalationStatus, Swarm};
use std::collections::BTreeMap;

/// The agents of an organisation as a whole; `None` before it had any.
pub async fn of<Q: Query>(q: &mut Q, org: OrgId) -> Result<Option<Stream<Swarm>>, StoreError> {
    Ok(noun::list::<Swarm, Q>(q, Scope::Org(org), &Filter::default()).await?.into_iter().next())
}

/// Every swarm whose agents may work, and every one whose agents may not.
pub async fn all<Q: Query>(q: &mut Q, key: SystemKey) -> Result<Vec<Stream<Swarm>>, StoreError> {
    noun::list(q, Scope::System(key), &Filter::default()).await
}

/// The escalations of which people are to be told by `now`, at most `most`, the longest due first.
pub async fn due_escalations<Q: Query>(q: &mut Q, _key: SystemKey, now: Timestamp, most: u32) -> Result<Vec<EscalationId>, StoreError> {
    const DUE: Sql = Sql::both("SELECT id FROM escalations WHERE due_at <= $1 ORDER BY due_at LIMIT $2");
    let column = StoreError::sql("reading which escalations are due");
    let rows = q.rows(&DUE, &[now.micros().into(), i64::from(most).into()]).await?;
    rows.iter()
        .map(|row| {
            let text = row.text(0).map_err(&column)?;
            text.parse().map_err(|error| StoreError::damaged("escalations", text, error))
        })
        .collect()
}

/// How many escalations in `scope` have each status; statuses that none has are left out.
pub async fn escalation_counts<Q: Query>(q: &mut Q, scope: Scope) -> Result<BTreeMap<EscalationStatus, u64>, StoreError> {
    const ALL: Sql = Sql::both("SELECT status, count(*) FROM escalations GROUP BY status");
    const ONE: Sql = Sql::both("SELECT status, count(*) FROM escalations WHERE org = $1 GROUP BY status");
    let rows = match scope.org() {
        None => q.rows(&ALL, &[]).await?,
        Some(org) => q.rows(&ONE, &[org.to_string().into()]).await?,
    };
    let column = StoreError::sql("counting escalations");
    let mut counts = BTreeMap::new();
    for row in rows {
        let word = row.text(0).map_err(&column)?;
        let status = word.parse().map_err(|error| StoreError::damaged("escalations", word, error))?;
        counts.insert(status, u64::try_from(row.int(1).map_err(&column)?).unwrap_or(0));
    }
    Ok(counts)
}

/// In how many organisations of `scope` all agents are stopped.
pub async fn stopped_count<Q: Query>(q: &mut Q, scope: Scope) -> Result<u64, StoreError> {
    let stopped = noun::list::<Swarm, Q>(q, scope, &Filter::default().eq("stopped", true)).await?;
    Ok(u64::try_from(stopped.len()).unwrap_or(u64::MAX))
}
