//! Constraints of projects and organisations on their way through the runs that were under way when they were added.

use crate::{Query, Reader, StoreError, Unit};
use dream_govern::ConstraintScope;
use dream_id::{ConstraintId, OrgId, ProjectId, RunId, SystemKey};
use dream_sql::{Row, Sql, Value};

/// How far a constraint has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaching {
    /// The constraint.
    pub constraint: ConstraintId,
    /// The organisation whose runs it binds.
    pub org: OrgId,
    /// The project, when it binds one alone.
    pub project: Option<ProjectId>,
    /// The last run that it came to; empty before the first.
    pub after: String,
}

impl Unit {
    /// Notes that `constraint`, whose scope this is, must be carried through the runs that are under way, if it binds more than one run.
    pub async fn reach_out(&mut self, org: OrgId, constraint: ConstraintId, scope: &ConstraintScope) -> Result<(), StoreError> {
        const BEGIN: Sql = Sql::both("INSERT INTO reaching_constraints (id, org, project, after) VALUES ($1, $2, $3, '')");
        let project = match scope {
            ConstraintScope::Project { project } => Some(project.to_string()),
            ConstraintScope::Organisation {} => None,
            ConstraintScope::Artifact { .. } | ConstraintScope::Stages { .. } | ConstraintScope::Run { .. } => return Ok(()),
        };
        let params = [constraint.to_string().into(), org.to_string().into(), project.into()];
        self.execute(&BEGIN, &params).await?;
        Ok(())
    }

    /// Notes that `from` has come to `run`, or with `None` that there is no further one. Returns whether it had come no further
    /// before: otherwise somebody else does this work.
    pub async fn reached(&mut self, _key: SystemKey, from: &Reaching, run: Option<RunId>) -> Result<bool, StoreError> {
        const GO_ON: Sql = Sql::both("UPDATE reaching_constraints SET after = $3 WHERE id = $1 AND after = $2");
        const END: Sql = Sql::both("DELETE FROM reaching_constraints WHERE id = $1 AND after = $2");
        let (id, after) = (from.constraint.to_string().into(), Value::from(from.after.as_str()));
        let changed = match run {
            Some(run) => self.execute(&GO_ON, &[id, after, run.to_string().into()]).await?,
            None => self.execute(&END, &[id, after]).await?,
        };
        Ok(changed == 1)
    }
}

impl Reader {
    /// The oldest constraint that is on its way.
    pub async fn reaching(&mut self, _key: SystemKey) -> Result<Option<Reaching>, StoreError> {
        const NEXT: Sql = Sql::both("SELECT id, org, project, after FROM reaching_constraints ORDER BY id LIMIT 1");
        self.row(&NEXT, &[]).await?.as_ref().map(read).transpose()
    }

    /// The next run under way that it comes to.
    pub async fn next_in_reach(&mut self, _key: SystemKey, reaching: &Reaching) -> Result<Option<RunId>, StoreError> {
        const OF_ORG: Sql =
            Sql::both("SELECT id FROM runs WHERE org = $1 AND id > $2 AND status NOT IN ('done', 'cancelled') ORDER BY id LIMIT 1");
        const OF_PROJECT: Sql = Sql::both(
            "SELECT id FROM runs WHERE org = $1 AND id > $2 AND status NOT IN ('done', 'cancelled') AND project = $3 ORDER BY id LIMIT 1",
        );
        let (org, after) = (reaching.org.to_string().into(), Value::from(reaching.after.as_str()));
        let row = match reaching.project {
            Some(project) => self.row(&OF_PROJECT, &[org, after, project.to_string().into()]).await?,
            None => self.row(&OF_ORG, &[org, after]).await?,
        };
        let Some(row) = row else { return Ok(None) };
        let id = row.text(0).map_err(StoreError::sql("looking for runs in reach"))?;
        id.parse().map(Some).map_err(|error| StoreError::damaged("runs", id, error))
    }
}

fn read(row: &Row) -> Result<Reaching, StoreError> {
    let column = StoreError::sql("reading a constraint on its way");
    let id = row.text(0).map_err(&column)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("reaching_constraints", id, what);
    let project = match row.opt_text(2).map_err(&column)? {
        Some(text) => Some(text.parse().map_err(|error| damaged(&error))?),
        None => None,
    };
    Ok(Reaching {
        constraint: id.parse().map_err(|error| damaged(&error))?,
        org: row.text(1).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        project,
        after: row.text(3).map_err(&column)?.to_owned(),
    })
}
