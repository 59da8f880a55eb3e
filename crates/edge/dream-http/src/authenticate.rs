//! Before every handler below `/api/v1`: who calls, in which organisation, and how often.

use crate::cross_site::{self, Sent};
use crate::failure::Failure;
use crate::observe::single;
use crate::request_id::Trace;
use crate::state::Api;
use axum::extract::{RawPathParams, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use dream_access::{RateDecision, SessionText};
use dream_app::auth::{Presented, Witness};
use dream_app::limits::Checked;
use dream_app::{IdempotencyKey, Op};
use dream_id::{OrgId, PersonId};
use dream_secret::Secret;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use std::time::Duration;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Who called, for the log line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) org: OrgId,
    pub(crate) person: Option<PersonId>,
}

/// The caller's operation, for handlers.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) op: Op,
}

/// Lets a request through to its handler, or refuses it.
pub(crate) async fn authenticate(State(api): State<Api>, path: RawPathParams, mut request: Request, next: Next) -> Response {
    let (op, presented, witness) =
        match caller(&api, Sent { method: request.method(), uri: request.uri(), headers: request.headers() }).await {
            Ok(caller) => caller,
            Err(failure) => return challenge(failure.into_response()),
        };
    let Ok(identity) = op.identity() else { return Failure::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response() };
    let known = Known { org: identity.org, person: identity.person() };
    let checked = api.limits.check(identity, api.app.now());
    let response = match admit(op, &checked, known.org, &path, &request) {
        Ok(signed) => {
            request.extensions_mut().insert(signed);
            request.extensions_mut().insert(presented);
            next.run(request).await
        }
        Err(failure) => failure.into_response(),
    };
    if let Err(error) = witness.settled().await {
        return Failure::from(error).into_response();
    }
    with_limits(with_known(response, known), &checked)
}

/// The operation of whoever presents a token, or else a session's cookie. An answer leaves once the witness allows it.
pub(crate) async fn caller(api: &Api, sent: Sent<'_>) -> Result<(Op, Presented, Witness), Failure> {
    let presented = match api.cookies.read(sent.headers) {
        Some(text) if !sent.headers.contains_key(header::AUTHORIZATION) => {
            let unknown = || Failure::new(StatusCode::UNAUTHORIZED, "invalid_session", "nobody here knows this session; sign in again");
            cross_site::check_call(sent, &api.cookies, &SessionText::parse(text.expose()).ok_or_else(unknown)?)?;
            Presented::Session(text)
        }
        _ => Presented::Token(Secret::new(bearer(sent.headers)?)),
    };
    let (op, witness) = presented.authenticate_early(&api.app).await?;
    Ok((op, presented, witness))
}

fn bearer(headers: &HeaderMap) -> Result<&str, Failure> {
    let refuse = |detail: &str| Failure::new(StatusCode::UNAUTHORIZED, "unauthenticated", detail);
    if !headers.contains_key(header::AUTHORIZATION) {
        return Err(refuse("nobody is signed in: send a token as `Authorization: Bearer …`, or sign in at /sign-in"));
    }
    let (scheme, text) = single(headers, "authorization").and_then(|value| value.split_once(' ')).unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(refuse("the Authorization header is not `Bearer` and a token; write it like `Authorization: Bearer …`"));
    }
    Ok(text.trim())
}

/// Checks the rate, the organisation of the path, and what the headers ask for.
fn admit(op: Op, checked: &Checked, own: OrgId, path: &RawPathParams, request: &Request) -> Result<Signed, Failure> {
    if let RateDecision::Limited { retry_after, .. } = checked.decision {
        let (whose, quota, window) = (checked.policy, checked.rate.quota(), checked.rate.window_secs());
        let seconds = seconds_up(retry_after);
        let detail = format!("too many requests: each {whose} may send {quota} in {window} s; try again in {seconds} s");
        return Err(Failure::limited(detail, seconds));
    }
    if let Some((_, text)) = path.iter().find(|(name, _)| *name == "org") {
        let org: OrgId = text.parse().map_err(|error: dream_id::ParseIdError| Failure::field("malformed_id", "org", error.to_string()))?;
        if org != own {
            // Said of one that does not exist and of one that is somebody else's, so that nothing is revealed.
            let detail = format!("there is no organisation {org} for this caller; `GET /api/v1/whoami` names the caller's organisation");
            return Err(Failure::new(StatusCode::NOT_FOUND, "not_found", detail));
        }
    }
    let parsed = idempotency_key(request)?.map(IdempotencyKey::parse).transpose()?;
    let trace = request.extensions().get::<Trace>().map(|trace| trace.0.clone());
    Ok(Signed { op: op.with_key(parsed).traced(trace) })
}

fn idempotency_key(request: &Request) -> Result<Option<&str>, Failure> {
    const NAME: &str = "idempotency-key";
    if !matches!(*request.method(), Method::POST | Method::PUT) || !request.headers().contains_key(NAME) {
        return Ok(None);
    }
    let once = || Failure::invalid("invalid_idempotency_key", "send one Idempotency-Key of 1 to 255 visible ASCII characters");
    single(request.headers(), NAME).map(Some).ok_or_else(once)
}

fn challenge(mut response: Response) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"dreamos\""));
    }
    response
}

fn with_known(mut response: Response, known: Known) -> Response {
    response.extensions_mut().insert(known);
    response
}

/// The headers of the IETF draft "`RateLimit` header fields for HTTP", version 10.
fn with_limits(mut response: Response, checked: &Checked) -> Response {
    let (remaining, reset) = match checked.decision {
        RateDecision::Allowed { remaining, reset, .. } => (remaining, reset),
        RateDecision::Limited { reset, .. } => (0, reset),
    };
    rate_limit(&mut response, (checked.policy, checked.rate.quota(), checked.rate.window_secs()), remaining, reset);
    response
}

/// Says in the response's headers what a policy allows in how many seconds, how much of it is left, and when all of it is there again.
pub(crate) fn rate_limit(response: &mut Response, (name, quota, seconds): (&str, u32, u64), remaining: u32, reset: Duration) {
    let policy = format!("\"{name}\";q={quota};w={seconds}");
    let state = format!("\"{name}\";r={remaining};t={}", seconds_up(reset));
    for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, state)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// Whole seconds, rounded up, so that waiting for them is enough.
pub(crate) fn seconds_up(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: Option<&str>, expected: Result<&str, &str>) {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            headers.insert(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        }
        let found = bearer(&headers).map_err(|failure| failure.facts().code);
        assert_eq!(found, expected, "{value:?}");
    }

    #[test]
    fn a_bearer_token_is_read_whatever_the_case_of_the_scheme() {
        check(Some("Bearer dos_x"), Ok("dos_x"));
        check(Some("bearer dos_x"), Ok("dos_x"));
        check(Some("Basic dTpw"), Err("unauthenticated"));
        check(Some("dos_x"), Err("unauthenticated"));
        check(None, Err("unauthenticated"));
    }

    #[test]
    fn two_authorization_headers_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer a"));
        headers.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer b"));
        assert!(bearer(&headers).is_err());
    }
}
