//! Secrets that the organisation keeps by name: set and removed, never read.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, cut, page};
use crate::paths::{OrgPath, SecretPath};
use crate::render;
use axum::Json;
use dream_api::{Page, Secret, SetSecret};
use dream_app::secrets;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_secrets)).routes(routes!(set_secret)).routes(routes!(remove_secret))
}

/// Lists the secrets that are kept, by name; never their values.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/secrets", tag = "secrets", params(OrgPath, PageQuery), responses((status = 200, body = Page<Secret>)))]
async fn list_secrets(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Secret>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = cut(secrets::list(&caller.op).await?, cursor.as_ref(), limit, |secret| secret.name.clone())?;
    Ok(Json(page(found.items.iter().map(render::secret).collect(), found.next)))
}

/// Sets a secret, or gives it another value. What uses it takes the new value the next time.
#[utoipa::path(put, path = "/api/v1/orgs/{org}/secrets/{secret}", tag = "secrets", params(SecretPath), request_body = SetSecret, responses((status = 200, body = Secret)))]
async fn set_secret(caller: Caller, At(path): At<SecretPath>, Body(body): Body<SetSecret>) -> Result<Json<Secret>, Failure> {
    let value = dream_secret::Secret::new(body.value);
    Ok(Json(render::secret(&secrets::set(&caller.op, &path.secret, value).await?)))
}

/// Removes a secret: its value is gone, and what refers to it finds none.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/secrets/{secret}/remove", tag = "secrets", params(SecretPath), responses((status = 200, body = Secret)))]
async fn remove_secret(caller: Caller, At(path): At<SecretPath>) -> Result<Json<Secret>, Failure> {
    Ok(Json(render::secret(&secrets::remove(&caller.op, &path.secret).await?)))
}
