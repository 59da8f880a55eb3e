//! `task`: what is asked of the server, and how each verb ends.

use crate::server::{self, ORG};
use crate::{output, stderr, stdout};
use serde_json::{Value, json};
use wiremock::MockServer;

const TASK: &str = "tsk_01jd3kz5e8f0vs1m7q2w9x4t6b";
const TIME: &str = "2026-11-21T14:00:00.000000Z";

fn task(status: &str) -> Value {
    json!({
        "id": TASK, "title": "Write the guide", "status": status, "reason": null, "priority": "high", "assignee": null, "depends_on": [],
        "progress": 40, "progress_note": null, "attempt": 1, "project": null, "run": null, "parent": null, "role": "writer",
        "capabilities": [], "worker": "ada", "lease_until": TIME, "not_before": null, "deadline": null, "dead_letter": false,
        "waits_for_children": false, "retry": { "max_attempts": 3, "backoff": "1s", "longest": "5m" }, "created_at": TIME, "ended_at": null,
    })
}

fn detail(status: &str) -> Value {
    let mut detail = task(status);
    for (name, value) in
        [("body", json!(null)), ("body_digest", json!(null)), ("output", json!(null)), ("artifacts", json!([])), ("attempts", json!([]))]
    {
        detail[name] = value;
    }
    detail
}

/// The body of the last command that reached the server.
async fn sent(server: &MockServer, tail: &str) -> Value {
    let requests = server.received_requests().await.unwrap();
    let request = requests.iter().rev().find(|request| request.url.path().ends_with(tail)).unwrap();
    serde_json::from_slice(&request.body).unwrap()
}

