//! Pages that the server renders, for browsers without script: signing in, invitations, and deciding behind a link. A GET only shows; a
//! POST does something, and must come from a page of ours. Knowing an address gives no authority.

mod approve;
mod document;
mod form;
mod invite;
mod link;
mod next;
mod sign_in;
mod sign_out;
mod waiting;
mod words;

use crate::state::Api;
use axum::Router;
use axum::routing::get;
use http::{HeaderName, HeaderValue, header};

const STYLES: &str = include_str!("../templates/pages.css");
const ICON: &str = include_str!("../templates/icon.svg");

pub(crate) fn routes() -> Router<Api> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-in/code", get(sign_in::show_code).post(sign_in::submit_code))
        .route("/sign-out", get(sign_out::show).post(sign_out::submit))
        .route("/link/{text}", get(link::show).post(link::submit))
        .route("/invite/{text}", get(invite::show).post(invite::submit))
        .route("/set-up/{text}", get(invite::show).post(invite::submit))
        .route("/a", get(waiting::show))
        .route("/a/{review}", get(approve::show).post(approve::submit))
        .route("/pages/pages.css", get(|| async { file("text/css; charset=utf-8", STYLES) }))
        .route("/pages/icon.svg", get(|| async { file("image/svg+xml", ICON) }))
}

fn file(kind: &'static str, text: &'static str) -> ([(HeaderName, HeaderValue); 2], &'static str) {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static(kind));
    ([kind, (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"))], text)
}
