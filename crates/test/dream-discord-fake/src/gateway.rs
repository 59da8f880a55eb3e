//! The gateway: hello, identify, heartbeat, dispatch, resume, and the codes by which it closes.

mod connection;
mod hub;
mod intents;

pub(crate) use hub::{Hub, Order};

use crate::fake::Shared;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Query, State};
use axum::response::Response;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Takes a connection. The version and the encoding stand in the query.
pub(crate) async fn connect(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<BTreeMap<String, String>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.on_upgrade(move |socket| async move {
        let version = query.get("v").is_none_or(|version| version == "10");
        let encoding = query.get("encoding").is_none_or(|encoding| encoding == "json");
        connection::serve(&shared, socket, version && encoding).await;
    })
}
