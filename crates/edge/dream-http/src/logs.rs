//! Log lines: writing, finding, following, counting and exporting them.

mod append;
mod follow;
mod query;

use crate::extract::{At, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dream_api::{LogHistogram, LogPage, LogSummary};
use dream_app::AppError;
use dream_app::logs::{self, Filter, LogExport, Search};
use dream_clock::Timestamp;
use futures::stream;
use http::{HeaderValue, header};
use query::{Asked, Besides, LogFilter, LogSearch, Nothing};
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;

/// How far back a histogram and a summary look unless told otherwise.
const WINDOW: Duration = Duration::from_hours(1);
/// How many buckets a histogram has unless told how wide they are.
const BUCKETS: u32 = 60;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(search_logs))
        .routes(routes!(summarise_logs))
        .routes(routes!(count_logs))
        .routes(routes!(export_logs))
        .merge(append::routes())
        .merge(follow::routes())
}

/// How wide the buckets of a histogram are.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct BucketQuery {
    /// Seconds of a bucket: a sixtieth of the window unless told otherwise.
    #[param(minimum = 1)]
    bucket_seconds: Option<u64>,
}

impl Besides for BucketQuery {
    const NAMES: &'static [&'static str] = &["bucket_seconds"];
}

/// Finds log lines: of the runs, tasks and agents that the caller may see, and the server's own for owners of the local organisation.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/logs", tag = "logs", params(OrgPath, LogFilter, LogSearch), responses((status = 200, body = LogPage)))]
async fn search_logs(caller: Caller, _org: At<OrgPath>, asked: Asked<LogSearch>) -> Result<Json<LogPage>, Failure> {
    let search: Search = asked.with.read(asked.filter)?;
    Ok(Json(render::log_page(logs::search(&caller.op, search).await?)))
}

/// Sums up log lines: how many of each level and source, the commonest errors, starts of the server, the slowest requests. Of the last
/// hour unless told otherwise.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/logs/summary", tag = "logs", params(OrgPath, LogFilter), responses((status = 200, body = LogSummary)))]
async fn summarise_logs(caller: Caller, _org: At<OrgPath>, asked: Asked<Nothing>) -> Result<Json<LogSummary>, Failure> {
    let now = caller.op.app().now();
    let filter = windowed(asked.filter, now);
    let (since, until) = (filter.from, filter.until.unwrap_or(now));
    let summary = logs::summary(&caller.op, filter).await?;
    Ok(Json(render::log_summary(summary, since, until)))
}

/// Counts log lines of each level over time, in buckets. Of the last hour unless told otherwise.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/logs/histogram", tag = "logs", params(OrgPath, LogFilter, BucketQuery), responses((status = 200, body = LogHistogram)))]
async fn count_logs(caller: Caller, _org: At<OrgPath>, asked: Asked<BucketQuery>) -> Result<Json<LogHistogram>, Failure> {
    let now = caller.op.app().now();
    let filter = windowed(asked.filter, now);
    let span = filter.until.unwrap_or(now).since(filter.from.unwrap_or(now));
    let seconds = asked.with.bucket_seconds.unwrap_or_else(|| span.div_f64(f64::from(BUCKETS)).as_secs().max(1));
    if seconds == 0 {
        return Err(Failure::field("invalid_query", "bucket_seconds", "a bucket is at least one second wide"));
    }
    let counted = logs::histogram(&caller.op, filter, Duration::from_secs(seconds)).await?;
    Ok(Json(render::log_histogram(&counted, seconds)))
}

/// The last hour, unless the filter says otherwise.
fn windowed(filter: Filter, now: Timestamp) -> Filter {
    // What is said in this very moment is part of it.
    let until = filter.until.unwrap_or_else(|| now.plus(Duration::from_micros(1)));
    let hour = i64::try_from(WINDOW.as_micros()).unwrap_or(i64::MAX);
    let from = filter.from.unwrap_or_else(|| Timestamp::from_micros(until.micros().saturating_sub(hour)));
    Filter { from: Some(from), until: Some(until), ..filter }
}

/// Every line that the filter wants, as it is stored, one a line, oldest first, compressed (zstd). When some cannot be read, or other
/// servers keep logs of their own, the last line is the server's, with the source `log.export.incomplete` and the list `problems` among its
/// fields.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/logs/export", tag = "logs", params(OrgPath, LogFilter), responses((status = 200, body = Vec<u8>, content_type = "application/zstd")))]
async fn export_logs(caller: Caller, _org: At<OrgPath>, asked: Asked<Nothing>) -> Result<Response, Failure> {
    let export = logs::export(&caller.op, asked.filter).await?;
    let pieces = stream::unfold(Some(export), |export| async { next_piece(export?).await });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zstd")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"dreamos-logs.jsonl.zst\"")),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// The next lines. A failure ends the body before its time, which its reader sees.
async fn next_piece(mut export: LogExport) -> Option<(Result<Bytes, AppError>, Option<LogExport>)> {
    match export.next().await.transpose()? {
        Ok(piece) => Some((Ok(piece.into()), Some(export))),
        Err(error) => {
            tracing::error!(error.code = error.code, error.chain = ?error.source, "an export of log lines broke off");
            Some((Err(error), None))
        }
    }
}
