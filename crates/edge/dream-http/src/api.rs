//! All routes, by noun.

use crate::state::Http;
use crate::{
    artifacts, attempts, audit, backup, budgets, constraints, delegations, events, health, members, organisations, projects, reviews, runs, standard, teams,
    templates, tokens, whoami,
};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Everything that is described: the API under `/api/v1`, and what tells about the process.
pub(crate) fn routes(base: OpenApi) -> OpenApiRouter<Http> {
    OpenApiRouter::with_openapi(base).merge(governed()).merge(health::routes())
}

/// What asks for a token.
pub(crate) fn governed() -> OpenApiRouter<Http> {
    OpenApiRouter::new()
        .merge(artifacts::routes())
        .merge(attempts::routes())
        .merge(audit::routes())
        .merge(backup::routes())
        .merge(budgets::routes())
        .merge(constraints::routes())
        .merge(delegations::routes())
        .merge(events::routes())
        .merge(members::routes())
        .merge(organisations::routes())
        .merge(projects::routes())
        .merge(reviews::routes())
        .merge(runs::routes())
        .merge(standard::routes())
        .merge(teams::routes())
        .merge(templates::routes())
        .merge(tokens::routes())
        .merge(whoami::routes())
}
