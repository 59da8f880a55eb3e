//! Sessions: people signed in, in browsers.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{OrgPath, SessionPath};
use crate::render;
use crate::runs::Nothing;
use crate::state::Api;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use dream_access::{Action, SessionText};
use dream_api::{CurrentSession, Page, Session, SignInLink};
use dream_app::auth::Presented;
use dream_app::tokens::Whose;
use dream_app::{AppError, Kind, accounts, invitations, sessions, whoami};
use http::{StatusCode, header};

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(show_session))
        .routes(routes!(sign_out))
        .routes(routes!(list_sessions))
        .routes(routes!(revoke_session))
        .routes(routes!(create_sign_in_link))
}

/// Who is signed in, and the token that every changing request of this session carries as `X-CSRF-Token`.
#[utoipa::path(get, path = "/api/v1/session", tag = "sessions", responses((status = 200, body = CurrentSession)))]
async fn show_session(caller: Caller, Extension(presented): Extension<Presented>) -> Result<Json<CurrentSession>, Failure> {
    let who = whoami(&caller.op).await?;
    let current = sessions::current(&caller.op).await?;
    let account = accounts::exists(&caller.op).await?;
    let text = match &presented {
        Presented::Session(text) => SessionText::parse(text.expose()),
        Presented::Token(_) => None,
    };
    Ok(Json(CurrentSession {
        org: who.identity.org,
        org_name: who.org_name,
        person: who.person,
        name: who.name,
        role: who.identity.org_role.map(render::wire_role),
        session: who.session,
        csrf_token: text.map(|text| text.csrf_token().expose().to_owned()),
        method: current.map(|current| render::sign_in_method(current.session.method)),
        has_account: account,
        expires_at: who.expires_at,
        server_version: env!("CARGO_PKG_VERSION").to_owned(),
        serves: render::server_parts(caller.op.app()),
    }))
}

/// Signs out: the session ends, and the browser forgets its cookie.
#[utoipa::path(post, path = "/api/v1/session/sign-out", tag = "sessions", request_body = Nothing, responses((status = 204, description = "The session has ended.")))]
async fn sign_out(State(api): State<Api>, caller: Caller, Body(Nothing {}): Body<Nothing>) -> Result<Response, Failure> {
    sessions::sign_out(&caller.op).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cookie) = api.cookies.take() {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Lists sessions, newest first: the caller's own, and everybody's for who may manage them.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/sessions", tag = "sessions", params(OrgPath, PageQuery), responses((status = 200, body = Page<Session>)))]
async fn list_sessions(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Session>>, Failure> {
    let (cursor, limit) = query.read()?;
    let whose = if caller.op.allow(Action::SessionManage, None).is_ok() { Whose::Everybody } else { Whose::Own };
    let found = sessions::list(&caller.op, whose, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::session).collect(), found.next)))
}

/// Ends a session.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sessions/{session}/revoke", tag = "sessions", params(SessionPath), request_body = Nothing, responses((status = 200, body = Session)))]
async fn revoke_session(caller: Caller, At(path): At<SessionPath>, Body(Nothing {}): Body<Nothing>) -> Result<Json<Session>, Failure> {
    Ok(Json(render::session(&sessions::end(&caller.op, path.session).await?)))
}

/// Makes a link that signs the caller in once, within ten minutes, in a browser on the machine of the server.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/sign-in-links", tag = "sessions", params(OrgPath), request_body = Nothing, responses((status = 201, body = SignInLink)))]
async fn create_sign_in_link(caller: Caller, _org: At<OrgPath>, Body(Nothing {}): Body<Nothing>) -> Result<Response, Failure> {
    let made = invitations::make_sign_in_link(&caller.op).await?;
    let path = link_path(&made, "/link/")?;
    let link = SignInLink { id: made.link.link.id(), expires_at: made.link.link.expires_at, path };
    Ok((StatusCode::CREATED, Json(link)).into_response())
}

/// The whole address of a path, where this server's is known.
pub(crate) fn public(op: &dream_app::Op, path: &str) -> Option<String> {
    op.app().public_url.as_ref().map(|public| public.link(path))
}

/// The path of a link with its text; refused to a repeated command, because the text was shown to the first.
pub(crate) fn link_path(made: &invitations::MadeLink, place: &str) -> Result<String, AppError> {
    let id = made.link.link.id();
    let shown_before = || {
        let message = format!("this Idempotency-Key made {id} before, and the link was in that answer; make another under a new key");
        AppError::new(Kind::Conflict, "link_text_shown", message).with("link", id.to_string())
    };
    let text = made.text.as_ref().ok_or_else(shown_before)?;
    Ok(format!("{place}{}", text.expose()))
}
