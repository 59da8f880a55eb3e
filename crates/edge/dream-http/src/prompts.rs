//! Prompts: what each craft is told.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, cut, page};
use crate::paths::{OrgPath, PromptPath};
use crate::render;
use crate::tagged::Tags;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{CheckPrompt, Page, Prompt, PromptVerdict, PromptVersion, PublishPrompt};
use dream_app::{AppError, prompts};
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_prompts))
        .routes(routes!(show_prompt, publish_prompt))
        .routes(routes!(list_prompt_versions))
        .routes(routes!(reset_prompt))
        .routes(routes!(check_prompt))
}

/// Which version.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct VersionQuery {
    /// The version's number; what is told now when left out.
    #[param(minimum = 1)]
    version: Option<u32>,
}

/// Lists what each craft is told, in the order of a run.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/prompts", tag = "prompts", params(OrgPath, PageQuery), responses((status = 200, body = Page<Prompt>)))]
async fn list_prompts(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Prompt>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = cut(prompts::list(&caller.op).await?, cursor.as_ref(), limit, |prompt| prompt.craft.name().to_owned())?;
    Ok(Json(page(found.items.into_iter().map(|prompt| render::prompt(prompt, false)).collect(), found.next)))
}

/// What a craft is told now, or was told by a version, with its text.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/prompts/{craft}", tag = "prompts", params(PromptPath, VersionQuery), responses((status = 200, body = Prompt)))]
async fn show_prompt(
    caller: Caller,
    At(path): At<PromptPath>,
    Params(query): Params<VersionQuery>,
    tags: Tags,
) -> Result<Response, Failure> {
    let prompt = prompts::show(&caller.op, prompts::craft(&path.craft)?, query.version).await?;
    tags.json(&render::prompt(prompt, true))
}

/// The versions that the organisation published for a craft, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/prompts/{craft}/versions", tag = "prompts", params(PromptPath, PageQuery), responses((status = 200, body = Page<PromptVersion>)))]
async fn list_prompt_versions(
    caller: Caller,
    At(path): At<PromptPath>,
    Params(query): Params<PageQuery>,
) -> Result<Json<Page<PromptVersion>>, Failure> {
    let (cursor, limit) = query.read()?;
    let versions = prompts::versions(&caller.op, prompts::craft(&path.craft)?).await?;
    let found = cut(versions, cursor.as_ref(), limit, |version| version.number.to_string())?;
    Ok(Json(page(found.items.iter().map(render::prompt_version).collect(), found.next)))
}

/// Publishes the next version of a craft's prompt: attempts that start from now on are told it.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/prompts/{craft}", tag = "prompts", params(PromptPath), request_body = PublishPrompt, responses((status = 201, body = Prompt)))]
async fn publish_prompt(caller: Caller, At(path): At<PromptPath>, Body(body): Body<PublishPrompt>) -> Result<Response, Failure> {
    let craft = prompts::craft(&path.craft)?;
    let number = prompts::publish(&caller.op, craft, body.source).await?;
    let prompt = prompts::show(&caller.op, craft, Some(number)).await?;
    Ok((StatusCode::CREATED, Json(render::prompt(prompt, true))).into_response())
}

/// Has a craft told the built-in prompt again.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/prompts/{craft}/reset", tag = "prompts", params(PromptPath), responses((status = 200, body = Prompt)))]
async fn reset_prompt(caller: Caller, At(path): At<PromptPath>) -> Result<Json<Prompt>, Failure> {
    let craft = prompts::craft(&path.craft)?;
    prompts::reset(&caller.op, craft).await?;
    Ok(Json(render::prompt(prompts::show(&caller.op, craft, None).await?, true)))
}

/// Checks a prompt without publishing it, and shows what it would say.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/prompts/{craft}/check", tag = "prompts", params(PromptPath), request_body = CheckPrompt, responses((status = 200, body = PromptVerdict)))]
async fn check_prompt(caller: Caller, At(path): At<PromptPath>, Body(body): Body<CheckPrompt>) -> Result<Json<PromptVerdict>, Failure> {
    match prompts::check(&caller.op, prompts::craft(&path.craft)?, body.source) {
        Ok(checked) => Ok(Json(PromptVerdict { valid: true, message: None, line: None, sample: Some(checked.system) })),
        Err(error) => verdict(error).map(Json),
    }
}

/// What a refusal says of the prompt, if it is about the prompt; else the refusal itself.
fn verdict(error: AppError) -> Result<PromptVerdict, Failure> {
    if error.code != "prompt_invalid" {
        return Err(error.into());
    }
    let line = error.facts.get("line").and_then(serde_json::Value::as_u64).and_then(|line| u32::try_from(line).ok());
    Ok(PromptVerdict { valid: false, message: Some(error.message), line, sample: None })
}
