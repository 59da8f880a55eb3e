//! REST: who asks, how often, for what; then the answer with its headers.

mod body;
mod reply;
mod routes;

use crate::error::ApiError;
use crate::fake::{Shared, held};
use crate::fault::Fault;
use crate::limiter::{RateClass, Ruling};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use data_encoding::HEXLOWER_PERMISSIVE;
use reply::{Reply, broken, html, render, too_many};
use std::sync::Arc;

/// A request, as far as routes need it.
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// The parts of the path after the version.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: body::Body,
}

impl Asked {
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }
}

/// Answers any request that is no gateway connection.
pub(crate) async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let shown = format!("{} {}", request.method(), request.uri().path());
    let response = ruled(&shared, request).await;
    held(&shared.requests).push((shown, response.status().as_u16()));
    response
}

async fn ruled(shared: &Shared, request: Request) -> Response {
    let path = parts(request.uri().path());
    let now = shared.now();
    // The network in front of Discord shuts out who does not say what it is.
    let agent = request.headers().get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !agent.starts_with("DiscordBot (") && path.first().is_none_or(|first| first != "webhooks") {
        return html(403);
    }
    let (class, major) = routes::class(request.method(), &path);
    let counted = match held(&shared.limiter).request(class, &major, now) {
        Ruling::Pass(counted) => counted,
        Ruling::Refuse { retry_after, global, counted } => return too_many(retry_after, global, counted.as_ref()),
        Ruling::Banned => return html(429),
    };
    let fault = if request.method() == Method::GET { None } else { held(&shared.faults).pop_front() };
    if let Some(Fault::Status(status)) = fault {
        return html(status);
    }
    let result = asked(shared, class, path, request).await;
    match (fault, &result) {
        (Some(Fault::LoseAnswer), Ok(_)) => return broken(),
        (Some(Fault::DoneBut(status)), Ok(_)) => return html(status),
        _ => {}
    }
    if result.as_ref().is_err_and(|error| matches!(error.status, 401 | 403)) {
        held(&shared.limiter).invalid(now);
    }
    render(result, counted.as_ref())
}

async fn asked(shared: &Shared, class: RateClass, path: Vec<String>, request: Request) -> Result<Reply, ApiError> {
    let open = matches!(class, RateClass::Webhook | RateClass::Interaction) && path.len() > 2
        || path.first().is_some_and(|first| first == "gateway") && path.len() == 1;
    if !open && !is_bot(shared, request.headers()) {
        return Err(ApiError::UNAUTHORIZED);
    }
    let method = request.method().clone();
    let query = body::query(request.uri().query().unwrap_or_default());
    let body = body::read(request).await?;
    routes::answer(shared, &Asked { method, path, query, body })
}

fn is_bot(shared: &Shared, headers: &HeaderMap) -> bool {
    let shown = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    shown.strip_prefix("Bot ").is_some_and(|token| token == *held(&shared.token))
}

fn parts(path: &str) -> Vec<String> {
    let parts = path.split('/').filter(|part| !part.is_empty());
    parts.skip_while(|part| *part == "api" || (part.starts_with('v') && part.len() <= 3)).map(decoded).collect()
}

/// A part of a path without percent signs: some clients write `%40original`.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = tail.first_chunk::<2>().filter(|_| *first == b'%');
        let byte = escaped.and_then(|pair| HEXLOWER_PERMISSIVE.decode(pair).ok()?.first().copied());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
