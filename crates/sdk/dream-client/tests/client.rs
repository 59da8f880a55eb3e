//! The client against a server that misbehaves on purpose.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dream_api::{AppendLogs, PauseRun, Usd};
use dream_client::{Client, ClientError, Options, PageOf, RunFilter};
use dream_id::RunId;
use dream_secret::Secret;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use wiremock::matchers::{header, headers, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const ORG: &str = "org_01jd3kz5e8f0vs1m7q2w9x4t6b";
const RUN: &str = "run_01jd3kz5e8f0vs1m7q2w9x4t6b";
const D: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const T: &str = "2026-11-21T14:00:00.000000Z";

fn run_json() -> Value {
    json!({
        "id": RUN, "project": "prj_01jd3kz5e8f0vs1m7q2w9x4t6b", "status": "running", "reason": null, "message": null, "template": "t",
        "template_digest": D, "stages": [], "cost_usd": "0.01", "max_cost_usd": "5.00", "requested_by": null, "release": null,
        "started_at": T, "updated_at": T, "finished_at": null
    })
}

fn event(number: u32) -> String {
    let event = json!({
        "id": "evt_01jd3kz5e8f0vs1m7q2w9x4t6b", "kind": "run.started", "stream": RUN, "version": number, "schema": 1, "at": T,
        "actor": { "type": "system", "worker": "scheduler" }, "cause": null, "trace": null, "data": {}
    });
    format!("id: {number}\nevent: run.started\ndata: {event}\n\n")
}

fn client(url: &str) -> Client {
    // A second test of the same process finds it installed.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let count = AtomicU32::new(0);
    let keys = Arc::new(move || format!("key-{}", count.fetch_add(1, Ordering::SeqCst)));
    Client::new(Options::new(url, Some(Secret::new("dos_secret")), keys)).unwrap()
}

async fn server() -> MockServer {
    let server = MockServer::start().await;
    let whoami = json!({
        "org": ORG, "org_name": "o", "person": "per_01jd3kz5e8f0vs1m7q2w9x4t6b", "name": "n", "role": "owner",
        "token": "tok_01jd3kz5e8f0vs1m7q2w9x4t6b", "scopes": ["read"], "expires_at": T, "server_version": "0.1.0", "serves": "all"
    });
    let answer = ResponseTemplate::new(200).set_body_json(whoami);
    Mock::given(path("/api/v1/whoami"))
        .and(header("authorization", "Bearer dos_secret"))
        .respond_with(answer)
        .expect(0..=1)
        .mount(&server)
        .await;
    server
}

fn run_id() -> RunId {
    RUN.parse().unwrap()
}

fn run_path(tail: &str) -> String {
    format!("/api/v1/orgs/{ORG}/runs/{RUN}{tail}")
}

#[tokio::test]
async fn a_safe_request_is_sent_again_and_the_organisation_is_asked_once() {
    let server = server().await;
    Mock::given(path(run_path(""))).respond_with(ResponseTemplate::new(503)).up_to_n_times(2).expect(2).mount(&server).await;
    Mock::given(path(run_path(""))).respond_with(ResponseTemplate::new(200).set_body_json(run_json())).expect(2).mount(&server).await;
    let client = client(&server.uri());
    assert_eq!(client.run(run_id()).await.unwrap().cost_usd, Usd::from_micros(10_000));
    client.run(run_id()).await.unwrap();
}

#[tokio::test]
async fn a_command_is_sent_once_whatever_happens() {
    let server = server().await;
    Mock::given(method("POST")).and(path(run_path("/pause"))).respond_with(ResponseTemplate::new(503)).expect(1).mount(&server).await;
    let error = client(&server.uri()).pause_run(run_id(), &PauseRun::default()).await.unwrap_err();
    assert!(matches!(error, ClientError::Protocol { status: 503, .. }), "{error}");
}

#[tokio::test]
async fn log_lines_are_sent_again_under_the_key_they_had() {
    let (server, logs) = (server().await, format!("/api/v1/orgs/{ORG}/logs"));
    let post = || Mock::given(method("POST")).and(path(logs.clone()));
    post().respond_with(ResponseTemplate::new(503)).up_to_n_times(2).expect(2).mount(&server).await;
    post().respond_with(ResponseTemplate::new(200).set_body_json(json!({ "lines": 0 }))).expect(1).mount(&server).await;
    let client = client(&server.uri());
    client.append_logs(&AppendLogs::default()).await.unwrap();
    server.verify().await;
    let keys = async || {
        let requests = server.received_requests().await.unwrap();
        let posts = requests.iter().filter(|request| request.method == "POST");
        posts.map(|request| request.headers["idempotency-key"].to_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys().await, ["key-0"; 3]);
    server.reset().await;
    post().respond_with(ResponseTemplate::new(503)).expect(1).mount(&server).await;
    client.append_logs_under("mine", &AppendLogs::default()).await.unwrap_err();
    assert_eq!(keys().await, ["mine"], "who chose the key decides when it is sent again");
}

#[tokio::test]
async fn every_command_has_a_key_of_its_own() {
    let server = server().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200).set_body_json(run_json())).mount(&server).await;
    let client = client(&server.uri());
    client.pause_run(run_id(), &PauseRun::default()).await.unwrap();
    client.resume_run(run_id()).await.unwrap();
    let posts: Vec<Request> = server.received_requests().await.unwrap().into_iter().filter(|request| request.method == "POST").collect();
    let keys: Vec<&str> = posts.iter().map(|request| request.headers["idempotency-key"].to_str().unwrap()).collect();
    assert_eq!(keys, ["key-0", "key-1"]);
}

