//! Requests that another site makes a browser send: with our cookie, and without our page. They are refused.

use crate::cookies::Cookies;
use crate::failure::Failure;
use crate::observe::single;
use dream_access::SessionText;
use http::{HeaderMap, Method, StatusCode, Uri, header};

const SITE: &str = "sec-fetch-site";
/// The header that proves that a page of ours sent the request.
pub(crate) const CSRF_TOKEN: &str = "x-csrf-token";

/// The parts of a request that tell where it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'r> {
    pub(crate) method: &'r Method,
    pub(crate) uri: &'r Uri,
    pub(crate) headers: &'r HeaderMap,
}

/// Where a request comes from, as far as the browser says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// A page of ours.
    Us,
    /// The person themselves, by typing or by a bookmark.
    Person,
    /// Somebody else's page.
    Others,
    /// No browser of today says nothing at all.
    Unknown,
}

fn refused() -> Failure {
    let detail = "another site made your browser send this, or a proxy changed the Host header; open the page of this server and try again";
    Failure::new(StatusCode::FORBIDDEN, "cross_site", detail)
}

/// Lets a request with the cookie of `session` pass to the API. Whatever changes something must carry the session's token.
pub(crate) fn check_call(sent: Sent<'_>, cookies: &Cookies, session: &SessionText) -> Result<(), Failure> {
    let from = origin(sent, cookies);
    if matches!(*sent.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return if from == From::Others { Err(refused()) } else { Ok(()) };
    }
    if matches!(from, From::Others | From::Person) {
        return Err(refused());
    }
    check_token(session, single(sent.headers, CSRF_TOKEN).unwrap_or_default())
}

/// Lets a form pass that was sent: a page of ours must have sent it.
pub(crate) fn check_form(sent: Sent<'_>, cookies: &Cookies) -> Result<(), Failure> {
    if origin(sent, cookies) == From::Us { Ok(()) } else { Err(refused()) }
}

/// Compares what a request carries with the session's token.
pub(crate) fn check_token(session: &SessionText, carried: &str) -> Result<(), Failure> {
    if session.has_csrf_token(carried) {
        return Ok(());
    }
    let detail = "the request does not carry the token of this session; send the `csrf_token` of `GET /api/v1/session` as X-CSRF-Token";
    Err(Failure::new(StatusCode::FORBIDDEN, "csrf_token_wrong", detail))
}

/// Browsers say it in Sec-Fetch-Site, and older ones in Origin.
fn origin(sent: Sent<'_>, cookies: &Cookies) -> From {
    if sent.headers.contains_key(SITE) {
        return match single(sent.headers, SITE) {
            Some("same-origin") => From::Us,
            Some("none") => From::Person,
            _ => From::Others,
        };
    }
    if !sent.headers.contains_key(header::ORIGIN) {
        return From::Unknown;
    }
    let scheme = if cookies.is_secure() { "https" } else { "http" };
    let host = sent.uri.authority().map(http::uri::Authority::as_str).or_else(|| single(sent.headers, "host"));
    let ours = host.map(|host| format!("{scheme}://{host}"));
    if ours.as_deref() == single(sent.headers, "origin") { From::Us } else { From::Others }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&str, &str)| (HeaderName::try_from(*name).unwrap(), HeaderValue::from_str(value).unwrap());
        pairs.iter().map(pair).collect()
    }

    fn check(method: &Method, pairs: &[(&str, &str)], call: Option<&str>, form: bool) {
        let session = SessionText::from_random([1; 32]);
        let token = session.csrf_token();
        let filled: Vec<(&str, &str)> =
            pairs.iter().map(|(name, value)| (*name, if *value == "TOKEN" { token.expose() } else { value })).collect();
        let (headers, cookies) = (headers(&filled), Cookies::over_https());
        let sent = Sent { method, uri: &Uri::from_static("/x"), headers: &headers };
        let found = check_call(sent, &cookies, &session).err().map(|failure| failure.facts().code);
        assert_eq!(found, call, "{method} {pairs:?}");
        assert_eq!(check_form(sent, &cookies).is_ok(), form, "{method} {pairs:?}");
    }

    #[test]
    fn what_changes_something_comes_from_our_page_and_carries_the_token() {
        let post = Method::POST;
        let (host, token) = (("host", "ours.example"), (CSRF_TOKEN, "TOKEN"));
        check(&post, &[host, token, (SITE, "same-origin")], None, true);
        check(&post, &[host, token, ("origin", "https://ours.example")], None, true);
        check(&post, &[host, token], None, false);
        check(&post, &[host, (SITE, "same-origin")], Some("csrf_token_wrong"), true);
        check(&post, &[host, (SITE, "same-origin"), (CSRF_TOKEN, "wrong")], Some("csrf_token_wrong"), true);
        for others in [
            (SITE, "cross-site"),
            (SITE, "same-site"),
            (SITE, "none"),
            ("origin", "https://evil.example"),
            ("origin", "http://ours.example"),
            ("origin", "null"),
        ] {
            check(&post, &[host, token, others], Some("cross_site"), false);
        }
    }

    #[test]
    fn looking_needs_no_token_but_is_not_for_other_sites() {
        for pairs in [&[][..], &[(SITE, "same-origin")], &[(SITE, "none")]] {
            check(&Method::GET, pairs, None, pairs == [(SITE, "same-origin")]);
        }
        check(&Method::GET, &[(SITE, "cross-site")], Some("cross_site"), false);
        check(&Method::GET, &[(SITE, "same-origin"), (SITE, "cross-site")], Some("cross_site"), false);
    }
}
