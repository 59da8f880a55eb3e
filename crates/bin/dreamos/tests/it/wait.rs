//! `run wait` and `run watch`.

use crate::server::{self, RUN};
use crate::{output, stderr, stdout};
use serde_json::Value;

async fn check(arguments: &[&str], run: Value, exit: i32) -> String {
    let server = server::start().await;
    server::feed(&server, ": beat\n\n").await;
    server::answer(&server, "GET", &format!("runs/{RUN}"), 200, run).await;
    let output = output(server::at(&server, arguments)).await;
    assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_ends_as_the_run_stands() {
    let review = ["run", "wait", RUN, "--until", "review", "--timeout", "0s", "--json"];
    let finished = ["run", "wait", RUN, "--until", "finished", "--timeout", "0s", "--json"];
    let run = server::run;
    for (arguments, run, exit) in [
        (&review, run("waiting", Some("approval"), "waiting", Some("approval")), 0),
        (&finished, run("waiting", Some("approval"), "waiting", Some("approval")), 8),
        (&review, run("running", None, "running", None), 8),
        (&finished, run("done", Some("released"), "done", Some("approved")), 0),
        (&review, run("done", Some("released"), "done", Some("approved")), 0),
        (&finished, run("failed", Some("rejected"), "failed", Some("rejected")), 1),
        (&finished, run("cancelled", Some("user"), "cancelled", Some("user")), 7),
        (&finished, run("blocked", Some("expired"), "blocked", Some("expired")), 7),
        (&finished, run("blocked", Some("budget"), "blocked", Some("budget")), 8),
    ] {
        let document: Value = serde_json::from_str(&check(arguments, run, exit).await).unwrap();
        assert_eq!(document["id"], RUN, "the run is shown however it ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn watching_without_a_terminal_is_a_line_for_each_change() {
    let lines = check(&["run", "watch", RUN], server::run("done", Some("released"), "done", Some("approved")), 0).await;
    assert_eq!(lines, "prd\tdone: approved\nrun\tdone: released\n");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_ends_a_wait_with_130() {
    let server = server::start().await;
    server::feed(&server, ": beat\n\n").await;
    server::answer(&server, "GET", &format!("runs/{RUN}"), 200, server::run("running", None, "running", None)).await;
    let mut waiting = server::at(&server, &["run", "wait", RUN, "--until", "finished", "--timeout", "60s"]).spawn().unwrap();
    // It has asked for the run: from here on it waits.
    while !server.received_requests().await.unwrap().iter().any(|request| request.url.path().ends_with(RUN)) {
        tokio::task::yield_now().await;
    }
    let sent = std::process::Command::new("kill").args(["-INT", &waiting.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let ended = tokio::task::spawn_blocking(move || waiting.wait().unwrap()).await.unwrap();
    assert_eq!(ended.code(), Some(130));
}
