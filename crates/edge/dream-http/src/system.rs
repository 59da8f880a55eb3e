//! The server itself: who the caller is, health, readiness, metrics, its own description, backups.

use crate::authenticate;
use crate::cross_site::Sent;
use crate::extract::{At, Caller};
use crate::failure::Failure;
use crate::metrics::CONTENT_TYPE;
use crate::openapi;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use crate::state::Api;
use crate::tagged::Tags;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dream_access::Action;
use dream_api::{Health, Readiness, ReadinessCheck, Whoami};
use dream_app::backup::{self, Archive};
use dream_app::{AppError, Op, agents, consumers, deliveries, messages, permissions, readiness, tasks, whoami};
use futures::stream;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use tokio::io::AsyncReadExt as _;

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// How many damaged blobs the head of an answer names.
const NAMED: usize = 20;
/// How much of an archive is read at once.
const PIECE: usize = 256 << 10;

/// What needs a token.
pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(show_whoami)).routes(routes!(create_backup))
}

/// What needs none.
pub(crate) fn open_routes() -> Operations {
    Operations::default()
        .routes(routes!(show_health))
        .routes(routes!(show_readiness))
        .routes(routes!(show_metrics))
        .routes(routes!(show_openapi))
}

/// Who the caller is to this server.
#[utoipa::path(get, path = "/api/v1/whoami", tag = "system", responses((status = 200, body = Whoami)))]
async fn show_whoami(caller: Caller) -> Result<Json<Whoami>, Failure> {
    let who = whoami(&caller.op).await?;
    Ok(Json(Whoami {
        org: who.identity.org,
        org_name: who.org_name,
        person: who.person,
        name: who.name,
        role: who.identity.org_role.map(render::wire_role),
        token: who.token,
        session: who.session,
        scopes: who.identity.scopes.iter().copied().map(render::scope).collect(),
        expires_at: who.expires_at,
        server_version: VERSION.to_owned(),
        serves: render::server_parts(caller.op.app()),
    }))
}

/// Whether the process answers.
#[utoipa::path(get, path = "/healthz", tag = "system", responses((status = 200, body = Health)))]
async fn show_health() -> Json<Health> {
    Json(Health { status: "ok".to_owned(), version: VERSION.to_owned() })
}

/// Whether the process can do its work.
#[utoipa::path(get, path = "/readyz", tag = "system", responses((status = 200, body = Readiness), (status = 503, body = Readiness, description = "It cannot")))]
async fn show_readiness(State(api): State<Api>) -> Response {
    let database = api.app.store.db().ping().await.err().map(|error| {
        tracing::warn!(error.chain = ?error, "the database does not answer");
        "the database does not answer; the server's log says why"
    });
    let blobs = api.blobs_answer().await.err();
    let room = readiness::room(&api.app).await.err();
    let clock = readiness::clock(&api.app).err();
    let serving = api.draining.borrow().then_some("the server is stopping and takes no new work");
    let check = |name: &str, detail: Option<&str>| ReadinessCheck {
        name: name.to_owned(),
        ok: detail.is_none(),
        detail: detail.map(str::to_owned),
    };
    let checks = vec![
        check("database", database),
        check("blobs", blobs),
        check("room", room.as_deref()),
        check("clock", clock.as_deref()),
        check("serving", serving),
    ];
    let ready = checks.iter().all(|check| check.ok);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { ready, checks })).into_response()
}

/// What is counted, for Prometheus. Needs a token unless the server listens on a loopback address.
#[utoipa::path(get, path = "/metrics", tag = "system", responses((status = 200, body = String, content_type = "application/openmetrics-text")))]
async fn show_metrics(State(api): State<Api>, method: Method, uri: Uri, headers: HeaderMap) -> Result<Response, Failure> {
    if !api.open_metrics {
        let (op, _, witness) = authenticate::caller(&api, Sent { method: &method, uri: &uri, headers: &headers }).await?;
        witness.settled().await?;
        op.allow(Action::MetricsRead, None)?;
    }
    let position = api.app.store.read().await.map_err(AppError::from)?.feed_end().await.map_err(AppError::from)?;
    let (counters, backlog) = (messages::counters(&api.app), consumers::backlog(&api.app).await?);
    let worker = Op::of_worker(api.app.clone(), "metrics");
    api.metrics.tasks.stand(&tasks::counts(&worker).await?);
    api.metrics.agents.stand(&agents::counts(&worker).await?);
    api.metrics.tools.set(&dream_app::tools::counted(&api.app));
    api.metrics.permissions.wait(permissions::waiting(&worker).await?);
    api.metrics.bridge.wait(deliveries::waiting(&worker).await?);
    api.metrics.set_clock_ahead(api.app.clock_ahead_micros());
    api.metrics.set_log_lines(api.app.logs.counted());
    let text = api.metrics.text(position, counters, backlog).map_err(|error| AppError::internal("writing the metrics", error))?;
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response())
}

/// This description.
#[utoipa::path(get, path = "/api/openapi.json", tag = "system", responses((status = 200, body = serde_json::Value, description = "The description of this API (OpenAPI 3.1)")))]
async fn show_openapi(tags: Tags) -> Response {
    tags.bytes(Bytes::from_static(openapi::text().as_bytes()), HeaderValue::from_static("application/json"))
}

/// A backup of the database and the blobs, as one archive (tar, zstd). `dreamos backup restore` reads it. Blobs that are damaged or gone
/// are not in it: `dreamos-damaged-count` says how many, `dreamos-damaged-blobs` names the first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/backup", tag = "system", params(OrgPath), responses((status = 200, body = Vec<u8>, content_type = "application/zstd")))]
async fn create_backup(caller: Caller, _org: At<OrgPath>) -> Result<Response, Failure> {
    let archive = backup::create(&caller.op).await?;
    let reading = |error| AppError::internal("reading a backup", error);
    let file = tokio::fs::File::open(archive.path()).await.map_err(reading)?;
    let length = file.metadata().await.map_err(reading)?.len();
    let damaged = archive.damaged().iter().take(NAMED).map(ToString::to_string).collect::<Vec<_>>().join(",");
    let (count, damaged) = (
        HeaderValue::from(archive.damaged().len()),
        HeaderValue::try_from(damaged).map_err(|error| AppError::internal("naming damaged blobs", error))?,
    );
    let pieces = stream::unfold((file, archive), |(file, archive)| async { next_piece(file, archive).await });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zstd")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"dreamos-backup.tar.zst\"")),
        (HeaderName::from_static("dreamos-damaged-count"), count),
        (HeaderName::from_static("dreamos-damaged-blobs"), damaged),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// The next piece of the archive, which is removed when the last was sent.
async fn next_piece(mut file: tokio::fs::File, archive: Archive) -> Option<(std::io::Result<Bytes>, (tokio::fs::File, Archive))> {
    let mut piece = Vec::with_capacity(PIECE);
    match (&mut file).take(u64::try_from(PIECE).unwrap_or(u64::MAX)).read_to_end(&mut piece).await {
        Ok(0) => None,
        Ok(_) => Some((Ok(piece.into()), (file, archive))),
        Err(error) => Some((Err(error), (file, archive))),
    }
}
