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
    assert!(stderr(&people).starts_with(&format!("error[{code}]: what {code} is about")), "{}", stderr(&people));
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
        (507, "storage_full", 1),
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
        &["task", "limit", "--role", "qa"],
        &["task", "limit", "--role", "qa", "--max", "2", "--none"],
        &["frobnicate"],
        &[],
    ];
    for arguments in cases {
        let mut command = dreamos(arguments);
        command.env("DREAMOS_URL", "http://127.0.0.1:9");
        let refused = output(command).await;
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", stderr(&refused));
        assert_eq!(stdout(&refused), "", "{arguments:?}");
        assert!(arguments.is_empty() || stderr(&refused).starts_with("error[usage]: "), "{arguments:?}: {}", stderr(&refused));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_no_address_carries_is_refused_before_anybody_is_asked() {
    let server = server::start().await;
    for (name, said) in [("", "`` names nothing below agents"), ("..", "`..` names nothing below agents")] {
        let refused = output(server::at(&server, &["agent", "show", name])).await;
        assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
        assert!(stderr(&refused).starts_with(&format!("error[usage]: {said}")), "{}", stderr(&refused));
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_message_says_is_not_said_again_field_by_field() {
    let (server, file) = (server::start().await, tempfile::NamedTempFile::new().unwrap());
    std::fs::write(file.path(), "name = 1").unwrap();
    let mut problem = server::problem(422, "template_invalid");
    problem["detail"] = json!("t.toml:1:1: `name` must be text");
    problem["errors"] = json!([{ "field": "t.toml:1", "message": "`name` must be text" }, { "field": "t.toml:2", "message": "and this" }]);
    server::answer(&server, "POST", "templates", 422, problem).await;
    let refused = output(server::at(&server, &["template", "publish", file.path().to_str().unwrap()])).await;
    assert_eq!(stderr(&refused), "error[template_invalid]: t.toml:1:1: `name` must be text\n  t.toml:2: and this\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_that_nobody_can_satisfy_is_told_where_it_is_looked_at() {
    let server = server::start().await;
    let mut review = server::review();
    review["may_decide"] = json!([]);
    review["shortage"] = json!("nobody can: add members");
    server::answer(&server, "GET", &format!("reviews/{REVIEW}"), 200, review).await;
    let shown = output(server::at(&server, &["review", "show", REVIEW])).await;
    let text = stdout(&shown);
    assert!(text.contains("nobody now") && text.contains("nobody can: add members"), "{text}");
    assert!(stderr(&shown).contains(&format!("dreamos review break-glass {REVIEW} --digest {DIGEST} --reason TEXT")), "{}", stderr(&shown));

    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "name = 1").unwrap();
    let verdict = json!({ "valid": true, "errors": [], "warnings": ["nobody can: add members"] });
    server::answer(&server, "POST", "templates/validate", 200, verdict).await;
    let valid = output(server::at(&server, &["template", "validate", file.path().to_str().unwrap()])).await;
    assert_eq!((valid.status.code(), stdout(&valid).as_str()), (Some(0), "the template is valid\nwarning: nobody can: add members\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegation_to_somebody_who_decides_nothing_says_so() {
    let person = "per_01jd3kz5e8f0vs1m7q2w9x4t6b";
    for (role, warned) in [("viewer", true), ("contributor", true), ("reviewer", false)] {
        let server = server::start().await;
        let given = json!({
            "id": "dlg_01jd3kz5e8f0vs1m7q2w9x4t6b", "from": person, "to": person, "project": null, "until": "2026-11-22T14:00:00.000000Z", "revoked_at": null
        });
        server::answer(&server, "POST", "delegations", 201, given).await;
        let member = json!({
            "id": "mem_01jd3kz5e8f0vs1m7q2w9x4t6b", "person": person, "name": "Mia", "role": role, "project_roles": [], "teams": [],
            "joined_at": "2026-11-21T14:00:00.000000Z", "removed_at": null
        });
        server::answer(&server, "GET", "members", 200, json!({ "items": [member], "next": null })).await;
        let done = output(server::at(&server, &["delegation", "create", "--to", person, "--for", "1d"])).await;
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        assert_eq!(stderr(&done).contains(&format!("Mia is a {role} and decides nothing")), warned, "{}", stderr(&done));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_found_by_name_as_gates_name_it() {
    let (server, id) = (server::start().await, "tea_01jd3kz5e8f0vs1m7q2w9x4t6b");
    let team = json!({ "id": id, "name": "release", "members": [], "project_roles": [] });
    server::answer(&server, "GET", "teams", 200, json!({ "items": [team], "next": null })).await;
    server::answer(&server, "GET", &format!("teams/{id}"), 200, team).await;
    for named in [id, "release"] {
        let shown = output(server::at(&server, &["team", "show", named])).await;
        assert_eq!(shown.status.code(), Some(0), "{named}: {}", stderr(&shown));
    }
    let unknown = output(server::at(&server, &["team", "show", "nobody"])).await;
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("there is no team `nobody`"), "{}", stderr(&unknown));
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_followed_under_either_name() {
    let server = server::start().await;
    server::answer(&server, "GET", "logs/follow", 403, server::problem(403, "role_too_low")).await;
    for arguments in [&["logs", "follow"][..], &["logs", "tail", "--follow"]] {
        let refused = output(server::at(&server, arguments)).await;
        assert_eq!(refused.status.code(), Some(5), "{arguments:?}: {}", stderr(&refused));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_may_come_from_stdin() {
    let (server, file) = (server::start().await, tempfile::NamedTempFile::new().unwrap());
    // More than the system takes as one argument.
    let body = "long ".repeat(40_000);
    std::fs::write(file.path(), &body).unwrap();
    server::answer(&server, "POST", "messages", 413, server::problem(413, "body_too_large")).await;
    let mut command = server::at(&server, &["message", "send", "--to", "captain", "-"]);
    command.stdin(std::fs::File::open(file.path()).unwrap());
    assert_eq!(output(command).await.status.code(), Some(2), "as the server answers it");
    let requests = server.received_requests().await.unwrap();
    let sent: Value = serde_json::from_slice(&requests.last().unwrap().body).unwrap();
    assert_eq!((&sent["channel"], &sent["body"]), (&json!("captain"), &json!(body)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_message_does_not_flood_the_terminal_and_documents_have_all_of_it() {
    let (server, body) = (server::start().await, "long ".repeat(20_000));
    let message = json!({
        "id": "msg_01jd3kz5e8f0vs1m7q2w9x4t6b", "channel": "captain", "project": null, "sequence": 1, "sender": "agent/a", "sender_name": null,
        "sent_at": "2026-11-21T14:00:00.000000Z", "expires_at": null, "key": null, "reply_to": null, "correlation": null, "headers": {},
        "digest": DIGEST, "body": body, "status": "stored"
    });
    let index = json!({ "behind": 0, "behind_since": null });
    server::answer(&server, "GET", "messages", 200, json!({ "items": [message], "next": null, "index": index })).await;
    let table = output(server::at(&server, &["message", "history"])).await;
    assert_eq!(table.status.code(), Some(0), "{}", stderr(&table));
    assert!(stdout(&table).len() < 500 && stdout(&table).trim_end().ends_with('…'), "{} bytes", stdout(&table).len());
    let document = output(server::at(&server, &["message", "history", "--json"])).await;
    assert!(stdout(&document).contains(body.trim_end()), "the document has all");
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
    server::answer(&server, "POST", "templates/validate", 200, json!({ "valid": false, "errors": [], "warnings": [] })).await;
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
