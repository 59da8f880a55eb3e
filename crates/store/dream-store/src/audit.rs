//! `audit verify`: every leaf hash and every tree head recomputed from the events' own bytes.

use crate::{Query, Reader, StoreError, heads, unit::integer};
use dream_id::{OrgId, Scope};
use dream_ledger::{Digest, Envelope, Frontier};
use dream_sql::{Row, Sql};
use std::collections::HashMap;

const BATCH: i64 = 4_000;

/// What verifying found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditResult {
    /// Every event and the head agree.
    Intact,
    /// Something was altered, removed or added behind the ledger's back.
    Broken,
    /// There is nothing to verify.
    Empty,
}

/// The report of one verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// The verdict.
    pub result: AuditResult,
    /// How many events were read.
    pub events: u64,
    /// The recomputed root.
    pub head: Digest,
    /// The first place that does not fit: the event's number in the organisation's log, from 1.
    pub broken_at: Option<u64>,
    /// What does not fit there.
    pub problem: Option<String>,
}

impl Reader {
    /// Recomputes the leaf hashes and the tree head of `org`.
    pub async fn verify(&mut self, org: OrgId) -> Result<AuditReport, StoreError> {
        const NEXT: Sql = Sql::both(
            "SELECT f.position, e.stream, e.version, e.kind, e.at, e.body, e.leaf FROM feed f JOIN events e ON e.seq = f.seq \
             WHERE f.org = $1 AND e.org = $1 AND f.position > $2 ORDER BY f.position LIMIT $3",
        );
        let mut walk = Walk::of(org);
        let mut after = 0_i64;
        loop {
            let rows = self.rows(&NEXT, &[org.to_string().into(), after.into(), BATCH.into()]).await?;
            let Some(last) = rows.last() else { break };
            after = last.int(0).map_err(StoreError::sql("verifying"))?;
            for row in &rows {
                if let Some(problem) = walk.step(row)? {
                    let at = walk.tree.size();
                    return Ok(walk.broken(at, problem));
                }
            }
        }
        let head = match heads::find(self, org).await {
            Err(StoreError::Damaged { what, .. }) => return Ok(walk.broken(walk.tree.size(), format!("the tree head is damaged: {what}"))),
            found => found?,
        };
        let stated = heads::stated(self, org).await?;
        let outside = self.outside_the_log(org).await?;
        Ok(conclude(&walk, &head, &stated, outside))
    }

    /// The organisations in `scope` that have events.
    pub async fn audited_orgs(&mut self, scope: Scope) -> Result<Vec<OrgId>, StoreError> {
        heads::orgs(self, scope).await
    }

    /// How many events are neither in the feed nor waiting for their place in it: no commit leaves one so.
    async fn outside_the_log(&mut self, org: OrgId) -> Result<i64, StoreError> {
        const OUTSIDE: Sql = Sql::each(
            "SELECT count(*) FROM events WHERE org = $1 AND seq IS NULL",
            "SELECT count(*) FROM events e WHERE e.org = $1 AND NOT EXISTS (SELECT 1 FROM feed f WHERE f.seq = e.seq AND f.org = e.org) \
             AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.seq = e.seq)",
        );
        let row = self.row(&OUTSIDE, &[org.to_string().into()]).await?;
        row.map_or(Ok(0), |row| row.int(0)).map_err(StoreError::sql("verifying"))
    }
}

/// How far verifying has come.
struct Walk {
    org: OrgId,
    tree: Frontier,
    /// The version of each stream so far.
    versions: HashMap<String, i64>,
}

impl Walk {
    fn of(org: OrgId) -> Self {
        Self { org, tree: Frontier::default(), versions: HashMap::new() }
    }

    /// Takes the next event; says what is wrong with it.
    fn step(&mut self, row: &Row) -> Result<Option<String>, StoreError> {
        self.tree.push(Envelope::leaf(row.bytes(5).map_err(StoreError::sql("verifying"))?));
        if let Some(problem) = check(self.org, row)? {
            return Ok(Some(problem));
        }
        let (stream, version) = (row.text(1), row.int(2).map_err(StoreError::sql("verifying"))?);
        let stream = stream.map_err(StoreError::sql("verifying"))?;
        let before = match self.versions.get_mut(stream) {
            Some(last) => std::mem::replace(last, version),
            None => self.versions.insert(stream.to_owned(), version).unwrap_or(0),
        };
        let fits = version == before + 1;
        Ok((!fits).then(|| format!("{stream} goes on with its event {version} after {before}: one between is missing, or they were moved")))
    }

    fn report(&self, result: AuditResult, broken_at: Option<u64>, problem: Option<String>) -> AuditReport {
        AuditReport { result, events: self.tree.size(), head: self.tree.root(), broken_at, problem }
    }

    fn broken(&self, at: u64, problem: String) -> AuditReport {
        self.report(AuditResult::Broken, Some(at), Some(problem))
    }
}

fn conclude(walk: &Walk, head: &Frontier, stated: &(i64, Vec<u8>), outside: i64) -> AuditReport {
    let tree = &walk.tree;
    if tree.size() != head.size() {
        let problem = format!("the log has {} events and its tree head covers {}", tree.size(), head.size());
        return walk.broken(tree.size().min(head.size()) + 1, problem);
    }
    let says = (integer(tree.size()), tree.root().as_bytes().to_vec());
    if tree.root() != head.root() || says != *stated {
        return walk.broken(tree.size(), format!("the events give the root {} and the tree head says another", tree.root()));
    }
    if outside > 0 {
        return walk.broken(tree.size() + 1, format!("{outside} events are in no place of the log"));
    }
    let result = if tree.size() == 0 { AuditResult::Empty } else { AuditResult::Intact };
    walk.report(result, None, None)
}

/// Whether the row's columns and leaf say what its canonical bytes say; the first difference otherwise.
fn check(org: OrgId, row: &Row) -> Result<Option<String>, StoreError> {
    let column = StoreError::sql("verifying");
    let body = row.bytes(5).map_err(&column)?;
    if row.bytes(6).map_err(&column)? != Envelope::leaf(body).as_bytes() {
        return Ok(Some("the event's bytes do not have the leaf hash that was stored with them".to_owned()));
    }
    let Ok(envelope) = serde_json::from_slice::<Envelope>(body) else {
        return Ok(Some("the event's bytes are not an event".to_owned()));
    };
    let agree = envelope.org == org
        && envelope.stream == row.text(1).map_err(&column)?
        && integer(envelope.version) == row.int(2).map_err(&column)?
        && envelope.kind == row.text(3).map_err(&column)?
        && envelope.at.micros() == row.int(4).map_err(&column)?;
    Ok((!agree).then(|| "the event's columns do not say what its bytes say".to_owned()))
}
