//! Constraints with rules: what the flags send, and how rules are shown.

use crate::server::{self, DIGEST, REVIEW, RUN};
use crate::{dreamos, output, stderr, stdout};
use serde_json::{Value, json};

const PROJECT: &str = "prj_01jd3kz5e8f0vs1m7q2w9x4t6b";
const FLAGS: &[&str] = &[
    "--deny-tool",
    "git *",
    "--deny-path",
    "scripts",
    "--deny-host",
    "tracker.example",
    "--require-section",
    "prd=Privacy",
    "--require-section",
    "Risks",
    "--most-usd",
    "2.5",
];

fn rules() -> Value {
    json!([
        { "type": "denied_tool", "tool": "git *" }, { "type": "denied_path", "path": "scripts" },
        { "type": "denied_host", "host": "tracker.example" }, { "type": "required_section", "artifact": "prd", "section": "Privacy" },
        { "type": "required_section", "artifact": "", "section": "Risks" }, { "type": "max_cost", "usd": "2.50" }
    ])
}

fn constraint() -> Value {
    json!({
        "id": "con_01jd3kz5e8f0vs1m7q2w9x4t6b", "reach": { "type": "run", "run": RUN }, "text": "No trackers.", "rules": rules(),
        "from_review": null, "added_by": null, "added_at": "2026-11-21T14:00:00.000000Z", "lifted_at": null
    })
}

/// Runs the command with the flags of all rules, and returns what it posted to `path`.
async fn posted(path: &str, answer: Value, arguments: &[&str]) -> Value {
    let server = server::start().await;
    server::answer(&server, "POST", path, 201, answer).await;
    let done = output(server::at(&server, &[arguments, FLAGS].concat())).await;
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", stderr(&done));
    let requests = server.received_requests().await.unwrap();
    requests.iter().find(|request| request.url.path().ends_with(path)).unwrap().body_json().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_constraint_is_given_its_rules_wherever_it_is_added() {
    let text = "No trackers.";
    let bound = json!({ "text": text, "rules": rules(), "stages": [] });
    assert_eq!(posted(&format!("runs/{RUN}/constraints"), constraint(), &["constraint", "add", text, "--run", RUN]).await, bound);
    assert_eq!(
        posted(&format!("projects/{PROJECT}/constraints"), constraint(), &["constraint", "add", text, "--project", PROJECT]).await,
        bound
    );
    assert_eq!(posted("constraints", constraint(), &["constraint", "add", text, "--organisation"]).await, bound);
    let start = ["run", "start", PROJECT, "--constraint", text];
    assert_eq!(
        posted(&format!("projects/{PROJECT}/runs"), server::run("queued", None, "queued", None), &start).await["constraints"][0],
        bound
    );
    for verdict in ["approve", "regenerate", "constrain"] {
        let arguments = ["review", verdict, REVIEW, "--digest", DIGEST, "--constraint", text];
        let sent = posted(&format!("reviews/{REVIEW}/{verdict}"), server::review(), &arguments).await;
        assert_eq!(sent["constraints"][0], bound, "{verdict}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_a_constraint_are_shown_in_words() {
    let words = "no tool git *; no path scripts; no host tracker.example; section \"Privacy\" in prd; section \"Risks\" in every document; \
                 at most 2.50 USD";
    let server = server::start().await;
    server::answer(&server, "GET", &format!("runs/{RUN}/constraints"), 200, json!({ "items": [constraint()], "next": null })).await;
    let mut review = server::review();
    review["constraints"] = json!([constraint()]);
    server::answer(&server, "GET", &format!("reviews/{REVIEW}"), 200, review).await;
    for arguments in [["constraint", "list", RUN], ["review", "show", REVIEW]] {
        let shown = stdout(&output(server::at(&server, &arguments)).await);
        assert!(shown.contains("RULES") && shown.contains(words), "{arguments:?}: {shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_without_a_constraint_of_their_own_are_a_wrong_use() {
    let (none, two) = (&[][..], &["--constraint", "a", "--constraint", "b"][..]);
    for (constraints, says) in [(none, "belong to no constraint"), (two, "of the 2 constraints")] {
        let mut command = dreamos(&[&["run", "start", PROJECT, "--deny-tool", "shell"], constraints].concat());
        command.env("DREAMOS_URL", "http://127.0.0.1:9");
        let refused = output(command).await;
        assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
        assert!(stderr(&refused).contains(says), "{}", stderr(&refused));
    }
}
