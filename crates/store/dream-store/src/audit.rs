//! `audit verify`: every leaf hash and every tree head recomputed from the events' own bytes.

use crate::{Query, Reader, StoreError, heads, unit::integer};
use dream_clock::Timestamp;
use dream_id::{EventId, OrgId, Scope};
use dream_ledger::{Actor, Digest, Envelope, Frontier};
use dream_sql::{Row, Sql, SqlError};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

const BATCH: i64 = 2_000;
/// How many actors are kept at most.
const MOST_ACTORS: usize = 10_000;
const NO_EVENT: &str = "the event's bytes are not an event";

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
        let mut walk = Walk::of(org);
        let mut rows = self.log_after(org, 0).await?;
        while let Some(last) = rows.last() {
            let after = last.int(0).map_err(StoreError::sql("verifying"))?;
            // Beside the tasks of others, and while the next rows are read.
            let checking = tokio::task::spawn_blocking(move || walk.take(&rows));
            let next = self.log_after(org, after).await;
            let checked = checking.await.map_err(|source| SqlError::Other { doing: "verifying", source: source.into() });
            match checked.map_err(StoreError::sql("verifying"))?? {
                Ok(further) => walk = further,
                Err(broken) => return Ok(broken),
            }
            rows = next?;
        }
        let head = match heads::find(self, org).await {
            Err(StoreError::Damaged { what, .. }) => return Ok(walk.broken(walk.tree.size(), format!("the tree head is damaged: {what}"))),
            found => found?,
        };
        let stated = heads::stated(self, org).await?;
        let outside = self.outside_the_log(org).await?;
        if walk.tree.size() == 0 && self.lost_its_ledger(org).await? {
            return Ok(walk.broken(1, "the organisation is there, and not one event of its ledger".to_owned()));
        }
        Ok(conclude(&walk, &head, &stated, outside))
    }

    /// The next entries of the organisation's log.
    async fn log_after(&mut self, org: OrgId, position: i64) -> Result<Vec<Row>, StoreError> {
        const NEXT: Sql = Sql::each(
            "SELECT seq, stream, version, kind, at, body, leaf FROM events WHERE org = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            "SELECT f.position, e.stream, e.version, e.kind, e.at, e.body, e.leaf FROM feed f JOIN events e ON e.seq = f.seq \
             WHERE f.org = $1 AND e.org = $1 AND f.position > $2 ORDER BY f.position LIMIT $3",
        );
        self.rows(&NEXT, &[org.to_string().into(), position.into(), BATCH.into()]).await
    }

    /// The organisations in `scope` that have events, or had them: a tree head or the organisation's own row still tells of those.
    pub async fn audited_orgs(&mut self, scope: Scope) -> Result<Vec<OrgId>, StoreError> {
        heads::orgs(self, scope).await
    }

    /// Whether the organisation has its row and no event, not even one that waits for its place: what founded it is an event.
    async fn lost_its_ledger(&mut self, org: OrgId) -> Result<bool, StoreError> {
        const LOST: Sql = Sql::both("SELECT id FROM orgs WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM events WHERE stream = $1)");
        Ok(self.row(&LOST, &[org.to_string().into()]).await?.is_some())
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
    org_text: String,
    tree: Frontier,
    /// The version of each stream so far.
    versions: HashMap<String, i64>,
    /// Actors that were understood before: there are few of them.
    actors: HashSet<String>,
}

impl Walk {
    fn of(org: OrgId) -> Self {
        Self { org_text: org.to_string(), tree: Frontier::default(), versions: HashMap::new(), actors: HashSet::new() }
    }

    /// Takes the next events; gives the report instead where one of them is wrong.
    fn take(mut self, rows: &[Row]) -> Result<Result<Self, AuditReport>, StoreError> {
        for row in rows {
            if let Some(problem) = self.step(row)? {
                let at = self.tree.size();
                return Ok(Err(self.broken(at, problem)));
            }
        }
        Ok(Ok(self))
    }

    /// Takes the next event; says what is wrong with it.
    fn step(&mut self, row: &Row) -> Result<Option<String>, StoreError> {
        let column = StoreError::sql("verifying");
        let body = row.bytes(5).map_err(&column)?;
        let leaf = Envelope::leaf(body);
        self.tree.push(leaf);
        if row.bytes(6).map_err(&column)? != leaf.as_bytes() {
            return Ok(Some("the event's bytes do not have the leaf hash that was stored with them".to_owned()));
        }
        if let Some(problem) = self.check(body, row)? {
            return Ok(Some(problem));
        }
        let (stream, version) = (row.text(1).map_err(&column)?, row.int(2).map_err(&column)?);
        let before = match self.versions.get_mut(stream) {
            Some(last) => std::mem::replace(last, version),
            None => self.versions.insert(stream.to_owned(), version).unwrap_or(0),
        };
        let fits = version == before + 1;
        Ok((!fits).then(|| format!("{stream} goes on with its event {version} after {before}: one between is missing, or they were moved")))
    }

    /// Whether the row's columns say what its canonical bytes say; the first difference otherwise.
    fn check(&mut self, body: &[u8], row: &Row) -> Result<Option<String>, StoreError> {
        let column = StoreError::sql("verifying");
        let Some(entry) = serde_json::from_slice::<Read<'_>>(body).ok().filter(|entry| entry.id.parse::<EventId>().is_ok()) else {
            return Ok(Some(NO_EVENT.to_owned()));
        };
        if !self.actors.contains(entry.actor.get()) {
            if serde_json::from_str::<Actor>(entry.actor.get()).is_err() {
                return Ok(Some(NO_EVENT.to_owned()));
            }
            if self.actors.len() >= MOST_ACTORS {
                self.actors.clear();
            }
            self.actors.insert(entry.actor.get().to_owned());
        }
        let agree = entry.org == self.org_text
            && entry.stream == row.text(1).map_err(&column)?
            && integer(entry.version) == row.int(2).map_err(&column)?
            && entry.kind == row.text(3).map_err(&column)?
            && entry.at.micros() == row.int(4).map_err(&column)?;
        Ok((!agree).then(|| "the event's columns do not say what its bytes say".to_owned()))
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

/// An entry's canonical bytes, as far as verifying needs to understand them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<'e> {
    #[serde(borrow)]
    actor: &'e RawValue,
    at: Timestamp,
    #[serde(rename = "cause", default)]
    _cause: Option<IgnoredAny>,
    #[serde(rename = "data")]
    _data: IgnoredAny,
    #[serde(borrow)]
    id: Cow<'e, str>,
    #[serde(borrow)]
    kind: Cow<'e, str>,
    #[serde(borrow)]
    org: Cow<'e, str>,
    #[serde(rename = "schema")]
    _schema: u16,
    #[serde(borrow)]
    stream: Cow<'e, str>,
    #[serde(rename = "trace", default)]
    _trace: Option<IgnoredAny>,
    version: u64,
}
