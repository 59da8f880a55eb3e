//! The audit log: what happened, and the proof that nothing of it was altered.

use crate::extract::{At, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::OrgPath;
use crate::render;
use crate::texts::Texts;
use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dream_api::{AuditReport, AuditResult, Event, Page, schema};
use dream_app::AppError;
use dream_app::audit::{self, AuditQuery, Export, FeedEntry};
use dream_clock::Timestamp;
use dream_id::{PersonId, RunId};
use futures::stream;
use http::header;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_audit)).routes(routes!(verify_audit)).routes(routes!(export_audit))
}

/// Which entries to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LogQuery {
    /// Those of the thing with this id.
    stream: Option<String>,
    /// Those of one noun: the first half of their kind, such as `member`.
    noun: Option<String>,
    /// Those of one run, and of what belongs to it: stages, attempts, reviews, artifacts, tasks.
    #[param(value_type = Option<schema::RunId>)]
    run: Option<RunId>,
    /// What was decided then or later.
    #[param(value_type = Option<schema::Time>)]
    since: Option<Timestamp>,
    /// What this person caused.
    #[param(value_type = Option<schema::PersonId>)]
    actor: Option<PersonId>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// The entries of the ledger, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/audit", tag = "audit", params(OrgPath, LogQuery), responses((status = 200, body = Page<Event>)))]
async fn list_audit(caller: Caller, _org: At<OrgPath>, Params(query): Params<LogQuery>) -> Result<Json<Page<Event>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let wanted = AuditQuery { noun: query.noun, stream: query.stream, run: query.run, since: query.since, actor: query.actor };
    let found = audit::log(&caller.op, wanted, cursor, limit).await?;
    let texts = Texts::read(&caller.op, found.items.iter().filter_map(|entry| render::said(&entry.envelope)).collect()).await?;
    let shown = |entry: FeedEntry| {
        let said = render::said(&entry.envelope).and_then(|digest| texts.get(digest)).map(str::to_owned);
        Event { said, ..render::event(entry.envelope) }
    };
    Ok(Json(page(found.items.into_iter().map(shown).collect(), found.next)))
}

/// Recomputes every hash and the tree head of the organisation's ledger, and compares.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/audit/verify", tag = "audit", params(OrgPath), responses((status = 200, body = AuditReport)))]
async fn verify_audit(caller: Caller, _org: At<OrgPath>) -> Result<Json<AuditReport>, Failure> {
    Ok(Json(report(audit::verify(&caller.op).await?)))
}

fn report(found: audit::AuditReport) -> AuditReport {
    let problem = found.problem.unwrap_or_default();
    AuditReport {
        result: match found.result {
            audit::AuditResult::Intact => AuditResult::Intact,
            audit::AuditResult::Broken => AuditResult::Broken,
            audit::AuditResult::Empty => AuditResult::Empty,
        },
        events: found.events,
        head: render::digest(found.head),
        broken_at: found.broken_at.map(|number| format!("entry {number}: {problem}")),
    }
}

/// Every entry in its canonical JSON, one a line, oldest first: hashing each line's bytes gives the leaves of the tree.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/audit/export", tag = "audit", params(OrgPath), responses((status = 200, body = String, content_type = "application/jsonl")))]
async fn export_audit(caller: Caller, _org: At<OrgPath>) -> Result<Response, Failure> {
    let export = audit::export(&caller.op).await?;
    let lines = stream::unfold(Some(export), |export| async { next_lines(export?).await });
    Ok(([(header::CONTENT_TYPE, "application/jsonl")], Body::from_stream(lines)).into_response())
}

/// The next lines. A failure ends the body before its time, which its reader sees.
async fn next_lines(mut export: Export) -> Option<(Result<Bytes, AppError>, Option<Export>)> {
    let found = export.next().await.transpose()?;
    match found.and_then(|entries| lines(&entries)) {
        Ok(lines) => Some((Ok(lines), Some(export))),
        Err(error) => {
            tracing::error!(error.code = error.code, error.chain = ?error.source, "an export of the audit log broke off");
            Some((Err(error), None))
        }
    }
}

fn lines(entries: &[FeedEntry]) -> Result<Bytes, AppError> {
    let mut lines = Vec::new();
    for entry in entries {
        let canonical = entry.envelope.canonical().map_err(|error| AppError::internal("exporting the audit log", error))?;
        lines.extend_from_slice(&canonical);
        lines.push(b'\n');
    }
    Ok(lines.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_ledger_names_the_place() {
        let head = dream_ledger::Digest::of(b"");
        let problem = Some("altered".to_owned());
        let result = audit::AuditResult::Broken;
        let report = report(audit::AuditReport { result, events: 9, head, broken_at: Some(7), problem });
        let found = (report.result, report.events, report.broken_at.as_deref());
        assert_eq!(found, (AuditResult::Broken, 9, Some("entry 7: altered")));
    }
}
