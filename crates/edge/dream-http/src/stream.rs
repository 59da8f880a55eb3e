//! The streaming protocol of messages: one WebSocket on which many publishes are in flight, and consumers are handed messages as far as
//! they gave credit.

mod consuming;
mod outbox;
mod publishing;
mod session;

use crate::extract::{At, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::state::Api;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::response::Response;
use dream_access::Action;
use dream_api::{MAX_STREAM_FRAME, STREAM_PROTOCOL};
use dream_app::auth::Presented;
use http::StatusCode;
use session::Session;

/// What is buffered for a client that reads slowly before nothing more is sent to it.
const WRITE_BUFFER: usize = 1 << 20;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(open_stream))
}

/// Opens a stream of messages: a WebSocket that speaks `dreamos.bus.v1`, for tokens only.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/bus", tag = "messages", params(OrgPath), responses((status = 101, description = "The stream is open; docs/reference/streaming.md says what both sides write on it.")))]
async fn open_stream(
    State(api): State<Api>,
    Extension(presented): Extension<Presented>,
    caller: Caller,
    _org: At<OrgPath>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Failure> {
    // A session's cookie comes along with whatever page opens the connection; a token is sent by those alone who have it.
    if matches!(presented, Presented::Session(_)) {
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "token_required",
            "a stream is opened with a token, not from a signed-in browser",
        ));
    }
    caller.op.allow(Action::MessageRead, None)?;
    let upgrade = upgrade.map_err(|_| {
        let detail = "this address is a WebSocket: connect with the headers of RFC 6455 and the protocol dreamos.bus.v1";
        Failure::new(StatusCode::UPGRADE_REQUIRED, "upgrade_required", detail)
    })?;
    if !upgrade.requested_protocols().any(|protocol| protocol == STREAM_PROTOCOL) {
        let detail = format!("ask for the protocol {STREAM_PROTOCOL} in Sec-WebSocket-Protocol");
        return Err(Failure::new(StatusCode::BAD_REQUEST, "stream_protocol", detail));
    }
    let ticket = api.feeds.open(&caller.op)?;
    let upgrade = upgrade
        .protocols([STREAM_PROTOCOL])
        .max_message_size(MAX_STREAM_FRAME)
        .max_frame_size(MAX_STREAM_FRAME)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(2 * (MAX_STREAM_FRAME + WRITE_BUFFER));
    Ok(upgrade.on_upgrade(move |socket| async move {
        let (_counted, _held) = (api.metrics.stream(), api.streams.clone());
        Session::new(api.clone(), caller.op, presented).run(socket).await;
        drop(ticket);
    }))
}
