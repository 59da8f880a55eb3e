//! Drafts: notes on lines under review that their writers have not sent yet. Nobody but their writer sees them.

use crate::{Query, StoreError, Unit, noun, unit::integer};
use dream_clock::Timestamp;
use dream_govern::{Anchor, Review, Run};
use dream_id::{ArtifactId, DraftId, OrgId, PersonId, ProjectId, ReviewId, RunId, Scope, StageId};
use dream_ledger::Stream;
use dream_sql::{Row, Sql, Value};

/// A note that was not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The organisation.
    pub org: OrgId,
    /// Who writes it.
    pub person: PersonId,
    /// The review during which it was begun.
    pub review: ReviewId,
    /// The review's run.
    pub run: RunId,
    /// The review's stage: its later reviews show the draft too.
    pub stage: StageId,
    /// The artifact that it is about.
    pub artifact: ArtifactId,
    /// The number of the version that the writer saw.
    pub number: u32,
    /// The file's path.
    pub path: String,
    /// The line it stands at; `None` for a note on the whole file.
    pub anchor: Option<Anchor>,
    /// What is written so far.
    pub text: String,
    /// Grows with every change: a change names the one that it is based on.
    pub edit: u64,
    /// When it was last changed.
    pub at: Timestamp,
}

const COLUMNS: &str = "id, org, person, review, run, stage, artifact, number, path, anchor, body, edit, at";

/// The drafts of `person` on `stage`, in the order of the texts that they are about.
pub async fn of_stage<Q: Query>(q: &mut Q, org: OrgId, person: PersonId, stage: StageId) -> Result<Vec<Draft>, StoreError> {
    let sql = Sql::owned(format!("SELECT {COLUMNS} FROM drafts WHERE org = $1 AND person = $2 AND stage = $3 ORDER BY artifact, path, id"));
    let rows = q.rows(&sql, &[org.to_string().into(), person.to_string().into(), stage.to_string().into()]).await?;
    let mut drafts = rows.iter().map(read).collect::<Result<Vec<Draft>, _>>()?;
    // Stable: of one line the ids decide.
    drafts.sort_by(|one, other| {
        let place = |draft: &Draft| (draft.artifact, draft.path.clone(), draft.anchor.as_ref().map(|anchor| anchor.line));
        place(one).cmp(&place(other))
    });
    Ok(drafts)
}

/// The draft `id` of `person`.
pub async fn find<Q: Query>(q: &mut Q, scope: Scope, person: PersonId, id: DraftId) -> Result<Option<Draft>, StoreError> {
    let sql = Sql::owned(format!("SELECT {COLUMNS} FROM drafts WHERE id = $1 AND person = $2"));
    let row = q.row(&sql, &[id.to_string().into(), person.to_string().into()]).await?;
    let found = row.as_ref().map(read).transpose()?;
    Ok(found.filter(|draft| scope.covers(draft.org)))
}

/// The review that drafts are written on, with the project of its run.
pub async fn reviewed<Q: Query>(q: &mut Q, scope: Scope, id: ReviewId) -> Result<Option<(Stream<Review>, ProjectId)>, StoreError> {
    let Some(review) = noun::find::<Review, Q>(q, scope, id, false).await? else { return Ok(None) };
    let run = noun::find::<Run, Q>(q, scope, review.run, false).await?;
    Ok(run.map(|run| (review, run.project)))
}

impl Unit {
    /// Keeps a new draft.
    pub async fn begin_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        let sql = Sql::owned(format!("INSERT INTO drafts ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"));
        let anchor = draft.anchor.as_ref().map(serde_json::to_string).transpose();
        let anchor = anchor.map_err(|error| StoreError::damaged("drafts", draft.id, error))?;
        let params: [Value; 13] = [
            draft.id.to_string().into(),
            draft.org.to_string().into(),
            draft.person.to_string().into(),
            draft.review.to_string().into(),
            draft.run.to_string().into(),
            draft.stage.to_string().into(),
            draft.artifact.to_string().into(),
            i64::from(draft.number).into(),
            draft.path.as_str().into(),
            anchor.into(),
            draft.text.as_str().into(),
            integer(draft.edit).into(),
            draft.at.micros().into(),
        ];
        self.execute(&sql, &params).await.map(drop)
    }

    /// Gives a draft another text, if its last change is still `edit`. Returns whether it was.
    pub async fn change_draft(&mut self, draft: &Draft, edit: u64) -> Result<bool, StoreError> {
        const CHANGE: Sql = Sql::both("UPDATE drafts SET body = $4, edit = $3 + 1, at = $5 WHERE id = $1 AND org = $2 AND edit = $3");
        let params: [Value; 5] = [
            draft.id.to_string().into(),
            draft.org.to_string().into(),
            integer(edit).into(),
            draft.text.as_str().into(),
            draft.at.micros().into(),
        ];
        Ok(self.execute(&CHANGE, &params).await? == 1)
    }

    /// Forgets a draft of `person`, if its last change is still `edit`. Returns whether it was.
    pub async fn drop_draft(&mut self, org: OrgId, person: PersonId, id: DraftId, edit: u64) -> Result<bool, StoreError> {
        const DROP: Sql = Sql::both("DELETE FROM drafts WHERE id = $1 AND org = $2 AND person = $3 AND edit = $4");
        let params: [Value; 4] = [id.to_string().into(), org.to_string().into(), person.to_string().into(), integer(edit).into()];
        Ok(self.execute(&DROP, &params).await? == 1)
    }
}

fn read(row: &Row) -> Result<Draft, StoreError> {
    let column = StoreError::sql("reading a draft");
    let text = |at: usize| row.text(at).map_err(&column);
    let id = text(0)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("drafts", id, what);
    let anchor = row.opt_text(9).map_err(&column)?.map(serde_json::from_str).transpose().map_err(|error| damaged(&error))?;
    Ok(Draft {
        id: id.parse().map_err(|error| damaged(&error))?,
        org: text(1)?.parse().map_err(|error| damaged(&error))?,
        person: text(2)?.parse().map_err(|error| damaged(&error))?,
        review: text(3)?.parse().map_err(|error| damaged(&error))?,
        run: text(4)?.parse().map_err(|error| damaged(&error))?,
        stage: text(5)?.parse().map_err(|error| damaged(&error))?,
        artifact: text(6)?.parse().map_err(|error| damaged(&error))?,
        number: u32::try_from(row.int(7).map_err(&column)?).unwrap_or(0),
        path: text(8)?.to_owned(),
        anchor,
        text: text(10)?.to_owned(),
        edit: u64::try_from(row.int(11).map_err(&column)?).unwrap_or(0),
        at: Timestamp::from_micros(row.int(12).map_err(&column)?),
    })
}
