//! Whose lines a caller may see: those of the runs of the projects that they may see, all of the organisation for its members, and the
//! server's own for the owners of the local organisation.

use crate::{AppError, Kind, Op};
use dream_access::{Action, VisibleProjects};
use dream_govern::Run;
use dream_id::{ProjectId, RunId};
use dream_ledger::Stream;
use dream_logs::{Filter, QueryError, SetName, StreamName};
use dream_store::Filter as Rows;
use std::collections::BTreeSet;

/// What is looked through, and the filter as it then is.
pub(super) struct Reach {
    pub(super) sets: Vec<SetName>,
    pub(super) filter: Filter,
}

/// What `op` may look through when `filter` is asked for.
pub(super) async fn of(op: &Op, filter: Filter) -> Result<Reach, AppError> {
    let org = op.org()?;
    if filter.stream == Some(StreamName::Server) {
        server(op)?;
        return Ok(Reach { sets: vec![SetName::Server], filter });
    }
    let run = filter.run.or(match &filter.stream {
        Some(StreamName::Run(run)) => Some(*run),
        _ => None,
    });
    if let Some(run) = run {
        let found: Option<Stream<Run>> = op.read().await?.find(op.scope(), run).await?;
        let project = found.ok_or_else(|| AppError::not_found("run", run))?.project;
        op.allow(Action::LogRead, Some(project))?;
        return Ok(Reach { sets: vec![SetName::Org(org)], filter });
    }
    let visible = visible(op).await?;
    let mut sets = vec![SetName::Org(org)];
    if visible.is_none() && filter.stream.is_none() && filter.task.is_none() && server(op).is_ok() {
        sets.push(SetName::Server);
    }
    Ok(Reach { sets, filter: Filter { visible, ..filter } })
}

/// Refuses whoever may not read the server's own log.
pub(super) fn server(op: &Op) -> Result<(), AppError> {
    op.allow(Action::LogServerRead, None)?;
    if op.app().logs.home() == Some(op.org()?) {
        return Ok(());
    }
    let message = "the server's own log belongs to the owners of the local organisation; ask for the log of a run, a task or an agent";
    Err(AppError::new(Kind::Forbidden, "server_log_elsewhere", message))
}

/// The runs whose lines alone the caller may see; `None` for a caller who may see all of the organisation.
async fn visible(op: &Op) -> Result<Option<BTreeSet<RunId>>, AppError> {
    let projects: Vec<ProjectId> = match op.visible_projects()? {
        VisibleProjects::All => {
            op.allow(Action::LogRead, None)?;
            return Ok(None);
        }
        VisibleProjects::Only(projects) => projects.into_iter().collect(),
    };
    let allowed: Vec<ProjectId> = projects.into_iter().filter(|project| op.allow(Action::LogRead, Some(*project)).is_ok()).collect();
    if allowed.is_empty() {
        op.allow(Action::LogRead, None)?;
    }
    let rows = Rows::default().one_of("project", allowed.iter().map(ToString::to_string));
    let runs: Vec<Stream<Run>> = op.read().await?.list(op.scope(), &rows).await?;
    Ok(Some(runs.iter().map(Stream::id).collect()))
}

/// A search that cannot be.
pub(super) fn refused(error: &QueryError) -> AppError {
    let code = match error {
        QueryError::Pattern(_) => "invalid_pattern",
        QueryError::TooMuch(_) => "invalid_search",
    };
    AppError::invalid(code, error.to_string())
}

/// A log that cannot be read, written or kept.
pub(super) fn unavailable(error: impl std::error::Error + Send + Sync + 'static) -> AppError {
    AppError::new(Kind::Unavailable, "log_unavailable", "the log cannot be used; the server's output says why, try again later")
        .because(error)
}
