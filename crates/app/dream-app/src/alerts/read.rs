//! Questions about alerts.

use super::{RAISED, mark_of};
use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_bridge::alert::Alert;
use dream_clock::Timestamp;
use dream_id::{AlertId, OrgId};
use dream_ledger::Stream;
use dream_store::bridge_marks::{Mark, marks};
use dream_store::{Filter, Query};

/// An alert that is raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The alert's name.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
    /// Why, as of then.
    pub why: String,
}

/// An alert, and whether it is raised.
#[derive(Debug, Clone)]
pub struct AlertView {
    /// The alert.
    pub stream: Stream<Alert>,
    /// Since when it is raised, and why.
    pub raised: Option<Raised>,
}

/// The alerts of the organisation, by name.
pub async fn list(op: &Op) -> Result<Vec<AlertView>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let mut found: Vec<Stream<Alert>> = reader.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    let raised = raised(&mut reader, op.org()?).await?;
    let view = |stream: Stream<Alert>| AlertView { raised: raised.iter().find(|raised| raised.name == stream.name).cloned(), stream };
    Ok(found.into_iter().map(view).collect())
}

/// The alerts of `org` that are raised, by name.
pub(crate) async fn raised<Q: Query>(q: &mut Q, org: OrgId) -> Result<Vec<Raised>, AppError> {
    let set = marks(q, org, RAISED).await?;
    Ok(set.into_iter().filter_map(of_mark).collect())
}

fn of_mark(mark: Mark) -> Option<Raised> {
    let name = mark.mark.strip_prefix(RAISED)?.to_owned();
    Some(Raised { name, since: mark.at, why: mark.note })
}

/// The alert `id`, removed or not, as whoever changed it sees it.
pub(super) async fn of_id(op: &Op, id: AlertId) -> Result<AlertView, AppError> {
    let mut reader = op.read().await?;
    let found: Option<Stream<Alert>> = reader.find(op.scope(), id).await?;
    let stream = found.ok_or_else(|| missing(&id.to_string()))?;
    let set = marks(&mut reader, stream.org(), &mark_of(&stream.name)).await?;
    let raised = set.into_iter().filter_map(of_mark).find(|raised| raised.name == stream.name);
    Ok(AlertView { stream, raised })
}

/// There is none of this name.
pub(super) fn missing(name: &str) -> AppError {
    let shown: String = name.chars().take(80).collect();
    let message = format!("there is no alert {shown} in this organisation; list them with `dreamos bridge alert list`");
    AppError::new(Kind::NotFound, "not_found", message).with("noun", "alert").with("id", shown)
}
