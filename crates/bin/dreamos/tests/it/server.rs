//! The server double: answers as the API does, with data of the tests' choosing.

use serde_json::{Value, json};
use std::process::Command;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) const ORG: &str = "org_01jd3kz5e8f0vs1m7q2w9x4t6b";
pub(crate) const RUN: &str = "run_01jd3kz5e8f0vs1m7q2w9x4t6b";
pub(crate) const REVIEW: &str = "rev_01jd3kz5e8f0vs1m7q2w9x4t6b";
pub(crate) const ARTIFACT: &str = "art_01jd3kz5e8f0vs1m7q2w9x4t6b";
pub(crate) const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const PERSON: &str = "per_01jd3kz5e8f0vs1m7q2w9x4t6b";
const PROJECT: &str = "prj_01jd3kz5e8f0vs1m7q2w9x4t6b";
const TIME: &str = "2026-11-21T14:00:00.000000Z";

/// A double that knows who calls.
pub(crate) async fn start() -> MockServer {
    let server = MockServer::start().await;
    let whoami = json!({
        "org": ORG, "org_name": "local", "person": PERSON, "name": "owner", "role": "owner", "token": "tok_01jd3kz5e8f0vs1m7q2w9x4t6b",
        "scopes": ["read"], "expires_at": TIME, "server_version": env!("CARGO_PKG_VERSION"), "serves": "all"
    });
    Mock::given(path("/api/v1/whoami")).respond_with(ResponseTemplate::new(200).set_body_json(whoami)).mount(&server).await;
    server
}

/// Answers one operation.
pub(crate) async fn answer(server: &MockServer, verb: &str, tail: &str, status: u16, body: Value) {
    let template = ResponseTemplate::new(status).set_body_json(body);
    Mock::given(method(verb)).and(path(format!("/api/v1/orgs/{ORG}/{tail}"))).respond_with(template).mount(server).await;
}

/// The feed: silent, and closed at once.
pub(crate) async fn feed(server: &MockServer, body: &str) {
    let stream = ResponseTemplate::new(200).set_body_raw(body.to_owned(), "text/event-stream");
    Mock::given(path(format!("/api/v1/orgs/{ORG}/events"))).respond_with(stream).mount(server).await;
}

/// The command, pointed at the double.
pub(crate) fn at(server: &MockServer, arguments: &[&str]) -> Command {
    let mut command = crate::dreamos(arguments);
    command.env("DREAMOS_URL", server.uri()).env("DREAMOS_TOKEN", "dos_secret");
    command
}

/// A problem.
pub(crate) fn problem(status: u16, code: &str) -> Value {
    json!({ "type": "about:blank", "title": "t", "status": status, "code": code, "detail": format!("what {code} is about") })
}

/// A run whose one stage stands so.
pub(crate) fn run(status: &str, reason: Option<&str>, stage_status: &str, stage_reason: Option<&str>) -> Value {
    json!({
        "id": RUN, "project": PROJECT, "status": status, "reason": reason, "message": null, "template": "planning-only",
        "template_digest": DIGEST, "cost_usd": "0.0125", "max_cost_usd": "5.00", "requested_by": PERSON, "release": null,
        "started_at": TIME, "updated_at": TIME, "finished_at": null,
        "stages": [{
            "id": "stg_01jd3kz5e8f0vs1m7q2w9x4t6b", "name": "prd", "title": "PRD", "role": "product-manager", "needs": [],
            "status": stage_status, "reason": stage_reason, "message": null, "attempt": 1,
            "artifacts": [{ "id": ARTIFACT, "name": "prd", "version": 1, "digest": DIGEST }], "checks": [], "review": REVIEW,
            "cost_usd": "0.0125", "updated_at": TIME
        }]
    })
}

/// A review that waits.
pub(crate) fn review() -> Value {
    json!({
        "id": REVIEW, "project": PROJECT, "run": RUN, "stage": "prd", "attempt": 1, "digest": DIGEST, "status": "waiting", "risk": "low",
        "requested_at": TIME, "requested_by": PERSON, "expires_at": null, "decided_by": null, "decided_at": null,
        "provenance": {
            "attempt": "att_01jd3kz5e8f0vs1m7q2w9x4t6b", "models": ["large-1"], "calls": 2, "input_tokens": 12_345, "output_tokens": 678,
            "cost_usd": "0.0125"
        },
        "artifacts": [{ "id": ARTIFACT, "name": "prd", "version": 1, "digest": DIGEST }], "checks": [],
        "gate": { "approvers": ["reviewer"], "quorum": 1, "exclude_requester": false, "exclude_author": false }, "votes": [],
        "approvals_missing": 1, "approving_starts": "Architecture starts.", "you": { "may_decide": true, "why_not": null },
        "may_decide": [{ "person": PERSON, "name": "owner" }], "shortage": null, "constraints": [], "policy_version": "1", "nonce": "n", "broken_glass": null
    })
}
