//! What the bridge of an organisation has told already: alerts that are raised, warnings that were given, until when logs were summed up.

use crate::{Query, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_sql::Sql;

/// Something that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it is about; unique in its organisation.
    pub mark: String,
    /// Since when, or until when, as its owner understands it.
    pub at: Timestamp,
    /// What was said.
    pub note: String,
}

/// The marks of `org` that begin with `start`.
pub async fn marks<Q: Query>(q: &mut Q, org: OrgId, start: &str) -> Result<Vec<Mark>, StoreError> {
    const ALL: Sql = Sql::both("SELECT mark, at, note FROM bridge_marks WHERE org = $1 ORDER BY mark");
    let column = StoreError::sql("reading what was told");
    let rows = q.rows(&ALL, &[org.to_string().into()]).await?;
    let read = |row: &dream_sql::Row| {
        Ok(Mark {
            mark: row.text(0).map_err(&column)?.to_owned(),
            at: Timestamp::from_micros(row.int(1).map_err(&column)?),
            note: row.text(2).map_err(&column)?.to_owned(),
        })
    };
    // There are a few of each organisation, and the engines do not agree on what a pattern may be.
    let all = rows.iter().map(read).collect::<Result<Vec<Mark>, StoreError>>()?;
    Ok(all.into_iter().filter(|mark| mark.mark.starts_with(start)).collect())
}

impl Unit {
    /// Sets a mark. False when it was set: then it stays what it was.
    pub async fn set_mark(&mut self, org: OrgId, mark: &Mark) -> Result<bool, StoreError> {
        const SET: Sql =
            Sql::both("INSERT INTO bridge_marks (org, mark, at, note) VALUES ($1, $2, $3, $4) ON CONFLICT (org, mark) DO NOTHING");
        let params = [org.to_string().into(), mark.mark.as_str().into(), mark.at.micros().into(), mark.note.as_str().into()];
        Ok(self.execute(&SET, &params).await? == 1)
    }

    /// Moves a mark from the time `before` to `after`. False when it does not stand there: somebody else moved it.
    pub async fn move_mark(&mut self, org: OrgId, mark: &str, (before, after): (Timestamp, Timestamp)) -> Result<bool, StoreError> {
        const MOVE: Sql = Sql::both("UPDATE bridge_marks SET at = $4 WHERE org = $1 AND mark = $2 AND at = $3");
        let params = [org.to_string().into(), mark.into(), before.micros().into(), after.micros().into()];
        Ok(self.execute(&MOVE, &params).await? == 1)
    }

    /// Takes a mark away. False when there is none.
    pub async fn clear_mark(&mut self, org: OrgId, mark: &str) -> Result<bool, StoreError> {
        const CLEAR: Sql = Sql::both("DELETE FROM bridge_marks WHERE org = $1 AND mark = $2");
        Ok(self.execute(&CLEAR, &[org.to_string().into(), mark.into()]).await? == 1)
    }
}
