//! Templates of runs.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, cut, page};
use crate::paths::{OrgPath, TemplatePath};
use crate::render;
use crate::tagged::Tags;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_access::Action;
use dream_api::{Page, PublishTemplate, Template, TemplateError, TemplateVerdict, ValidateTemplate};
use dream_app::{AppError, Op, templates};
use http::StatusCode;
use serde_json::Value;

/// What a source is called that came without a name.
const UNNAMED: &str = "template.toml";

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_templates, publish_template))
        .routes(routes!(validate_template))
        .routes(routes!(show_template))
}

async fn shown(op: &Op, name: &str, with_source: bool) -> Result<Template, Failure> {
    let (listed, source) = templates::show(op, name).await?;
    let parsed = templates::check(&format!("{name}.toml"), &source.text)?;
    let warnings = if with_source { templates::warnings(op, &parsed).await? } else { Vec::new() };
    Ok(render::template(&listed, &parsed, with_source.then_some(source.text), warnings))
}

/// Lists templates by name: the organisation's own, and those that come with the product.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/templates", tag = "templates", params(OrgPath, PageQuery), responses((status = 200, body = Page<Template>)))]
async fn list_templates(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Template>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = cut(templates::list(&caller.op).await?, cursor.as_ref(), limit, |listed| listed.name.clone())?;
    let mut items = Vec::with_capacity(found.items.len());
    for listed in &found.items {
        items.push(shown(&caller.op, &listed.name, false).await?);
    }
    Ok(Json(page(items, found.next)))
}

/// The newest version of a template, with its source.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/templates/{template}", tag = "templates", params(TemplatePath), responses((status = 200, body = Template)))]
async fn show_template(caller: Caller, At(path): At<TemplatePath>, tags: Tags) -> Result<Response, Failure> {
    tags.json(&shown(&caller.op, &path.template, true).await?)
}

/// Publishes the next version of the template that the source names.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/templates", tag = "templates", params(OrgPath), request_body = PublishTemplate, responses((status = 201, body = Template)))]
async fn publish_template(caller: Caller, _org: At<OrgPath>, Body(body): Body<PublishTemplate>) -> Result<Response, Failure> {
    let file = body.file.as_deref().unwrap_or(UNNAMED);
    let (name, _) = templates::publish(&caller.op, file, body.source).await?;
    Ok((StatusCode::CREATED, Json(shown(&caller.op, &name, true).await?)).into_response())
}

/// Checks a template without publishing it.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/templates/validate", tag = "templates", params(OrgPath), request_body = ValidateTemplate, responses((status = 200, body = TemplateVerdict)))]
async fn validate_template(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<ValidateTemplate>,
) -> Result<Json<TemplateVerdict>, Failure> {
    caller.op.allow(Action::TemplateRead, None)?;
    match templates::check(body.file.as_deref().unwrap_or(UNNAMED), &body.source) {
        Ok(template) => {
            let warnings = templates::warnings(&caller.op, &template).await?;
            Ok(Json(TemplateVerdict { valid: true, errors: Vec::new(), warnings }))
        }
        Err(error) => Ok(Json(TemplateVerdict { valid: false, errors: faults(error)?, warnings: Vec::new() })),
    }
}

/// What a refusal says of a source: its faults, if it has any, else the refusal itself.
pub(crate) fn faults(error: AppError) -> Result<Vec<TemplateError>, Failure> {
    match error.facts.get("errors").and_then(Value::as_array) {
        Some(faults) => Ok(faults.iter().map(render::template_error).collect()),
        None => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_is_wrong_is_told_so_line_by_line() {
        let found = faults(templates::check("t.toml", "name = 3\n").unwrap_err()).unwrap();
        assert!(!found.is_empty());
        assert!(found.iter().all(|error| error.file == "t.toml" && !error.message.is_empty()), "{found:?}");
    }

    #[test]
    fn templates_that_come_with_the_product_have_no_faults() {
        for (name, text) in dream_govern::BUILTIN_TEMPLATES {
            templates::check(name, text).unwrap();
        }
    }
}
