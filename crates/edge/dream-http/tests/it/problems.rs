//! Refusals: one form, stable codes, headers, and nothing that leaks.

use crate::house::{House, served_on_both_engines, text};
use axum::body::Body;
use http::{Method, Request, header};
use serde_json::{Value, json};

served_on_both_engines!(
    every_refusal_is_a_problem,
    what_is_wrong_with_the_caller_is_said,
    a_stale_digest_shows_both,
    who_approves_is_never_read_from_a_body,
    limits_are_announced_and_kept
);

/// What was refused, with a status, and with a code.
async fn check(house: &House, method: Method, path: &str, body: Option<&Value>, status: u16, code: &str) {
    let answer = house.call(method.clone(), path, Some(&house.owner), body).await;
    let problem = answer.expect(status);
    assert_eq!(text(&problem, "code"), code, "{method} {path}: {problem}");
    assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    assert_eq!(problem["status"], status, "{path}");
    assert_eq!(text(&problem, "request_id"), answer.header("x-request-id"), "{path}");
    assert!(!text(&problem, "detail").is_empty() && !text(&problem, "title").is_empty(), "{path}: {problem}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
}

async fn every_refusal_is_a_problem(house: &House) {
    let project = house.at("projects");
    let run = dream_clock::new_id::<dream_id::RunId>(house.core().store.clock().as_ref(), house.core().store.rng().as_ref());
    let unknown = house.at(&format!("runs/{run}"));
    let large = json!({ "name": "n", "brief": "x".repeat(2 << 20) });
    check(house, Method::GET, "/api/v1/nowhere", None, 404, "no_such_route").await;
    check(house, Method::DELETE, &project, None, 405, "method_not_allowed").await;
    check(house, Method::GET, &unknown, None, 404, "not_found").await;
    check(house, Method::GET, &house.at("runs/run_1"), None, 400, "malformed_id").await;
    check(house, Method::GET, &house.at("runs?limit=0"), None, 400, "invalid_query").await;
    check(house, Method::GET, &house.at("runs?limit=x"), None, 400, "invalid_query").await;
    check(house, Method::GET, &house.at("runs?statsu=done"), None, 400, "invalid_query").await;
    let lists = ["audit", "runs", "projects", "tasks", "teams", "members", "tokens", "reviews"];
    for list in lists.into_iter().chain(["channels", "consumers", "dead-letters", "messages", "notifications", "deliveries"]) {
        check(house, Method::GET, &house.at(&format!("{list}?cursor=x")), None, 400, "invalid_cursor").await;
    }
    let claim = |more: (&str, &str)| json!({ "worker": "ada", more.0: more.1 });
    check(house, Method::POST, &house.at("tasks/claim"), Some(&claim(("lease", "2h"))), 400, "lease_out_of_range").await;
    check(house, Method::POST, &house.at("tasks/claim"), Some(&claim(("lease", "0s"))), 400, "lease_out_of_range").await;
    check(house, Method::POST, &house.at("tasks/claim"), Some(&claim(("wait", "2m"))), 400, "wait_out_of_range").await;
    check(house, Method::POST, &project, Some(&json!({ "name": "n", "brief": "b", "tempalte": "t" })), 400, "invalid_body").await;
    check(house, Method::POST, &project, Some(&json!({ "name": "n", "brief": " " })), 400, "brief_empty").await;
    check(house, Method::POST, &project, Some(&large), 400, "brief_too_large").await;
    check(house, Method::POST, &project, Some(&json!({ "name": "n", "brief": "x".repeat(8 << 20) })), 413, "body_too_large").await;
    check(house, Method::POST, &house.at("teams"), Some(&json!({ "name": "x".repeat(2 << 20) })), 413, "body_too_large").await;
    check(house, Method::POST, &project, Some(&json!({ "name": "n", "brief": "b", "template": "none" })), 404, "unknown_template").await;
    check(house, Method::POST, &house.at("templates"), Some(&json!({ "source": "name = 3" })), 400, "template_invalid").await;
}

async fn what_is_wrong_with_the_caller_is_said(house: &House) {
    let whoami = "/api/v1/whoami";
    for (token, code) in [(None, "unauthenticated"), (Some("dos_x"), "invalid_token"), (Some(""), "invalid_token")] {
        let answer = house.call(Method::GET, whoami, token, None).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, code), "{token:?}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"), "{token:?}");
    }
    let request = Request::post(house.at("teams")).header(header::AUTHORIZATION, format!("Bearer {}", house.owner));
    let answer = house.send(request.header(header::CONTENT_TYPE, "text/plain").body(Body::from("{}")).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (415, "unsupported_media_type"));
    let request = Request::post(house.at("teams")).header(header::AUTHORIZATION, format!("Bearer {}", house.owner));
    let answer = house.send(request.header(header::CONTENT_TYPE, "application/json").body(Body::from("{\"name\":")).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "malformed_json"));
    let answer = house.call(Method::DELETE, &house.at("teams"), Some(&house.owner), None).await;
    assert!(answer.header("allow").contains("POST"), "{:?}", answer.headers);
}

async fn a_stale_digest_shows_both(house: &House) {
    let review = house.waiting(&house.run().await).await;
    let seen = format!("sha256:{}", "0".repeat(64));
    let path = format!("reviews/{}", text(&review, "id"));
    let constrain = json!({ "digest": seen, "constraints": [{ "text": "no trackers" }] });
    for (verb, body) in [("approve", json!({ "digest": seen })), ("constrain", constrain)] {
        let problem = house.post(&format!("{path}/{verb}"), &body).await.expect(409);
        assert_eq!(text(&problem, "code"), "stale_digest", "{verb}");
        assert_eq!(text(&problem, "seen"), seen, "{verb}");
        assert_eq!(problem["under_review"], review["digest"], "{verb}");
        assert!(text(&problem, "detail").contains(&seen) && text(&problem, "detail").contains(text(&review, "digest")), "{problem}");
    }
    assert_eq!(house.get(&path).await.expect(200), review, "a refused verdict changes nothing");
}

/// Trap 2: an approver who is whoever the body says.
async fn who_approves_is_never_read_from_a_body(house: &House) {
    let review = house.waiting(&house.run().await).await;
    let path = format!("reviews/{}", text(&review, "id"));
    for field in ["approver", "decided_by", "person", "actor"] {
        let body = json!({ "digest": review["digest"], field: review["requested_by"] });
        let refused = house.post(&format!("{path}/approve"), &body).await.expect(400);
        assert_eq!(text(&refused, "code"), "invalid_body", "{field}");
    }
    let (reviewer, token) = house.person(dream_access::Role::Reviewer).await;
    let approve = house.at(&format!("{path}/approve"));
    let body = json!({ "digest": review["digest"] });
    let approved = house.call(Method::POST, &approve, Some(&token), Some(&body)).await.expect(200);
    assert_eq!(text(&approved, "decided_by"), reviewer.to_string());
}

async fn limits_are_announced_and_kept(house: &House) {
    let first = house.get("teams").await;
    assert_eq!(first.header("ratelimit-policy"), "\"token\";q=600;w=60");
    let mut last = first;
    for _ in 0..600 {
        last = house.get("teams").await;
    }
    // The clock stands still, so nothing comes back.
    assert_eq!((last.status.as_u16(), last.code().as_str()), (429, "rate_limited"));
    assert!(last.header("ratelimit").starts_with("\"token\";r=0;"), "{:?}", last.headers);
    assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
    house.app.clock.advance(std::time::Duration::from_secs(61));
    house.get("teams").await.expect(200);
}
