//! The control room: what browsers get at paths that are no operation of the API.

use crate::failure::Failure;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};

/// A page or file of the control room; anything else is not there.
pub(crate) async fn page(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Failure::of_status(StatusCode::NOT_FOUND).into_response();
    }
    match dream_web::answer(request.uri().path(), request.headers()) {
        Some(answer) => answer.map(Body::from),
        None => Failure::of_status(StatusCode::NOT_FOUND).into_response(),
    }
}
