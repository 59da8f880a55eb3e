//! Tokens: what people call with.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{OrgPath, TokenPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_access::{Action, Scopes};
use dream_api::{MintToken, MintedToken, Page, RevokeToken, Token, TokenScope};
use dream_app::tokens::{self, Minted, Whose};
use dream_app::{AppError, Kind};
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_tokens, mint_token)).routes(routes!(revoke_token))
}

/// Lists tokens, newest first: the caller's own, and everybody's for who may manage them.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/tokens", tag = "tokens", params(OrgPath, PageQuery), responses((status = 200, body = Page<Token>)))]
async fn list_tokens(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Token>>, Failure> {
    let (cursor, limit) = query.read()?;
    let whose = if caller.op.allow(Action::TokenManage, None).is_ok() { Whose::Everybody } else { Whose::Own };
    let found = tokens::list(&caller.op, whose, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::token).collect(), found.next)))
}

/// Mints a token. Its text is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tokens", tag = "tokens", params(OrgPath), request_body = MintToken, responses((status = 201, body = MintedToken)))]
async fn mint_token(caller: Caller, _org: At<OrgPath>, Body(body): Body<MintToken>) -> Result<Response, Failure> {
    let new = tokens::MintToken { name: body.name, scopes: scopes(&body.scopes)?, expires_at: body.expires_at, person: body.person };
    let minted = shown(&tokens::mint(&caller.op, new).await?)?;
    Ok((StatusCode::CREATED, Json(minted)).into_response())
}

fn scopes(named: &[TokenScope]) -> Result<Scopes, Failure> {
    let unknown = || Failure::field("invalid_body", "scopes", "use read, write, review and admin");
    named.iter().map(|scope| render::scope_of(*scope).ok_or_else(unknown)).collect()
}

/// The token with its text; refused to a repeated command, because the text was shown to the first.
fn shown(minted: &Minted) -> Result<MintedToken, AppError> {
    let id = minted.token.id();
    let shown_before = || {
        let message =
            format!("this Idempotency-Key made {id} before, and its text was in that answer; revoke {id} and mint another under a new key");
        AppError::new(Kind::Conflict, "token_text_shown", message).with("token", id.to_string())
    };
    let text = minted.text.as_ref().ok_or_else(shown_before)?;
    Ok(MintedToken { token: render::token(&minted.token), text: text.expose().to_owned() })
}

/// Revokes a token.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tokens/{token}/revoke", tag = "tokens", params(TokenPath), request_body = RevokeToken, responses((status = 200, body = Token)))]
async fn revoke_token(caller: Caller, At(path): At<TokenPath>, Body(body): Body<RevokeToken>) -> Result<Json<Token>, Failure> {
    Ok(Json(render::token(&tokens::revoke(&caller.op, path.token, body.reason).await?)))
}
