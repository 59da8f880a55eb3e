//! Every wire type reads and writes exactly the JSON that is promised: all fields there, `null` for nothing, `[]` for an empty list.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test fails by panicking, and its data is written in place"
)]

use dream_api::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

const D: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const T: &str = "2026-11-21T14:00:00.000000Z";

fn id(prefix: &str) -> String {
    format!("{prefix}_01jd3kz5e8f0vs1m7q2w9x4t6b")
}

/// What is written reads back, and what is read is written the same, field by field.
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(wire: &Value) {
    let read: T = serde_json::from_value(wire.clone()).unwrap_or_else(|error| panic!("{error}: {wire}"));
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written, *wire);
    assert_eq!(serde_json::from_value::<T>(written).unwrap(), read);
}

/// An answer with a field that this version does not know is read all the same.
fn check_answer<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(wire: Value) {
    let mut newer = wire.clone();
    newer["a_field_of_a_newer_server"] = json!(1);
    assert_eq!(serde_json::from_value::<T>(newer).unwrap(), serde_json::from_value::<T>(wire.clone()).unwrap());
    check::<T>(&wire);
}

/// A request with an unknown field is refused.
fn check_request<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(wire: Value) {
    let mut wrong = wire.clone();
    wrong["misspelt"] = json!(true);
    let refused = serde_json::from_value::<T>(wrong).unwrap_err().to_string();
    assert!(refused.contains("unknown field `misspelt`"), "{refused}");
    check::<T>(&wire);
}

fn artifact_ref() -> Value {
    json!({ "id": id("art"), "name": "prd", "version": 2, "digest": D })
}

fn stage() -> Value {
    json!({
        "id": id("stg"), "name": "prd", "title": "Product requirements", "role": "product-manager", "needs": [], "status": "waiting",
        "reason": "approval", "message": null, "attempt": 1, "artifacts": [artifact_ref()],
        "checks": [{ "name": "headings", "passed": false, "failures": ["`Risks` is missing."] }], "review": id("rev"),
        "cost_usd": "0.0125", "updated_at": T
    })
}

fn review() -> Value {
    json!({
        "id": id("rev"), "project": id("prj"), "run": id("run"), "stage": "prd", "attempt": 1, "digest": D, "status": "waiting", "risk": "low",
        "requested_at": T, "requested_by": id("per"), "expires_at": T, "decided_by": null, "decided_at": null
    })
}

fn artifact() -> Value {
    json!({
        "id": id("art"), "run": id("run"), "name": "prd", "kind": "document", "version": 1, "version_id": id("ver"), "digest": D,
        "media_type": "text/markdown", "files": [{ "path": "prd.md", "digest": D, "size": 10 }],
        "produced_by": { "type": "attempt", "attempt": id("att"), "stage": "prd", "number": 1 }, "inputs": [], "approved_version": null,
        "created_at": T
    })
}

fn constraint() -> Value {
    json!({
        "id": id("con"), "reach": { "type": "run", "run": id("run") }, "text": "No cookies.",
        "rules": [{ "type": "denied_host", "host": "ads.example" }, { "type": "max_cost", "usd": "2.00" }], "from_review": null,
        "added_by": id("per"), "added_at": T, "lifted_at": null
    })
}

fn token() -> Value {
    json!({ "id": id("tok"), "name": "laptop", "person": id("per"), "scopes": ["read", "review"], "created_at": T, "expires_at": T, "revoked_at": null })
}

#[test]
fn answers_about_runs() {
    check_answer::<Project>(json!({
        "id": id("prj"), "name": "Status page", "template": "software-delivery", "brief_digest": D, "brief_bytes": 120, "created_at": T, "created_by": id("per")
    }));
    check_answer::<Stage>(stage());
    check_answer::<Run>(json!({
        "id": id("run"), "project": id("prj"), "status": "waiting", "reason": "approval", "message": null, "template": "software-delivery",
        "template_digest": D, "stages": [stage()], "cost_usd": "0.0125", "max_cost_usd": "5.00", "requested_by": id("per"),
        "release": null, "started_at": T, "updated_at": T, "finished_at": null
    }));
    check_answer::<Attempt>(json!({
        "id": id("att"), "run": id("run"), "stage": "prd", "number": 1, "status": "done", "reason": null, "message": null, "model": "offline",
        "inputs": [], "rests_on": [id("rev")], "constraints": [id("con")], "feedback": null, "artifacts": [artifact_ref()], "checks": [],
        "calls": [{ "number": 1, "request_digest": D, "response_digest": null }], "cost_usd": "0.00", "started_at": T, "finished_at": null
    }));
    check_answer::<RollbackPlan>(json!({
        "run": id("run"), "to": "plan", "superseded_stages": ["build"], "superseded_attempts": [{ "id": id("att"), "stage": "build", "number": 1 }],
        "superseded_artifacts": [artifact_ref()], "superseded_reviews": [id("rev")], "cannot_undo": ["0.01 USD were spent."]
    }));
    check_answer::<Replay>(json!({
        "run": id("run"), "result": "different", "stages": [
            { "name": "prd", "identical": true, "first_divergence": null },
            { "name": "plan", "identical": false, "first_divergence": { "attempt": 1, "at": "call 2", "recorded": D, "replayed": null } }
        ]
    }));
    check_answer::<Budget>(json!({ "run": id("run"), "cap_usd": "5.00", "reserved_usd": "0.25", "spent_usd": "1.000001" }));
}

