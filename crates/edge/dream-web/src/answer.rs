//! Which file answers a request, and with which headers.

use crate::FILES;
use crate::file::File;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};

/// What the pages may do: run and fetch what this server sends, and nothing else. No inline script or style, no frame around them.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
     font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types svelte-trusted-html";

/// What every page is sent with.
const GUARDS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// What a build without pages shows.
const NOT_BUILT: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Dream.OS</title>
<h1>Dream.OS is running</h1>
<p>This build has no control room in it; <code>make build</code> makes one that has. The API and the terminal do everything:</p>
<ul>
<li><code>dreamos run list</code> and <code>dreamos review list</code> show what is going on</li>
<li><a href="/api/openapi.json">/api/openapi.json</a> describes the API</li>
<li><a href="/readyz">/readyz</a> says whether the server is ready</li>
</ul>
</html>
"#;

/// The answer to a GET of `path` that no route of the API takes: a built file, or the shell, which shows the page that the path
/// names. None when that is neither a file nor asked for as a page: then there is nothing there.
#[must_use]
pub fn answer(path: &str, headers: &HeaderMap) -> Option<Response<Bytes>> {
    answer_from(FILES, path, headers)
}

fn answer_from(files: &[File], path: &str, headers: &HeaderMap) -> Option<Response<Bytes>> {
    let name = path.trim_start_matches('/');
    if let Some(file) = files.iter().find(|file| file.path == name) {
        return Some(send(file, headers));
    }
    let page = name != "api" && !name.starts_with("api/") && !name.starts_with("assets/") && wants_page(path, headers);
    page.then(|| match files.iter().find(|file| file.path == "index.html") {
        Some(shell) => send(shell, headers),
        None => guarded(Response::new(Bytes::from_static(NOT_BUILT.as_bytes())), "text/html; charset=utf-8", "no-store"),
    })
}

/// Whether a browser asks for a page. Scripts that fetch get the API's own answer for what is not there.
fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    path == "/" || listed(headers, &header::ACCEPT, "text/html")
}

/// Whether a comma-separated header names `wanted` and does not weigh it with zero.
fn listed(headers: &HeaderMap, name: &HeaderName, wanted: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let (word, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
        word.trim().eq_ignore_ascii_case(wanted) && !refused
    })
}

fn send(file: &File, headers: &HeaderMap) -> Response<Bytes> {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let fresh = known.flat_map(|value| value.split(',')).any(|tag| tag.trim().trim_start_matches("W/") == file.tag);
    let packed = file.brotli.filter(|_| listed(headers, &header::ACCEPT_ENCODING, "br"));
    let body = if fresh { &[] } else { packed.unwrap_or(file.bytes) };
    let keep = if file.is_hashed() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = guarded(Response::new(Bytes::from_static(body)), file.kind, keep);
    if fresh {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_static(file.tag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed.is_some() && !fresh {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn guarded(mut response: Response<Bytes>, kind: &'static str, keep: &'static str) -> Response<Bytes> {
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

#[cfg(test)]
mod tests;
