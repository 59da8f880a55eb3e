//! What is told about every request: its id, one canonical log line, the metrics; and problems are rendered here, where the id is known.

use crate::auth::Known;
use crate::problem::Refused;
use crate::state::Http;
use crate::tls::Peer;
use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use dream_id::EventId;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::net::IpAddr;
use std::time::{Duration, Instant};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: &str = "x-forwarded-for";

/// What is known of a request before it is answered.
struct Seen {
    id: String,
    method: String,
    route: String,
    client: Option<IpAddr>,
    began: Instant,
}

/// Watches one request from its first byte to the head of its answer.
pub(crate) async fn request(State(http): State<Http>, request: Request, next: Next) -> Response {
    let seen = Seen {
        id: request_id(&http, request.headers()),
        method: request.method().to_string(),
        route: request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned()),
        client: client(&http, &request),
        began: Instant::now(),
    };
    let counted = http.metrics.request();
    let mut response = next.run(request).await;
    drop(counted);
    let refused = response.extensions_mut().remove::<Refused>();
    if let Some(refused) = &refused {
        response = render(response, refused, &seen.id);
    }
    let took = seen.began.elapsed();
    http.metrics.answered(&seen.method, &seen.route, response.status().as_u16(), took);
    log(&seen, &response, refused.as_ref(), took);
    dress(response.headers_mut(), &seen.id);
    response
}

/// The caller's own id when it is one that can be kept, else a fresh one.
fn request_id(http: &Http, headers: &HeaderMap) -> String {
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let usable = |text: &&str| (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    given.filter(usable).map_or_else(|| http.app.store.new_id::<EventId>().to_string().replace("evt_", "req_"), str::to_owned)
}

/// Who calls: the peer, or whom the proxy that we know says it calls for.
fn client(http: &Http, request: &Request) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<Peer>>().map(|ConnectInfo(Peer(peer))| peer.ip())?;
    if http.behind_proxy != Some(peer) {
        return Some(peer);
    }
    let forwarded = request.headers().get(FORWARDED_FOR).and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).or(Some(peer))
}

fn render(response: Response, refused: &Refused, id: &str) -> Response {
    let mut problem = refused.problem.clone();
    problem.request_id = Some(id.to_owned());
    let bytes = serde_json::to_vec(&problem).unwrap_or_default();
    let (mut parts, _) = response.into_parts();
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}

fn log(seen: &Seen, response: &Response, refused: Option<&Refused>, took: Duration) {
    let known = response.extensions().get::<Option<Known>>().copied().flatten();
    let status = response.status().as_u16();
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(
                http.request.id = seen.id,
                http.request.method = seen.method,
                http.route = seen.route,
                http.response.status = status,
                duration_ms = took.as_secs_f64() * 1_000.0,
                client.address = seen.client.map(tracing::field::display),
                org.id = known.map(|known| tracing::field::display(known.org)),
                person.id = known.and_then(|known| known.person).map(tracing::field::display),
                error.code = refused.map(|refused| refused.problem.code.as_str()),
                error.chain = refused.and_then(|refused| refused.chain.as_deref()),
                "request answered"
            )
        };
    }
    if status >= 500 {
        line!(error);
    } else {
        line!(info);
    }
}

/// What every answer carries.
fn dress(headers: &mut HeaderMap, id: &str) {
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
}
