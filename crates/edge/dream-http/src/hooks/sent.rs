//! Reading what a sender sends.

use crate::extract::Raw;
use crate::failure::Failure;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use dream_bridge::json::MOST_BYTES;
use futures::StreamExt as _;
use http::{HeaderMap, StatusCode, header};
use std::convert::Infallible;
use std::time::Duration;

/// How much of a body that is too large is read and thrown away.
const MOST_DRAINED: usize = 16 << 20;
/// For how long it is read.
const PATIENCE: Duration = Duration::from_secs(10);

/// A body, or why there is none. One that is too large is read on for a while: many senders look for an answer when all is sent, and would meet
/// a closed connection in its place.
pub(super) struct Sent(pub(super) Result<Bytes, Failure>);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Infallible> {
        if !is_too_large(request.headers()) {
            return Ok(Self(Raw::from_request(request, state).await.map(|Raw(body)| body)));
        }
        // Who asks first whether to send it is answered at once.
        if !request.headers().contains_key(header::EXPECT) {
            drain(request.into_body()).await;
        }
        Ok(Self(Err(Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE))))
    }
}

fn is_too_large(headers: &HeaderMap) -> bool {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    announced.is_some_and(|announced| announced > MOST_BYTES)
}

async fn drain(body: Body) {
    let (mut parts, mut seen) = (body.into_data_stream(), 0_usize);
    let all = async {
        while let Some(Ok(part)) = parts.next().await {
            seen = seen.saturating_add(part.len());
            if seen > MOST_DRAINED {
                break;
            }
        }
    };
    if tokio::time::timeout(PATIENCE, all).await.is_err() {
        tracing::debug!("a body that is too large did not end in time");
    }
}
