//! Paths, compression, what browsers keep, and the policy.

use super::*;

static SITE: &[File] = &[
    File { path: "assets/main-1a.js", kind: "text/javascript; charset=utf-8", tag: "\"a1\"", bytes: b"script", brotli: Some(b"packed") },
    File { path: "index.html", kind: "text/html; charset=utf-8", tag: "\"b2\"", bytes: b"shell", brotli: None },
];

fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
}

fn page() -> HeaderMap {
    headers(&[(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")])
}

#[test]
fn pages_get_the_shell_and_everything_else_what_is_there() {
    let any = headers(&[(header::ACCEPT, "*/*")]);
    for (path, asked, body) in [
        ("/", &any, Some("shell")),
        ("/o/org_1/inbox", &page(), Some("shell")),
        ("/o/org_1/inbox", &any, None),
        ("/index.html", &any, Some("shell")),
        ("/assets/main-1a.js", &any, Some("script")),
        ("/assets/main-old.js", &page(), None),
        ("/assets/../index.html", &any, None),
        ("/api", &page(), None),
        ("/api/v1/nothing", &page(), None),
        ("/apis", &page(), Some("shell")),
    ] {
        let found = answer_from(SITE, path, asked).map(http::Response::into_body);
        assert_eq!(found.as_deref(), body.map(str::as_bytes), "{path}");
    }
}

#[test]
fn a_build_without_pages_says_so() {
    let response = answer_from(&[], "/", &HeaderMap::new()).unwrap();
    assert!(response.body().starts_with(b"<!doctype html>"));
    assert!(!String::from_utf8_lossy(response.body()).contains("<style"), "the policy forbids it");
}

#[test]
fn brotli_goes_to_whoever_takes_it() {
    for (accept, body) in [("gzip, br", "packed"), ("gzip, br;q=1.0", "packed"), ("gzip, br;q=0", "script"), ("gzip", "script")] {
        let response = answer_from(SITE, "/assets/main-1a.js", &headers(&[(header::ACCEPT_ENCODING, accept)])).unwrap();
        assert_eq!(response.body().as_ref(), body.as_bytes(), "{accept}");
        assert_eq!(response.headers().contains_key(header::CONTENT_ENCODING), body == "packed", "{accept}");
        assert_eq!(response.headers()[header::VARY], "accept-encoding");
    }
}

#[test]
fn hashed_names_are_kept_for_ever_and_the_shell_is_asked_about() {
    let asset = answer_from(SITE, "/assets/main-1a.js", &HeaderMap::new()).unwrap();
    assert!(asset.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let shell = answer_from(SITE, "/", &page()).unwrap();
    assert_eq!(shell.headers()[header::CACHE_CONTROL], "no-cache");
    let again = answer_from(SITE, "/", &headers(&[(header::IF_NONE_MATCH, "\"x\", W/\"b2\"")])).unwrap();
    assert_eq!((again.status(), again.body().len()), (StatusCode::NOT_MODIFIED, 0));
}

#[test]
fn every_page_carries_the_policy() {
    for files in [SITE, &[]] {
        let response = answer_from(files, "/", &page()).unwrap();
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}

#[test]
fn what_was_built_is_whole() {
    assert!(FILES.is_empty() || FILES.iter().any(|file| file.path == "index.html"), "a site without its shell");
    assert!(FILES.iter().all(|file| !file.bytes.is_empty() && !file.path.starts_with('/')));
}
