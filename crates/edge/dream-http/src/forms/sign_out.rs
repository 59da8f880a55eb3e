//! Signing out.

use super::document::{page, problem, to};
use super::form::{Sending, Visit, signed};
use crate::state::Api;
use axum::extract::State;
use axum::response::Response;
use dream_app::sessions;
use http::{StatusCode, header};
use minijinja::context;

/// Asks.
pub(super) async fn show(State(api): State<Api>, visit: Visit) -> Response {
    match signed(&api, &visit.browser).await {
        Ok(signed) => page(StatusCode::OK, "sign-out", &context! { csrf => signed.text.csrf_token().expose().to_owned() }),
        Err(_) => to("/sign-in"),
    }
}

/// Ends the session. A browser whose session has ended already forgets its cookie all the same.
pub(super) async fn submit(State(api): State<Api>, sent: Sending) -> Response {
    match sent.signed(&api).await {
        Ok(signed) => {
            if let Err(error) = sessions::sign_out(&signed.op).await {
                return problem(&error.into());
            }
        }
        Err(failure) if failure.facts().status == StatusCode::UNAUTHORIZED => {}
        Err(failure) => return problem(&failure),
    }
    let mut response = to("/sign-in");
    if let Some(cookie) = api.cookies.take() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