#[tokio::test]
async fn a_problem_carries_its_code_facts_and_retry_time() {
    let server = server().await;
    let problem = json!({ "title": "t", "status": 429, "code": "rate_limited", "detail": "Wait.", "limit": 5 });
    let answer = ResponseTemplate::new(429).set_body_json(problem).insert_header("retry-after", "7");
    Mock::given(path(run_path(""))).respond_with(answer).expect(1).mount(&server).await;
    let error = client(&server.uri()).run(run_id()).await.unwrap_err();
    assert_eq!((error.code(), error.to_string().as_str()), (Some("rate_limited"), "Wait."));
    assert_eq!(error.problem().unwrap().extra["limit"], 5);
    assert!(matches!(error, ClientError::Problem { retry_after: Some(after), .. } if after.as_secs() == 7));
}

#[tokio::test]
async fn an_answer_that_is_none_of_ours_is_a_protocol_error() {
    let server = server().await;
    Mock::given(path(run_path(""))).respond_with(ResponseTemplate::new(200).set_body_string("<html>")).mount(&server).await;
    let error = client(&server.uri()).run(run_id()).await.unwrap_err();
    assert!(matches!(error, ClientError::Protocol { status: 200, .. }), "{error}");
    assert!(!error.to_string().contains("dos_secret"));
}

#[tokio::test]
async fn a_redirect_is_not_followed_so_the_token_goes_nowhere_else() {
    let server = server().await;
    let away = ResponseTemplate::new(307).insert_header("location", "http://127.0.0.1:9/");
    Mock::given(path(run_path(""))).respond_with(away).mount(&server).await;
    assert!(matches!(client(&server.uri()).run(run_id()).await, Err(ClientError::Protocol { status: 307, .. })));
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = client(&format!("http://{closed}")).whoami().await.unwrap_err();
    assert!(matches!(error, ClientError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn filters_and_pages_are_in_the_query() {
    let server = server().await;
    let empty = ResponseTemplate::new(200).set_body_json(json!({ "items": [], "next": null }));
    Mock::given(path(format!("/api/v1/orgs/{ORG}/runs"))).respond_with(empty).mount(&server).await;
    let filter = RunFilter { project: None, status: Some(dream_api::Status::Waiting) };
    client(&server.uri()).runs(&filter, &PageOf { cursor: Some("a b".into()), limit: Some(5) }).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.last().unwrap().url.query(), Some("status=waiting&cursor=a+b&limit=5"));
}

#[tokio::test]
async fn the_feed_goes_on_after_the_last_event_it_saw() {
    let server = server().await;
    let stream = |text: String| ResponseTemplate::new(200).set_body_raw(text, "text/event-stream");
    let events = || path(format!("/api/v1/orgs/{ORG}/events"));
    Mock::given(events()).and(headers("last-event-id", vec!["2"])).respond_with(stream(event(3))).expect(1).mount(&server).await;
    let cut_short = format!(": beat\n\n{}{}id: 9\ndata: {{", event(1), event(2));
    Mock::given(events()).respond_with(stream(cut_short)).up_to_n_times(1).expect(1).mount(&server).await;
    let mut feed = client(&server.uri()).feed(None);
    for expected in ["1", "2", "3"] {
        assert_eq!(feed.next().await.unwrap().id, expected);
    }
}

#[tokio::test]
async fn a_download_comes_in_pieces() {
    let server = server().await;
    let tail = "/api/v1/orgs/".to_owned() + ORG + "/artifacts/art_01jd3kz5e8f0vs1m7q2w9x4t6b/versions/2/files/a%20b/c.html";
    Mock::given(path(tail)).respond_with(ResponseTemplate::new(200).set_body_raw(b"bytes".to_vec(), "text/html")).mount(&server).await;
    let artifact = "art_01jd3kz5e8f0vs1m7q2w9x4t6b".parse().unwrap();
    let download = client(&server.uri()).artifact_file(artifact, 2, "a b/c.html").await.unwrap();
    assert_eq!((download.length(), download.media_type()), (Some(5), Some("text/html")));
    assert_eq!(download.bytes().await.unwrap(), "bytes");
}
