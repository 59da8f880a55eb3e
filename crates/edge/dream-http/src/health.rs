//! Whether the process answers, whether it can work, and what it has counted.

use crate::state::Http;
use axum::Json;
use axum::extract::State;
use dream_api::{Health, Readiness, ReadinessCheck};
use http::{StatusCode, header};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(ready)).routes(routes!(metrics))
}

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "system", security(()), responses((status = 200, body = Health)))]
async fn health() -> Json<Health> {
    Json(Health { status: "ok".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() })
}

/// The process can do its work.
#[utoipa::path(get, path = "/readyz", tag = "system", security(()),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness, description = "It cannot, or it is being stopped")))]
async fn ready(State(http): State<Http>) -> (StatusCode, Json<Readiness>) {
    let database = match http.app.store.db().ping().await {
        Ok(()) => ReadinessCheck { name: "database".to_owned(), ok: true, detail: None },
        Err(error) => {
            tracing::warn!(error.chain = %error, "the database does not answer");
            ReadinessCheck { name: "database".to_owned(), ok: false, detail: Some("it does not answer; the log says why".to_owned()) }
        }
    };
    let stopping = *http.draining.borrow();
    let serving = ReadinessCheck { name: "serving".to_owned(), ok: !stopping, detail: stopping.then(|| "told to stop".to_owned()) };
    let checks = vec![database, serving];
    let ready = checks.iter().all(|check| check.ok);
    (if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(Readiness { ready, checks }))
}

/// Counters in the Prometheus text format.
#[utoipa::path(get, path = "/metrics", tag = "system", security(()), responses((status = 200, body = String, content_type = "text/plain")))]
async fn metrics(State(http): State<Http>) -> ([(header::HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], http.metrics.render())
}
