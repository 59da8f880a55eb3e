//! An invitation, or the set-up of a new server: the person chooses a login name and a password, and is signed in.

use super::document::{page, problem};
use super::form::{Sending, welcome};
use super::sign_in::refused;
use crate::state::Api;
use axum::extract::{Path, State};
use axum::response::Response;
use dream_access::LinkPurpose;
use dream_app::invitations::{self, Accept};
use dream_app::sign_in::{self, LinkView};
use http::StatusCode;
use minijinja::context;

/// Shows the form. Nothing is used up.
pub(super) async fn show(State(api): State<Api>, Path(text): Path<String>) -> Response {
    match sign_in::look_at(&api.app, &text).await {
        Ok(view) if view.purpose == LinkPurpose::SignIn => super::document::to(&format!("/link/{text}")),
        Ok(view) => {
            let login = view.login.clone().unwrap_or_default();
            form(StatusCode::OK, &view, &login, &view.name, &view.org_name, None)
        }
        Err(error) => problem(&error.into()),
    }
}

/// Takes what was chosen, and uses the link up.
pub(super) async fn submit(State(api): State<Api>, Path(text): Path<String>, sent: Sending) -> Response {
    let view = match sign_in::look_at(&api.app, &text).await {
        Ok(view) => view,
        Err(error) => return problem(&error.into()),
    };
    let again = |status, message: &str| form(status, &view, sent.text("login"), sent.text("name"), sent.text("org_name"), Some(message));
    if sent.text("password") != sent.text("repeated") {
        return again(StatusCode::BAD_REQUEST, "the two passwords are not the same; type them again");
    }
    let (name, org_name) = (sent.filled("name"), sent.filled("org_name"));
    let said = Accept { login: sent.text("login").to_owned(), password: sent.secret("password"), name, org_name };
    match invitations::accept(&api.app, &text, said, &sent.browser).await {
        Ok(signed_in) => welcome(&api, &signed_in, "/"),
        Err(error) => refused(error, again),
    }
}

fn form(status: StatusCode, view: &LinkView, login: &str, name: &str, org_name: &str, notice: Option<&str>) -> Response {
    let (set_up, known) = (view.purpose == LinkPurpose::SetUp, view.login.is_some());
    let (login, name, org_name) = (login.to_owned(), name.to_owned(), org_name.to_owned());
    let (organisation, notice) = (view.org_name.clone(), notice.map(str::to_owned));
    page(status, "invite", &context! { set_up, known, login, name, org_name, organisation, notice })
}
