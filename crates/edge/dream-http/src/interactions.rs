//! Where Discord sends interactions: signed requests, answered at once; what is to be done is done after the answer.

use crate::extract::Raw;
use crate::failure::Failure;
use crate::observe::single;
use crate::state::Api;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use dream_app::interactions::{Answered, signed};
use dream_id::ConnectionId;
use http::{HeaderMap, StatusCode};

pub(crate) fn routes() -> Router<Api> {
    Router::new().route("/discord/{connection}/interactions", post(interaction))
}

/// Takes in one interaction. Whatever Discord did not sign is answered with 401, as Discord demands and now and then tries.
async fn interaction(
    State(api): State<Api>,
    Path(connection): Path<String>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<Response, Failure> {
    let unsigned =
        || Failure::new(StatusCode::UNAUTHORIZED, "interaction_unsigned", "the request is not signed by Discord for a connection here");
    let connection: ConnectionId = connection.parse().map_err(|_| unsigned())?;
    let (signature, timestamp) = (single(&headers, "x-signature-ed25519"), single(&headers, "x-signature-timestamp"));
    let Answered { first, after } = signed(&api.app, connection, (signature, timestamp), &body).await?;
    if let Some(after) = after {
        let open = api.streams.clone();
        // It outlives the request; the server does not end before it.
        tokio::spawn(async move {
            after.await;
            drop(open);
        });
    }
    Ok(Json(first).into_response())
}
