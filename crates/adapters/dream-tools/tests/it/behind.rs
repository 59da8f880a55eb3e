//! Tools of other servers behind ours: asked about first, then called, and followed through their troubles.

use crate::kit::{Behaviour, Version, limits, serve_with, text};
use dream_ports::ToolVerdict;
use serde_json::json;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(30);

fn serves(tools: &[&'static str]) -> Behaviour {
    Behaviour::Serves(tools.to_vec())
}

#[tokio::test]
async fn a_tool_of_another_server_is_asked_about_with_its_real_arguments_and_then_called_trap_11() {
    let served = serve_with(limits(), vec![serves(&["echo"])], LONG).await;
    let arguments = json!({"path": "a.txt", "password": "hunter2", "list": [1, 2.5, null]});
    for version in Version::BOTH {
        let agent = served.agent(version).await;
        assert_eq!(agent.tools().await, ["repeat", "wait", "files__echo"]);
        let (said, failed) = text(&agent.call("files__echo", arguments.clone()).await);
        assert!(!failed);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&said).unwrap(), arguments);
    }
    // What is decided about is what is done: nothing removed, nothing added. And a tool that says it only reads is asked about all the same.
    let twice = |name: &str| vec![(name.to_owned(), arguments.clone()); 2];
    assert_eq!(*served.host.asked.lock().unwrap(), twice("files__echo"));
    assert_eq!(*served.sandbox.script.calls.lock().unwrap(), twice("echo"));
    assert_eq!(*served.host.called.lock().unwrap(), vec![("files__echo".to_owned(), false); 2]);
}

