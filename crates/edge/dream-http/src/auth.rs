//! Who calls: the token, its organisation against the path's, its rate, and the idempotency key.

use crate::problem::Refused;
use crate::state::Http;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use dream_access::RateDecision;
use dream_app::auth::authenticate;
use dream_app::limits::Checked;
use dream_app::{IdempotencyKey, Op};
use dream_id::OrgId;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::time::Duration;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Who called, for the log line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) org: OrgId,
    pub(crate) person: Option<dream_id::PersonId>,
}

/// Lets through who may call at all; what they may do is the core's question.
pub(crate) async fn require(State(http): State<Http>, mut request: Request, next: Next) -> Response {
    let (op, checked) = match admit(&http, &request).await {
        Ok(admitted) => admitted,
        Err(refused) => return refused.into_response(),
    };
    let known = op.identity().ok().map(|identity| Known { org: identity.org, person: identity.person() });
    let limited = match checked.decision {
        RateDecision::Limited { retry_after, .. } => Some(too_many(&checked, retry_after)),
        RateDecision::Allowed { .. } => None,
    };
    let mut response = match limited {
        Some(refused) => refused.into_response(),
        None => {
            request.extensions_mut().insert(op);
            next.run(request).await
        }
    };
    rate_headers(response.headers_mut(), &checked);
    response.extensions_mut().insert(known);
    response
}

async fn admit(http: &Http, request: &Request) -> Result<(Op, Checked), Refused> {
    let op = authenticate(&http.app, bearer(request.headers())?).await?;
    let identity = op.identity()?;
    let checked = http.limits.check(identity, http.app.now());
    if let Some(named) = org_of_path(request.uri().path()) {
        let named: OrgId = named.parse().map_err(|error: dream_id::ParseIdError| Refused::new(StatusCode::BAD_REQUEST, "malformed_id", error.to_string()))?;
        if named != identity.org {
            return Err(Refused::no_such_organisation());
        }
    }
    let key = match request.headers().get(IDEMPOTENCY_KEY) {
        Some(value) => Some(IdempotencyKey::parse(value.to_str().unwrap_or_default())?),
        None => None,
    };
    Ok((op.with_key(key), checked))
}

fn bearer(headers: &HeaderMap) -> Result<&str, Refused> {
    let missing = || Refused::new(StatusCode::UNAUTHORIZED, "unauthenticated", "send a token as `Authorization: Bearer …`");
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or_else(missing)?;
    let (scheme, token) = value.split_once(' ').ok_or_else(missing)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(missing()) }
}

fn org_of_path(path: &str) -> Option<&str> {
    path.strip_prefix("/api/v1/orgs/").and_then(|rest| rest.split('/').next())
}

fn too_many(checked: &Checked, retry_after: Duration) -> Refused {
    let (policy, rate) = (checked.policy, checked.rate);
    let detail = format!("the {policy} limit of {} calls in {} s is used up; wait as long as Retry-After says", rate.quota(), rate.window_secs());
    Refused::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", detail).retry_after(retry_after)
}

/// `RateLimit` and `RateLimit-Policy`, as draft-ietf-httpapi-ratelimit-headers-10 has them.
fn rate_headers(headers: &mut HeaderMap, checked: &Checked) {
    let (remaining, reset) = match checked.decision {
        RateDecision::Allowed { remaining, reset, .. } => (remaining, reset),
        RateDecision::Limited { reset, .. } => (0, reset),
    };
    let reset = reset.as_secs() + u64::from(reset.subsec_nanos() > 0);
    let policy = format!("\"{}\";q={};w={}", checked.policy, checked.rate.quota(), checked.rate.window_secs());
    let limit = format!("\"{}\";r={remaining};t={reset}", checked.policy);
    for (name, text) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, limit)] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    }
}