/// Runs a verb whose command goes to `tail`, and holds what it sends against `expected`.
async fn check(arguments: &[&str], tail: &str, expected: Value) {
    let server = server::start().await;
    let claimed = json!({ "tasks": [] });
    let lease = json!({ "task": TASK, "cancelled": false, "attempt": 1, "lease_until": TIME });
    let answer = match tail {
        "tasks/claim" => claimed,
        tail if tail.ends_with("heartbeat") => lease,
        "task-limits" => json!({ "organisation": null, "roles": {}, "projects": {} }),
        _ => detail("queued"),
    };
    server::answer(&server, "POST", tail, 200, answer).await;
    let output = output(server::at(&server, &[arguments, &["--json"]].concat())).await;
    // Nothing to claim is nothing yet.
    let exit = if tail == "tasks/claim" { 8 } else { 0 };
    assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {}", stderr(&output));
    assert!(serde_json::from_str::<Value>(&stdout(&output)).is_ok(), "one document: {}", stdout(&output));
    let sent = sent(&server, tail).await;
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&sent[name], value, "{arguments:?} sends {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_is_called_one() {
    let server = server::start().await;
    let mut failed = detail("failed");
    failed["dead_letter"] = json!(true);
    server::answer(&server, "GET", &format!("tasks/{TASK}"), 200, failed).await;
    let shown = output(server::at(&server, &["task", "show", TASK])).await;
    assert!(stdout(&shown).contains("dead letter") && stdout(&shown).contains("dreamos task retry"), "{}", stdout(&shown));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_verb_asks_for_what_was_typed() {
    let of = |verb: &str| format!("tasks/{TASK}/{verb}");
    let create = ["task", "create", "--title", "t", "--depends-on", TASK, "--priority", "critical", "--role", "qa", "--attempts", "1"];
    let created = json!({ "title": "t", "depends_on": [TASK], "priority": "critical", "role": "qa", "body": null, "project": null });
    check(&create, "tasks", created).await;
    let claim = ["task", "claim", "--role", "qa", "--limit", "5", "--wait", "1s"];
    check(&claim, "tasks/claim", json!({ "worker": "owner", "roles": ["qa"], "limit": 5, "wait": "1s" })).await;
    check(&["task", "claim", "--as", "ada"], "tasks/claim", json!({ "worker": "ada" })).await;
    check(&["task", "assign", TASK, "ada"], &of("change"), json!({ "assignee": "ada", "unassign": false })).await;
    check(&["task", "assign", TASK, "--nobody"], &of("change"), json!({ "assignee": null, "unassign": true })).await;
    check(&["task", "prioritise", TASK, "low"], &of("change"), json!({ "priority": "low" })).await;
    check(&["task", "pause", TASK], &of("change"), json!({ "paused": true })).await;
    check(&["task", "resume", TASK], &of("change"), json!({ "paused": false })).await;
    let progress = ["task", "progress", TASK, "40", "--note", "n", "--attempt", "2", "--as", "ada"];
    check(&progress, &of("heartbeat"), json!({ "progress": 40, "note": "n", "attempt": 2, "worker": "ada" })).await;
    check(&["task", "heartbeat", TASK], &of("heartbeat"), json!({ "progress": null, "attempt": null })).await;
    check(&["task", "complete", TASK, "--output", "o"], &of("complete"), json!({ "output": "o", "artifacts": [] })).await;
    check(&["task", "fail", TASK, "--message", "m", "--permanent"], &of("fail"), json!({ "message": "m", "permanent": true })).await;
    check(&["task", "release", TASK], &of("release"), json!({ "attempt": null })).await;
    check(&["task", "retry", TASK], &of("retry"), json!({})).await;
    check(&["task", "cancel", TASK, "--tree", "--reason", "r"], &of("cancel"), json!({ "tree": true, "reason": "r" })).await;
    check(&["task", "limit", "--role", "qa", "--max", "2"], "task-limits", json!({ "role": "qa", "max": 2 })).await;
    check(&["task", "limit", "--role", "qa", "--none"], "task-limits", json!({ "role": "qa", "max": null })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_have_their_exit_codes() {
    for (status, code, exit) in [(409, "stale_claim", 6), (410, "task_cancelled", 7), (404, "not_found", 3), (400, "dependency_cycle", 2)] {
        let server = server::start().await;
        server::answer(&server, "POST", &format!("tasks/{TASK}/complete"), status, server::problem(status, code)).await;
        let refused = output(server::at(&server, &["task", "complete", TASK, "--attempt", "1"])).await;
        assert_eq!(refused.status.code(), Some(exit), "{code}: {}", stderr(&refused));
    }
    let server = server::start().await;
    let lease = json!({ "task": TASK, "cancelled": true, "attempt": 1, "lease_until": null });
    server::answer(&server, "POST", &format!("tasks/{TASK}/heartbeat"), 200, lease).await;
    let told = output(server::at(&server, &["task", "heartbeat", TASK])).await;
    assert_eq!(told.status.code(), Some(7), "a worker learns that its task was cancelled");
    for wrong in [&["task", "create"][..], &["task", "progress", TASK], &["task", "progress", TASK, "101"], &["task", "assign", TASK]] {
        assert_eq!(output(server::at(&server, wrong)).await.status.code(), Some(2), "{wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_is_shown_once_and_streamed_as_lines() {
    let server = server::start().await;
    let counts = json!({ "queued": 7, "running": 1, "waiting": 0, "blocked": 0, "failed": 0 });
    server::answer(&server, "GET", "tasks/counts", 200, counts).await;
    server::answer(&server, "GET", "tasks", 200, json!({ "items": [task("running")], "next": null })).await;
    let board = output(server::at(&server, &["task", "watch", "--once"])).await;
    assert_eq!(board.status.code(), Some(0), "{}", stderr(&board));
    assert!(stdout(&board).starts_with("running 1\n") && stdout(&board).contains("Write the guide"), "{}", stdout(&board));

    let event = |kind: &str| {
        json!({
            "id": "evt_01jd3kz5e8f0vs1m7q2w9x4t6b", "kind": kind, "stream": TASK, "version": 1, "schema": 1, "at": TIME,
            "actor": { "type": "system", "worker": "w" }, "cause": null, "trace": null, "data": {}, "org": ORG,
        })
    };
    let feed = ["run.paused", "task.created", "claim.made"].map(|kind| format!("id: 1\nevent: {kind}\ndata: {}\n\n", event(kind)));
    server::feed(&server, &feed.concat()).await;
    let mut watching = server::at(&server, &["task", "watch", "--json"]);
    watching.stdout(std::process::Stdio::piped());
    let lines = tokio::task::spawn_blocking(move || {
        use std::io::BufRead as _;
        let mut child = watching.spawn().unwrap();
        let reader = std::io::BufReader::new(child.stdout.take().unwrap());
        let lines: Vec<String> = reader.lines().take(2).map(Result::unwrap).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        lines
    });
    let kinds: Vec<Value> = lines.await.unwrap().iter().map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].clone()).collect();
    assert_eq!(kinds, ["task.created", "claim.made"], "one document a line, of tasks alone");
}
