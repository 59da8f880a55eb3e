//! All routes, with what stands around them.

use crate::authenticate::authenticate;
use crate::cookies::Cookies;
use crate::failure::Failure;
use crate::feeds::Feeds;
use crate::metrics::Metrics;
use crate::observe::{observe, panicked};
use crate::operations::Operations;
use crate::state::{Api, Parts};
use crate::{
    accounts, agents, alerts, artifacts, attempts, audit, budgets, channels, connections, constraints, consumers, dead_letters,
    delegations, deliveries, demo, destinations, discord_links, drafts, escalations, events, forms, grants, holds, hooks, interactions,
    invitations, logs, members, messages, notifications, openapi, orgs, overview, pairings, permissions, projects, prompts, received,
    repository, reviews, rules, runs, secrets, service_plans, sessions, sources, standards, stream, subscriptions, summaries, swarm,
    system, tasks, teams, templates, tenants, tokens, usage, web,
};
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use axum::{Router, http::StatusCode};
use dream_app::{App, limits::Limits};
use std::collections::BTreeSet;
use std::convert::Infallible;
use tokio::sync::{Mutex, mpsc, watch};
use tower_http::catch_panic::CatchPanicLayer;

/// The largest body, unless an operation takes more: 1 MiB.
const LARGEST_BODY: usize = 1 << 20;

/// What is said of an operation that a server with agents serves.
const NOT_SERVED: &str =
    "this server runs the bridge alone (`--only commandpost`) and serves no projects, runs, tasks or agents; ask a server that runs all";

/// What a process serves. Health, readiness and metrics are always served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    /// Everything.
    All,
    /// The bridge alone: nothing of projects, runs, tasks and agents.
    Bridge,
    /// Nothing besides.
    Health,
}

/// How the API answers.
#[derive(Debug)]
pub struct RouterOptions {
    /// How often callers may call.
    pub limits: Limits,
    /// How the session's cookie is called and guarded.
    pub cookies: Cookies,
    /// Whether a proxy stands in front, which tells where browsers are.
    pub behind_proxy: bool,
    /// Whether whoever can connect may read the metrics.
    pub open_metrics: bool,
    /// Becomes true when live views are to end.
    pub draining: watch::Receiver<bool>,
    /// Held by every stream of messages until it has ended, which is later than the request that opened it.
    pub streams: mpsc::Sender<Infallible>,
}

/// The API on `app`, with the pages of the server.
pub fn router(app: App, options: RouterOptions) -> Router {
    let api = api(app, options);
    let signed = of(SWARM).merge(of(BRIDGE)).served().route_layer(from_fn_with_state(api.clone(), authenticate));
    observed(signed.merge(forms::routes()).merge(hooks::routes()).merge(interactions::routes()).fallback(web::page), api)
}

/// The bridge's part of the API on `app`, with the pages of the server.
pub(crate) fn bridge_router(app: App, options: RouterOptions) -> Router {
    let api = api(app, options);
    let signed = of(BRIDGE).served().route_layer(from_fn_with_state(api.clone(), authenticate));
    let open = forms::routes().merge(hooks::routes()).merge(interactions::routes()).merge(not_served());
    observed(signed.merge(open).fallback(web::page), api)
}

/// Health, readiness and metrics alone, for a process that serves no API.
pub(crate) fn health_router(app: App, options: RouterOptions) -> Router {
    let nothing = Router::new().fallback(|| async { Failure::of_status(StatusCode::NOT_FOUND) });
    observed(nothing, api(app, options))
}

fn api(app: App, options: RouterOptions) -> Api {
    let RouterOptions { limits, cookies, behind_proxy, open_metrics, draining, streams } = options;
    Api::new(Parts {
        app,
        limits,
        feeds: Feeds::default(),
        blobs: Mutex::default(),
        metrics: Metrics::new(),
        cookies,
        behind_proxy,
        open_metrics,
        draining,
        streams,
    })
}

fn observed(routes: Router<Api>, api: Api) -> Router {
    routes
        .merge(system::open_routes().served())
        .method_not_allowed_fallback(|| async { Failure::of_status(StatusCode::METHOD_NOT_ALLOWED) })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(api.clone(), observe))
        .with_state(api)
}

/// The operations of some nouns.
type Nouns = &'static [fn() -> Operations];

/// What a server with agents serves besides [`BRIDGE`].
const SWARM: Nouns = &[
    projects::routes,
    repository::routes,
    runs::routes,
    attempts::routes,
    reviews::routes,
    drafts::routes,
    permissions::routes,
    grants::routes,
    artifacts::routes,
    constraints::routes,
    templates::routes,
    prompts::routes,
    standards::routes,
    tasks::routes,
    agents::routes,
    swarm::routes,
    escalations::routes,
    delegations::routes,
    budgets::routes,
    overview::routes,
    demo::routes,
];

/// The bridge with what it stands on: people and their access, messages, the audit log, the server's own log.
const BRIDGE: Nouns = &[
    orgs::routes,
    tenants::routes,
    members::routes,
    teams::routes,
    discord_links::routes,
    secrets::routes,
    sources::routes,
    received::routes,
    rules::routes,
    usage::routes,
    service_plans::routes,
    alerts::routes,
    summaries::routes,
    subscriptions::routes,
    destinations::routes,
    pairings::routes,
    deliveries::routes,
    connections::routes,
    sessions::routes,
    accounts::routes,
    invitations::routes,
    tokens::routes,
    messages::routes,
    stream::routes,
    channels::routes,
    consumers::routes,
    dead_letters::routes,
    audit::routes,
    events::routes,
    logs::routes,
    holds::routes,
    notifications::routes,
    system::routes,
];

fn of(nouns: Nouns) -> Operations {
    nouns.iter().fold(Operations::default(), |all, routes| all.merge(routes()))
}

/// At every address that a server with agents has and this one has not: a problem that says so.
fn not_served() -> Router<Api> {
    let refusal = || async { Failure::new(StatusCode::NOT_FOUND, "not_served", NOT_SERVED) };
    let paths: BTreeSet<String> = of(SWARM).paths().collect();
    paths.iter().fold(Router::new(), |all, path| all.route(path, any(refusal)))
}

/// Every operation as its handler describes it.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    of(SWARM).merge(of(BRIDGE)).merge(system::open_routes()).described(openapi::base())
}
