//! `audit verify`: every leaf hash and every tree head recomputed from the events' own bytes.

use crate::{Query, Reader, StoreError, heads, unit::integer};
use dream_id::{OrgId, Scope};
use dream_ledger::{Digest, Envelope, Frontier};
use dream_sql::{Row, Sql};

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
        let mut tree = Frontier::default();
        let mut after = 0_i64;
        let mut problem = None;
        'all: loop {
            let rows = self.rows(&NEXT, &[org.to_string().into(), after.into(), BATCH.into()]).await?;
            let Some(last) = rows.last() else { break };
            after = last.int(0).map_err(StoreError::sql("verifying"))?;
            for row in &rows {
                problem = check(org, row)?;
                tree.push(Envelope::leaf(row.bytes(5).map_err(StoreError::sql("verifying"))?));
                if problem.is_some() {
                    break 'all;
                }
            }
        }
        let head = heads::find(self, org).await?;
        Ok(conclude(&tree, &head, problem))
    }

    /// The organisations in `scope` that have events.
    pub async fn audited_orgs(&mut self, scope: Scope) -> Result<Vec<OrgId>, StoreError> {
        heads::orgs(self, scope).await
    }
}

fn conclude(tree: &Frontier, head: &Frontier, problem: Option<String>) -> AuditReport {
    let report = |result, broken_at, problem| AuditReport { result, events: tree.size(), head: tree.root(), broken_at, problem };
    if let Some(problem) = problem {
        return report(AuditResult::Broken, Some(tree.size()), Some(problem));
    }
    if tree.size() != head.size() {
        let problem = format!("the log has {} events and its tree head covers {}", tree.size(), head.size());
        return report(AuditResult::Broken, Some(tree.size().min(head.size()) + 1), Some(problem));
    }
    if tree.root() != head.root() {
        let problem = format!("the events give the root {} and the tree head says {}", tree.root(), head.root());
        return report(AuditResult::Broken, Some(tree.size()), Some(problem));
    }
    let result = if tree.size() == 0 { AuditResult::Empty } else { AuditResult::Intact };
    report(result, None, None)
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
