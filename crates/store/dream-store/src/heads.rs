//! Each organisation's tree head: the Merkle root over its events in feed order, kept with every commit.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_id::{OrgId, Scope};
use dream_ledger::{Digest, Frontier};
use dream_sql::{Last, Row, Sql, SqlError, Together, Value};
use std::collections::BTreeMap;

const FIND: Sql = Sql::both("SELECT frontier FROM tree_heads WHERE org = $1");

const SAVE: Sql = Sql::both(
    "INSERT INTO tree_heads (org, size, root, frontier) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (org) DO UPDATE SET size = excluded.size, root = excluded.root, frontier = excluded.frontier",
);

/// The leaves that units append to each organisation's tree, in the order of their events: where commits are shared, the trees are
/// extended once for all units of a commit.
#[derive(Debug, Default)]
pub(crate) struct Leaves(BTreeMap<OrgId, Vec<Digest>>);

impl Leaves {
    pub(crate) fn push(&mut self, org: OrgId, leaf: Digest) {
        self.0.entry(org).or_default().push(leaf);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Together for Leaves {
    fn add(&mut self, later: Self) {
        for (org, leaves) in later.0 {
            self.0.entry(org).or_default().extend(leaves);
        }
    }

    fn write(self, last: &mut Last<'_>) -> Result<(), SqlError> {
        for (org, leaves) in self.0 {
            let row = last.query(&FIND, &[org.to_string().into()])?.into_iter().next();
            let frontier = frontier(org, row).map_err(|source| SqlError::Other { doing: "extending a tree", source: source.into() })?;
            last.execute(&SAVE, &extended(org, frontier, &leaves))?;
        }
        Ok(())
    }
}

/// The organisation's frontier; empty when it has no events yet.
pub(crate) async fn find<Q: Query>(q: &mut Q, org: OrgId) -> Result<Frontier, StoreError> {
    frontier(org, q.row(&FIND, &[org.to_string().into()]).await?)
}

fn frontier(org: OrgId, row: Option<Row>) -> Result<Frontier, StoreError> {
    let Some(row) = row else { return Ok(Frontier::default()) };
    let bytes = row.bytes(0).map_err(StoreError::sql("reading a tree head"))?;
    Frontier::from_bytes(bytes).ok_or_else(|| StoreError::damaged("tree_heads", org, "the frontier's bytes are not a frontier"))
}

/// The head to save, with `leaves` at the end.
fn extended(org: OrgId, mut frontier: Frontier, leaves: &[Digest]) -> [Value; 4] {
    for leaf in leaves {
        frontier.push(*leaf);
    }
    let root = frontier.root().as_bytes().to_vec();
    [org.to_string().into(), integer(frontier.size()).into(), root.into(), frontier.to_bytes().into()]
}

/// The size and the root that stand beside the organisation's frontier, as stored; those of an empty tree when it has no events yet.
pub(crate) async fn stated<Q: Query>(q: &mut Q, org: OrgId) -> Result<(i64, Vec<u8>), StoreError> {
    const STATED: Sql = Sql::both("SELECT size, root FROM tree_heads WHERE org = $1");
    let column = StoreError::sql("reading a tree head");
    let Some(row) = q.row(&STATED, &[org.to_string().into()]).await? else {
        return Ok((0, Frontier::default().root().as_bytes().to_vec()));
    };
    Ok((row.int(0).map_err(&column)?, row.bytes(1).map_err(&column)?.to_vec()))
}

/// Appends leaves to the organisation's tree, in a transaction that commits alone.
pub(crate) async fn extend(unit: &mut Unit, org: OrgId, leaves: &[Digest]) -> Result<(), StoreError> {
    let frontier = find(unit, org).await?;
    unit.execute(&SAVE, &extended(org, frontier, leaves)).await?;
    Ok(())
}

/// Every organisation that `scope` covers and that is told of anywhere: by its events, its head or its own row. Where one of these is gone
/// the others say that it is.
pub(crate) async fn orgs<Q: Query>(q: &mut Q, scope: Scope) -> Result<Vec<OrgId>, StoreError> {
    const ALL: Sql = Sql::both("SELECT org FROM tree_heads UNION SELECT org FROM events UNION SELECT id AS org FROM orgs ORDER BY org");
    if let Some(org) = scope.org() {
        return Ok(vec![org]);
    }
    let rows = q.rows(&ALL, &[]).await?;
    rows.iter()
        .map(|row| {
            let text = row.text(0).map_err(StoreError::sql("looking for organisations"))?;
            text.parse().map_err(|error| StoreError::damaged("ledger", text, error))
        })
        .collect()
}
