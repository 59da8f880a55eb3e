//! Around every request: its id, its one log line, its metrics, and problems in one form whoever refused it.

use crate::authenticate::Known;
use crate::failure::Failure;
use crate::request_id::{self, RequestId};
use crate::state::Api;
use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, header};
use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

/// What stands for the route of a request that matched none.
const NO_ROUTE: &str = "(none)";
/// The status of a request whose caller left before it was answered, as proxies write it.
const CALLER_LEFT: u16 = 499;

/// Marks the answer to a request that was asked to wait: how long it took says nothing of the server's speed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waited;

/// Observes one request.
pub(crate) async fn observe(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers(), api.app.store.rng().as_ref());
    let trace = id.trace(request.headers());
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| NO_ROUTE.into(), |path| path.as_str().into());
    let mut line = Line::begin(api, request.method().clone(), route, id.clone());
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(trace);
    let response = finished(next.run(request).await, &id);
    line.answered(&response);
    response
}

/// The answer with its id and headers, and its failure in words.
fn finished(response: Response, id: &RequestId) -> Response {
    let mut response = worded(response, id);
    let headers = response.headers_mut();
    if let Some(id) = id.header() {
        headers.insert(request_id::HEADER, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn worded(response: Response, id: &RequestId) -> Response {
    // A page says by itself why something was refused.
    if response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let failure = match response.extensions().get::<Failure>() {
        Some(failure) => failure.clone(),
        None if response.status().is_client_error() || response.status().is_server_error() => {
            match response.headers().get(header::CONTENT_TYPE) {
                // Somebody of ours gave it a body of its own.
                Some(kind) if kind.as_bytes().starts_with(b"application/json") => return response,
                _ => Failure::of_status(response.status()),
            }
        }
        None => return response,
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = failure.facts().retry_after {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let body = Json(failure.problem(id.as_str())).into_response().into_body();
    parts.extensions.insert(failure);
    Response::from_parts(parts, body)
}

/// The one log line of a request. It is written when the answer begins, or when the caller leaves before that.
struct Line {
    api: Api,
    method: Method,
    route: Arc<str>,
    id: RequestId,
    began: Instant,
    open: bool,
    _in_flight: crate::metrics::Held,
}

impl Line {
    fn begin(api: Api, method: Method, route: Arc<str>, id: RequestId) -> Self {
        let in_flight = api.metrics.begin();
        Self { api, method, route, id, began: Instant::now(), open: true, _in_flight: in_flight }
    }

    fn answered(&mut self, response: &Response) {
        self.open = false;
        let (known, failure) = (response.extensions().get::<Known>(), response.extensions().get::<Failure>());
        let waited = response.extensions().get::<Waited>().is_some();
        self.write(response.status().as_u16(), waited, known, failure);
    }

    fn write(&self, status: u16, waited: bool, known: Option<&Known>, failure: Option<&Failure>) {
        let took = self.began.elapsed();
        self.api.metrics.answered(self.method.as_str(), &self.route, status, took);
        let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let org = known.map(|known| tracing::field::display(known.org));
        let person = known.and_then(|known| known.person).map(tracing::field::display);
        let code = failure.map(|failure| failure.facts().code);
        tracing::info!(
            http.method = self.method.as_str(),
            http.route = &*self.route,
            http.status = status,
            duration_us,
            waited = waited.then_some(true),
            request.id = self.id.as_str(),
            org.id = org,
            person.id = person,
            error.code = code,
            "request answered"
        );
        if let Some(failure) = failure.filter(|_| status >= 500) {
            let chain = failure.facts().chain();
            tracing::error!(
                request.id = self.id.as_str(),
                error.code = failure.facts().code,
                error.chain = chain,
                "{}",
                failure.facts().detail
            );
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.open {
            self.write(CALLER_LEFT, false, None, None);
        }
    }
}

/// The answer to a request whose handler panicked. What it said goes to the log alone.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the payload over")]
pub(crate) fn panicked(payload: Box<dyn Any + Send + 'static>) -> Response {
    let text = payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied());
    tracing::error!(error.message = text.unwrap_or("no message"), "a request handler panicked; this is a defect of the program");
    Failure::new(http::StatusCode::INTERNAL_SERVER_ERROR, "internal", "the server failed; its log says why").into_response()
}

/// The value of a header that occurs once and is text.
pub(crate) fn single<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(first)
}
