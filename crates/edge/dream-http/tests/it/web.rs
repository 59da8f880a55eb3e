//! The control room beside the API: pages for browsers, problems for everybody else.

use crate::house::{House, served_on_both_engines};
use axum::body::Body;
use http::{Method, Request, header};

served_on_both_engines!(browsers_get_pages_where_there_is_no_operation);

async fn browsers_get_pages_where_there_is_no_operation(house: &House) {
    let page = "text/html,application/xhtml+xml";
    for (method, path, accept, status, kind) in [
        (Method::GET, "/", "*/*", 200, "text/html; charset=utf-8"),
        (Method::GET, "/o/org_1/inbox", page, 200, "text/html; charset=utf-8"),
        (Method::GET, "/o/org_1/inbox", "application/json", 404, "application/problem+json"),
        (Method::POST, "/o/org_1/inbox", page, 404, "application/problem+json"),
        (Method::GET, "/api/v1/nothing", page, 404, "application/problem+json"),
        (Method::GET, "/assets/nothing.js", page, 404, "application/problem+json"),
    ] {
        let request = Request::builder().method(method.clone()).uri(path).header(header::ACCEPT, accept).body(Body::empty()).unwrap();
        let answer = house.send(request).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (status, kind), "{method} {path} {accept}");
        let guarded = answer.header("content-security-policy").starts_with("default-src 'none'");
        assert_eq!(guarded, status == 200, "{method} {path}");
    }
}
