//! Exit codes, and what goes to stdout and stderr.

use crate::server::{self, ARTIFACT, DIGEST, REVIEW, RUN};
use crate::{dreamos, output, stderr, stdout};
use serde_json::{Value, json};

async fn check_problem(status: u16, code: &str, exit: i32) {
    let server = server::start().await;
    server::answer(&server, "GET", &format!("runs/{RUN}"), status, server::problem(status, code)).await;
    let people = output(server::at(&server, &["run", "show", RUN])).await;
    assert_eq!(people.status.code(), Some(exit), "{status} {code}: {}", stderr(&people));
    assert_eq!(stdout(&people), "", "errors leave stdout alone");
    assert!(stderr(&people).starts_with(&format!("error: what {code} is about")), "{}", stderr(&people));
    let script = output(server::at(&server, &["run", "show", RUN, "--json"])).await;
    let document: Value = serde_json::from_str(&stderr(&script)).unwrap();
    assert_eq!((&document["code"], &document["exit"]), (&json!(code), &json!(exit)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_refuses_has_its_exit_code() {
    for (status, code, exit) in [
        (401, "invalid_token", 4),
        (403, "forbidden", 5),
        (404, "not_found", 3),
        (409, "already_voted", 6),
        (409, "review_expired", 7),
        (429, "rate_limited", 11),
    ] {
        check_problem(status, code, exit).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_digest_is_a_conflict_and_both_digests_reach_the_script() {
    let server = server::start().await;
    let mut problem = server::problem(409, "stale_digest");
    problem["expected"] = json!(DIGEST);
    server::answer(&server, "POST", &format!("reviews/{REVIEW}/approve"), 409, problem).await;
    let refused = output(server::at(&server, &["review", "approve", REVIEW, "--digest", DIGEST, "--json"])).await;
    assert_eq!(refused.status.code(), Some(6));
    assert_eq!(serde_json::from_str::<Value>(&stderr(&refused)).unwrap()["expected"], DIGEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_input_is_usage_and_asks_no_server() {
    let range = format!("{ARTIFACT}@2");
    let cases: &[&[&str]] = &[
        &["run", "show", "nonsense"],
        &["run", "show", REVIEW],
        &["review", "approve", REVIEW],
        &["review", "approve", REVIEW, "--digest", "e3b0"],
        &["run", "wait", RUN, "--timeout", "5"],
        &["run", "wait", RUN, "--until", "lunch"],
        &["run", "rollback", RUN, "--to", "prd"],
        &["run", "rollback", RUN, "--to", "prd", "--yes"],
        &["run", "start", "prj_01jd3kz5e8f0vs1m7q2w9x4t6b", "--max-cost", "5,00"],
        &["artifact", "diff", &range],
        &["run", "start", "prj_01jd3kz5e8f0vs1m7q2w9x4t6b", "--template", "mine@0"],
        &["member", "add"],
        &["member", "add", "Ann", "--person", "per_01jd3kz5e8f0vs1m7q2w9x4t6b"],
        &["prompt", "publish", "writer"],
        &["prompt", "show", "writer", "--version", "0"],
        &["project", "create", "n"],
        &["frobnicate"],
        &[],
    ];
    for arguments in cases {
        let mut command = dreamos(arguments);
        command.env("DREAMOS_URL", "http://127.0.0.1:9");
        let refused = output(command).await;
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", stderr(&refused));
        assert_eq!(stdout(&refused), "", "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_brief_is_named() {
    let mut command = dreamos(&["project", "create", "n", "--brief", "no-such-file.md"]);
    command.env("DREAMOS_URL", "http://127.0.0.1:9");
    let refused = output(command).await;
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("no-such-file.md does not exist"), "{}", stderr(&refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_port_is_unreachable_and_the_hint_says_how_to_start() {
    let mut command = dreamos(&["project", "list", "--url", "http://127.0.0.1:9"]);
    command.env("DREAMOS_TOKEN", "dos_secret");
    let refused = output(command).await;
    assert_eq!(refused.status.code(), Some(9));
    assert!(stderr(&refused).contains("dreamos up") && !stderr(&refused).contains("dos_secret"), "{}", stderr(&refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_one_document_with_items_and_next() {
    let server = server::start().await;
    server::answer(&server, "GET", "runs", 200, json!({ "items": [], "next": null })).await;
    let list = output(server::at(&server, &["run", "list", "--json"])).await;
    assert_eq!(serde_json::from_str::<Value>(&stdout(&list)).unwrap(), json!({ "items": [], "next": null }));
    assert_eq!(stderr(&list), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_terminal_tables_are_tabs_without_colour() {
    let server = server::start().await;
    let run = server::run("waiting", Some("approval"), "waiting", Some("approval"));
    server::answer(&server, "GET", "runs", 200, json!({ "items": [run], "next": "abc" })).await;
    let list = output(server::at(&server, &["run", "list"])).await;
    let text = stdout(&list);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "ID\tSTATUS\tPROJECT\tTEMPLATE\tCOST USD\tSTARTED");
    assert!(
        lines[1].starts_with(&format!("{RUN}\twaiting: approval\t")) && lines[1].ends_with("2026-11-21T14:00:00.000000Z"),
        "{}",
        lines[1]
    );
    assert!(!text.contains('\u{1b}'));
    assert!(stderr(&list).contains("--cursor abc"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_without_a_digest_binds_what_is_under_review_when_it_arrives() {
    let server = server::start().await;
    server::answer(&server, "GET", &format!("reviews/{REVIEW}"), 200, server::review()).await;
    server::answer(&server, "POST", &format!("reviews/{REVIEW}/reject"), 200, server::review()).await;
    let rejected = output(server::at(&server, &["review", "reject", REVIEW, "--comment", "no"])).await;
    assert_eq!(rejected.status.code(), Some(0), "{}", stderr(&rejected));
    let requests = server.received_requests().await.unwrap();
    let sent: Value = serde_json::from_slice(&requests.last().unwrap().body).unwrap();
    assert_eq!(sent, json!({ "digest": DIGEST, "on_behalf_of": null, "comment": "no", "drafts": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_that_are_bad_news_fail() {
    let server = server::start().await;
    let broken = json!({ "result": "broken", "events": 3, "head": DIGEST, "broken_at": "event 2" });
    server::answer(&server, "GET", "audit/verify", 200, broken).await;
    let replay = json!({ "run": RUN, "result": "different", "stages": [] });
    server::answer(&server, "POST", &format!("runs/{RUN}/replay"), 200, replay).await;
    server::answer(&server, "POST", "templates/validate", 200, json!({ "valid": false, "errors": [] })).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "name = 1").unwrap();
    for arguments in [&["audit", "verify"][..], &["run", "replay", RUN], &["template", "validate", file.path().to_str().unwrap()]] {
        let output = output(server::at(&server, arguments)).await;
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", stderr(&output));
        assert!(!stdout(&output).is_empty(), "the finding itself is data");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_that_cannot_be_published_is_told_by_file_and_line() {
    let (server, folder) = (server::start().await, tempfile::tempdir().unwrap());
    let file = folder.path().join("writer.txt");
    std::fs::write(&file, "fine\n{{ nonsense }}").unwrap();
    let verdict = json!({ "valid": false, "message": "there is no such value", "line": 2, "sample": null });
    server::answer(&server, "POST", "prompts/writer/check", 200, verdict).await;
    let wrong = output(server::at(&server, &["prompt", "check", "writer", file.to_str().unwrap()])).await;
    assert_eq!(wrong.status.code(), Some(1), "{}", stderr(&wrong));
    assert!(stdout(&wrong).contains("writer.txt:2: there is no such value"), "{}", stdout(&wrong));
    let verdict = json!({ "valid": true, "message": null, "line": null, "sample": "You write." });
    server::answer(&server, "POST", "prompts/qa/check", 200, verdict).await;
    let fine = output(server::at(&server, &["prompt", "check", "qa", file.to_str().unwrap()])).await;
    assert_eq!(fine.status.code(), Some(0), "{}", stderr(&fine));
    assert!(stdout(&fine).contains("You write."), "{}", stdout(&fine));
}
