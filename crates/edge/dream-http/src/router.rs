//! All routes, with what stands around them.

use crate::authenticate::authenticate;
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::observe::{observe, panicked};
use crate::state::{Api, Parts};
use crate::{
    artifacts, attempts, audit, budgets, constraints, delegations, events, members, openapi, projects, reviews, runs, standards, system,
    teams, templates, tokens, web,
};
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::{Router, http::StatusCode};
use dream_app::{App, limits::Limits};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

/// The largest body, unless an operation takes more: 1 MiB.
const LARGEST_BODY: usize = 1 << 20;

/// The API on `app`. `open_metrics` lets whoever can connect read the metrics. `draining` becomes true when live views are to end.
pub fn router(app: App, limits: Limits, open_metrics: bool, draining: watch::Receiver<bool>) -> Router {
    let api = Api::new(Parts { app, limits, metrics: Metrics::new(), open_metrics, draining });
    let signed = Router::from(signed()).route_layer(from_fn_with_state(api.clone(), authenticate));
    observed(signed.merge(web::routes()), api)
}

/// Health, readiness and metrics alone, for a process that serves no API.
pub(crate) fn health_router(app: App, open_metrics: bool, draining: watch::Receiver<bool>) -> Router {
    observed(Router::new(), Api::new(Parts { app, limits: Limits::default(), metrics: Metrics::new(), open_metrics, draining }))
}

fn observed(routes: Router<Api>, api: Api) -> Router {
    routes
        .merge(Router::from(system::open_routes()))
        .fallback(|| async { Failure::of_status(StatusCode::NOT_FOUND) })
        .method_not_allowed_fallback(|| async { Failure::of_status(StatusCode::METHOD_NOT_ALLOWED) })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(api.clone(), observe))
        .with_state(api)
}

/// What needs a token.
fn signed() -> OpenApiRouter<Api> {
    let nouns: [fn() -> OpenApiRouter<Api>; 16] = [
        projects::routes,
        runs::routes,
        attempts::routes,
        reviews::routes,
        artifacts::routes,
        constraints::routes,
        templates::routes,
        standards::routes,
        members::routes,
        teams::routes,
        delegations::routes,
        tokens::routes,
        budgets::routes,
        audit::routes,
        events::routes,
        system::routes,
    ];
    nouns.into_iter().fold(OpenApiRouter::default(), |all, routes| all.merge(routes()))
}

/// Every operation as its handler describes it.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    OpenApiRouter::with_openapi(openapi::base()).merge(signed()).merge(system::open_routes()).into_openapi()
}
