//! Signing in by password, and the code of the second factor.

use super::document::{page, to};
use super::form::{Sending, Visit, signed, welcome};
use super::next::{Next, ours};
use crate::failure::Failure;
use crate::state::Api;
use axum::extract::{Query, State};
use axum::response::Response;
use dream_app::{AppError, sign_in};
use http::StatusCode;
use minijinja::context;

/// Shows the form; leads on whoever is signed in already.
pub(super) async fn show(State(api): State<Api>, visit: Visit, Query(next): Query<Next>) -> Response {
    if signed(&api, &visit.browser).await.is_ok() {
        return to(next.place());
    }
    form(StatusCode::OK, next.place(), "", None)
}

/// Signs in.
pub(super) async fn submit(State(api): State<Api>, sent: Sending) -> Response {
    let next = ours(sent.text("next"));
    match sign_in::with_password(&api.app, sent.text("login"), sent.secret("password"), &sent.browser).await {
        Ok(signed_in) if signed_in.awaits_code => welcome(&api, &signed_in, &code_page(next)),
        Ok(signed_in) => welcome(&api, &signed_in, next),
        Err(error) => refused(error, |status, message| form(status, next, sent.text("login"), Some(message))),
    }
}

fn form(status: StatusCode, next: &str, login: &str, notice: Option<&str>) -> Response {
    page(status, "sign-in", &context! { next => next.to_owned(), login => login.to_owned(), notice => notice.map(str::to_owned) })
}

fn code_page(next: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    format!("/sign-in/code?{query}")
}

/// Shows the form for the code.
pub(super) async fn show_code(Query(next): Query<Next>) -> Response {
    code_form(StatusCode::OK, next.place(), None)
}

/// Takes the code.
pub(super) async fn submit_code(State(api): State<Api>, sent: Sending) -> Response {
    let next = ours(sent.text("next"));
    match sign_in::with_code(&api.app, sent.text("code"), &sent.browser).await {
        Ok(signed_in) => welcome(&api, &signed_in, next),
        // Too late, or never begun: from the start.
        Err(error) if matches!(error.code, "session_expired" | "session_ended" | "invalid_session" | "second_factor_not_needed") => {
            refused(error, |status, message| form(status, next, "", Some(message)))
        }
        Err(error) => refused(error, |status, message| code_form(status, next, Some(message))),
    }
}

fn code_form(status: StatusCode, next: &str, notice: Option<&str>) -> Response {
    page(status, "code", &context! { next => next.to_owned(), notice => notice.map(str::to_owned) })
}

/// The form again, with why it was refused; the log line knows the reason too.
pub(super) fn refused(error: AppError, again: impl FnOnce(StatusCode, &str) -> Response) -> Response {
    let failure = Failure::from(error);
    let mut response = again(failure.facts().status, &failure.facts().detail);
    response.extensions_mut().insert(failure);
    response
}