#[test]
fn answers_about_reviews_and_artifacts() {
    check_answer::<Review>(review());
    let mut detail = review();
    for (field, value) in json!({
        "artifacts": [artifact_ref()], "checks": [],
        "gate": { "approvers": ["maintainer", "team:design"], "quorum": 2, "exclude_requester": false, "exclude_author": true },
        "votes": [{ "person": id("per"), "name": "Ada", "on_behalf_of": null, "verdict": "approve", "digest": D, "comment": null, "at": T }],
        "approvals_missing": 1, "approving_starts": "The architecture stage.", "you": { "may_decide": false, "why_not": "You have voted." },
        "may_decide": [{ "person": id("per"), "name": "Bob" }], "constraints": [constraint()], "policy_version": "v1", "nonce": "n", "broken_glass": null
    })
    .as_object()
    .unwrap()
    {
        detail[field] = value.clone();
    }
    check_answer::<ReviewDetail>(detail);
    check_answer::<Artifact>(artifact());
    check_answer::<Constraint>(constraint());
    check_answer::<Diff>(json!({
        "artifact": id("art"), "from": 1, "to": 2, "unified": "-a\n+b\n", "files": [{
            "path": "prd.md", "old_path": null, "change": "modified", "old_digest": D, "new_digest": D, "binary": false, "truncated": false,
            "hunks": [{ "old_start": 1, "old_lines": 1, "new_start": 1, "new_lines": 1, "lines": [{ "kind": "removed", "spans": [{ "text": "a", "changed": true }] }] }]
        }]
    }));
    check_answer::<Lineage>(json!({
        "artifact": artifact(), "made_from": [], "used_by": [{ "artifact": artifact_ref(), "attempt": null }],
        "approvals": [{ "review": id("rev"), "digest": D, "decided_by": id("per"), "decided_at": T, "holds": true }]
    }));
}

#[test]
fn answers_about_the_organisation() {
    check_answer::<Member>(json!({
        "id": id("mem"), "person": id("per"), "name": "Ada", "role": "owner", "project_roles": [{ "project": id("prj"), "role": "viewer" }],
        "teams": [id("tea")], "joined_at": T, "removed_at": null
    }));
    check_answer::<Team>(json!({ "id": id("tea"), "name": "design", "project_roles": [], "members": [id("mem")] }));
    check_answer::<Token>(token());
    check_answer::<Delegation>(
        json!({ "id": id("dlg"), "from": id("per"), "to": id("per"), "project": null, "until": T, "revoked_at": null }),
    );
    check_answer::<Template>(json!({
        "name": "planning-only", "title": "Planning only", "version": 0, "digest": D, "built_in": true, "source": null,
        "stages": [{ "name": "prd", "title": "PRD", "role": "product-manager", "needs": [], "produces": ["prd"], "asks_people": "always" }]
    }));
    check_answer::<TemplateVerdict>(json!({ "valid": false, "errors": [{ "file": "t.toml", "line": 3, "stage": null, "message": "…" }] }));
    check_answer::<Standard>(json!({ "version": 0, "digest": null, "source": null, "published_at": null }));
    check_answer::<Event>(json!({
        "id": id("evt"), "kind": "run.started", "stream": id("run"), "version": 1, "schema": 1, "at": T,
        "actor": { "type": "person", "id": id("per"), "token": id("tok") }, "cause": null, "trace": null, "data": { "project": id("prj") }
    }));
    check_answer::<AuditReport>(json!({ "result": "empty", "events": 0, "head": D, "broken_at": null }));
    check_answer::<Whoami>(json!({
        "org": id("org"), "org_name": "Default", "person": id("per"), "name": "Owner", "role": "owner", "token": id("tok"), "scopes": ["admin"],
        "expires_at": T, "server_version": "0.1.0"
    }));
    check_answer::<Page<Review>>(json!({ "items": [review()], "next": null }));
    check_answer::<Page<Review>>(json!({ "items": [], "next": "eyJ" }));
}

