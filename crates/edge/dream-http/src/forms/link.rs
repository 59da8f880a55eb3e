//! A one-time sign-in link: opening it shows a button, pressing the button signs in. Programs that only look use nothing up.

use super::document::{page, problem};
use super::form::{Sending, welcome};
use crate::state::Api;
use axum::extract::{Path, State};
use axum::response::Response;
use dream_access::LinkPurpose;
use dream_app::sign_in;
use http::StatusCode;
use minijinja::context;

/// Shows who would be signed in.
pub(super) async fn show(State(api): State<Api>, Path(text): Path<String>) -> Response {
    match sign_in::look_at(&api.app, &text).await {
        Ok(view) if view.purpose == LinkPurpose::SignIn => {
            page(StatusCode::OK, "link", &context! { name => view.name, org_name => view.org_name, action => format!("/link/{text}") })
        }
        Ok(_) => super::document::to(&format!("/invite/{text}")),
        Err(error) => problem(&error.into()),
    }
}

/// Signs in, and uses the link up.
pub(super) async fn submit(State(api): State<Api>, Path(text): Path<String>, sent: Sending) -> Response {
    match sign_in::with_link(&api.app, &text, &sent.browser).await {
        Ok(signed_in) => welcome(&api, &signed_in, "/"),
        Err(error) => problem(&error.into()),
    }
}
