//! The description of the API, as OpenAPI 3.1.

use crate::api;
use crate::state::Http;
use axum::Router;
use dream_api::Problem;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http as HttpScheme, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{OpenApi as _, ToSchema as _};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Dream.OS", description = "AI agents under human governance: projects, runs, reviews, artifacts and their history."),
    components(schemas(Problem, dream_api::FieldError))
)]
struct Base;

/// The routes and their description.
pub(crate) fn split() -> (Router<Http>, OpenApi) {
    let (router, mut document) = api::routes(Base::openapi()).split_for_parts();
    complete(&mut document);
    (router, document)
}

/// The description as it is checked in and served.
#[must_use]
pub fn document() -> String {
    let (_, document) = split();
    let mut text = document.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// What holds for every operation: problems as RFC 9457 has them, and a bearer token unless the operation says that it needs none.
fn complete(document: &mut OpenApi) {
    let scheme = SecurityScheme::Http(HttpScheme::new(HttpAuthScheme::Bearer));
    document.components.get_or_insert_default().add_security_scheme("token", scheme);
    document.security = Some(vec![SecurityRequirement::new("token", [] as [&str; 0])]);
    let problem = ContentBuilder::new().schema(Some(RefOr::<utoipa::openapi::Schema>::Ref(Ref::from_schema_name(Problem::name())))).build();
    let response = ResponseBuilder::new().description("A problem: rely on its `code`").content("application/problem+json", problem).build();
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post, &mut item.put].into_iter().flatten() {
            describe(operation, &response);
        }
    }
}

fn describe(operation: &mut Operation, problem: &utoipa::openapi::Response) {
    operation.responses.responses.entry("default".to_owned()).or_insert_with(|| RefOr::T(problem.clone()));
}