#[test]
fn requests() {
    check_request::<CreateProject>(json!({ "name": "n", "brief": "# b", "template": "software-delivery" }));
    check_request::<StartRun>(
        json!({ "template": null, "max_cost_usd": "2.00", "constraints": [{ "text": "t", "rules": [], "stages": [] }] }),
    );
    check_request::<RerunRun>(json!({ "from": "plan" }));
    check_request::<Rollback>(json!({ "to": "plan", "reason": "r" }));
    check_request::<Approve>(json!({ "digest": D, "on_behalf_of": null, "comment": null, "constraints": [] }));
    check_request::<RequestChanges>(
        json!({ "digest": D, "on_behalf_of": null, "comment": "c", "notes": [{ "artifact": "prd", "path": "prd.md", "line": 3, "text": "t" }] }),
    );
    check_request::<Regenerate>(json!({ "digest": D, "on_behalf_of": null, "model": null, "comment": null, "constraints": [] }));
    check_request::<Constrain>(
        json!({ "digest": D, "constraints": [{ "text": "t", "rules": [{ "type": "denied_path", "path": "*.js" }], "stages": ["build"] }] }),
    );
    check_request::<Reject>(json!({ "digest": D, "on_behalf_of": null, "comment": "c" }));
    check_request::<AskAgain>(json!({}));
    check_request::<BreakGlass>(json!({ "digest": D, "reason": "r" }));
    check_request::<SecondLook>(json!({ "verdict": "contest", "note": null }));
    check_request::<MintToken>(json!({ "name": "ci", "scopes": ["read"], "expires_at": T, "person": null }));
    check_request::<AddMember>(json!({ "name": "Bob", "role": "reviewer" }));
    check_request::<RaiseBudget>(json!({ "cap_usd": "9.00", "reason": "r" }));
}

#[test]
fn what_may_be_left_out_of_a_request_has_a_default() {
    let project: CreateProject = serde_json::from_value(json!({ "name": "n", "brief": "b" })).unwrap();
    assert_eq!(project.template, "software-delivery");
    assert_eq!(serde_json::from_value::<StartRun>(json!({})).unwrap(), StartRun::default());
    assert!(serde_json::from_value::<Approve>(json!({})).is_err(), "an approval names what was seen");
}

#[test]
fn a_minted_token_shows_its_text_in_json_and_never_in_debug() {
    let mut wire = token();
    wire["text"] = json!("dos_secret");
    check_answer::<MintedToken>(wire.clone());
    let minted: MintedToken = serde_json::from_value(wire).unwrap();
    assert!(!format!("{minted:?}").contains("dos_secret"));
}

#[test]
fn words_of_a_newer_server_do_not_break_an_older_reader() {
    assert_eq!(serde_json::from_value::<Status>(json!("dreaming")).unwrap(), Status::Unknown);
    assert_eq!(Reason::from_word("rate_limit"), Some(Reason::RateLimit));
    assert_eq!(Reason::from_word("unknown"), None);
}

#[test]
fn malformed_digests_and_ids_are_refused() {
    for digest in ["", "sha256:", "e3b0", &D.to_uppercase(), &format!("{D}0")] {
        assert!(serde_json::from_value::<Approve>(json!({ "digest": digest })).is_err(), "{digest}");
    }
    assert!(serde_json::from_value::<AddTeamMember>(json!({ "member": id("run") })).is_err(), "an id of another noun");
}

#[test]
fn a_problem_keeps_the_facts_of_its_code() {
    let problem: Problem = serde_json::from_value(json!({
        "type": "https://dreamos.dev/problems/stale_digest", "title": "t", "status": 409, "code": "stale_digest", "detail": "d", "expected": D, "actual": D
    }))
    .unwrap();
    assert_eq!(problem.extra["expected"], D);
    let bare: Problem = serde_json::from_value(json!({ "title": "t", "status": 500, "code": "internal" })).unwrap();
    assert_eq!(
        serde_json::to_value(bare).unwrap(),
        json!({ "type": "about:blank", "title": "t", "status": 500, "code": "internal", "detail": "" })
    );
}