#[tokio::test]
async fn what_is_denied_or_undecided_never_reaches_the_server() {
    let served = serve_with(limits(), vec![serves(&["echo"])], LONG).await;
    let agent = served.agent(Version::New).await;
    for verdict in [ToolVerdict::Denied("not here".to_owned()), ToolVerdict::Waiting("prm_1 waits for people".to_owned())] {
        *served.host.verdict.lock().unwrap() = Some(verdict.clone());
        let (ToolVerdict::Denied(why) | ToolVerdict::Waiting(why)) = verdict else { panic!("only these two") };
        assert_eq!(text(&agent.call("files__echo", json!({})).await), (why, true));
    }
    assert!(served.sandbox.script.calls.lock().unwrap().is_empty());
    assert!(served.host.called.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_call_that_people_think_about_holds_up_no_other_trap_14() {
    let served = serve_with(limits(), vec![serves(&["echo"])], LONG).await;
    let agent = served.agent(Version::New).await;
    *served.host.decides_slowly.lock().unwrap() = true;
    let asked = agent.call("files__echo", json!({"n": 1}));
    tokio::pin!(asked);
    tokio::select! {
        _ = &mut asked => panic!("nobody decided"),
        () = served.host.waiting.notified() => {}
    }
    *served.host.decides_slowly.lock().unwrap() = false;
    assert!(!text(&agent.call("files__echo", json!({"n": 2})).await).1);
    assert!(!text(&agent.call("repeat", json!({})).await).1);
    served.host.go_on.add_permits(1);
    assert_eq!(text(&asked.await), ("{\"n\":1}".to_owned(), false));
}

#[tokio::test]
async fn a_call_whose_agent_is_gone_is_not_made_when_people_decide_at_last() {
    let served = serve_with(limits(), vec![serves(&["echo"])], LONG).await;
    let agent = served.agent(Version::New).await;
    *served.host.decides_slowly.lock().unwrap() = true;
    tokio::select! {
        _ = agent.call("files__echo", json!({"n": 1})) => panic!("nobody decided"),
        () = served.host.waiting.notified() => {}
    }
    agent.running.cancel().await.unwrap();
    *served.host.decides_slowly.lock().unwrap() = false;
    let next = served.agent(Version::New).await;
    assert!(!text(&next.call("files__echo", json!({"n": 2})).await).1);
    served.host.go_on.add_permits(1);
    assert!(!text(&next.call("files__echo", json!({"n": 3})).await).1);
    let reached: Vec<_> = served.sandbox.script.calls.lock().unwrap().iter().map(|(_, arguments)| arguments["n"].clone()).collect();
    assert_eq!(reached, [2, 3]);
}

#[tokio::test]
async fn a_server_that_dies_in_a_call_is_started_again() {
    for version in Version::BOTH {
        let served = serve_with(limits(), vec![serves(&["die"]), serves(&["echo"])], LONG).await;
        let agent = served.agent(version).await;
        agent.until("files__die", true).await;
        let (why, failed) = text(&agent.call("files__die", json!({})).await);
        assert!(failed && why.contains("what it did until then is not known"), "{why}");
        agent.until("files__echo", true).await;
        assert!(!text(&agent.call("files__echo", json!({})).await).1);
        assert_eq!(*served.host.called.lock().unwrap(), [("files__die".to_owned(), true), ("files__echo".to_owned(), false)]);
    }
}

#[tokio::test]
async fn a_server_that_changes_its_tools_is_followed() {
    for version in Version::BOTH {
        let served = serve_with(limits(), vec![serves(&["grow"])], LONG).await;
        let agent = served.agent(version).await;
        agent.until("files__grow", true).await;
        assert!(text(&agent.call("files__grown", json!({})).await).0.contains("no tool files__grown"));
        let grown = agent.call("files__grow", json!({})).await;
        assert_ne!(grown.is_error, Some(true));
        agent.until("files__grown", true).await;
        assert!(!text(&agent.call("files__grown", json!({})).await).1);
    }
}

#[tokio::test]
async fn a_server_that_refuses_hangs_or_answers_too_much_is_said_so() {
    let patient = serve_with(limits(), vec![serves(&["refuse", "large"])], LONG).await;
    let hasty = serve_with(limits(), vec![serves(&["hang"])], Duration::from_millis(50)).await;
    for (served, tool, says) in [
        (&patient, "files__refuse", "refused the call: it is not for you"),
        (&patient, "files__large", "1048576 are the most"),
        (&hasty, "files__hang", "did not answer within"),
        (&patient, "files__nothing", "there is no tool files__nothing"),
        (&patient, "other__echo", "there is no tool other__echo"),
    ] {
        let agent = served.agent(Version::New).await;
        let (why, failed) = text(&agent.call(tool, json!({})).await);
        assert!(failed && why.contains(says), "{tool}: {why}");
    }
}

#[tokio::test]
async fn a_server_that_is_never_reached_leaves_ours_as_they_are() {
    let soon = Duration::from_millis(100);
    for (behaviour, start, says) in [
        (Behaviour::Silent, soon, "did not answer within"),
        (Behaviour::Ends("no such file: files.toml\n"), LONG, "its last words: no such file: files.toml"),
        (Behaviour::Writes(b"hello, I am no server\n".repeat(10)), soon, "did not answer within"),
        (Behaviour::Writes(vec![b'x'; 1 << 20]), LONG, "does not speak the protocol"),
    ] {
        let limits = dream_tools::ToolLimits { start, message_bytes: 100_000, ..limits() };
        let served = serve_with(limits, vec![behaviour.clone()], LONG).await;
        let agent = served.agent(Version::New).await;
        assert_eq!(agent.tools().await, ["repeat", "wait"], "{behaviour:?}");
        let why = served.tools.as_ref().unwrap().unreachable().remove("files").unwrap();
        assert!(why.contains(says), "{why}");
        assert!(text(&agent.call("files__echo", json!({})).await).0.contains("is not reached"));
    }
}

#[tokio::test]
async fn the_servers_behind_end_with_the_conversation() {
    let mut served = serve_with(limits(), vec![serves(&["echo"])], LONG).await;
    served.agent(Version::New).await.until("files__echo", true).await;
    let process = std::sync::Arc::clone(&served.sandbox.processes.lock().unwrap()[0]);
    assert!(!process.is_over());
    drop(served.tools.take());
    dream_ports::ConfinedProcess::exited(&*process).await;
}
