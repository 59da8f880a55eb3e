//! Agents that do not keep to the protocol: each ends in a clear error, and nothing of it is left.

use crate::stage::{SOON, Stage, ended, launch_of, launch_with, options};
use dream_agents::{AcpLauncher, AcpOptions};
use dream_ports::{AgentError, AgentLauncher as _, AgentUpdate, ConfinedProcess as _, Exit, TurnEnd};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_agent_that_never_answers_the_greeting_is_ended() {
    let (launched, process) =
        launch_with("agent", Duration::from_millis(50), async |_, process| assert_eq!(process.exited().await, Exit::Signal(15))).await;
    assert!(matches!(launched, Err(AgentError::Silent { request: "initialize", .. })), "{:?}", launched.err());
    assert!(process.is_dead());
}

#[tokio::test]
async fn an_agent_of_another_version_is_told_so_and_ended() {
    for (version, expected) in [(json!(2), "2"), (json!(0), "0"), (json!("1"), "\"1\""), (json!(null), "null")] {
        let (launched, process) = launch_with("agent", SOON, async |side, _| {
            let greeting = side.expect("initialize").await;
            side.answer(&greeting, json!({"protocolVersion": version, "something": "else"})).await;
        })
        .await;
        let error = launched.err().unwrap();
        assert!(matches!(&error, AgentError::Version { theirs, ours } if theirs == expected && ours == "1"), "{error}");
        assert!(process.is_dead());
    }
}

#[tokio::test]
async fn an_agent_that_exits_at_once_is_known_to_have_ended() {
    let (launched, _) = launch_with("agent", SOON, async |side, process| {
        side.expect("initialize").await;
        process.exit(Exit::Code(3));
    })
    .await;
    assert!(matches!(launched, Err(AgentError::Ended(Exit::Code(3)))), "{:?}", launched.err());
}

#[tokio::test]
async fn an_agent_that_cannot_be_started_is_an_error_of_the_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let mut launch = launch_of("agent", folder.path());
    launch.command.program = "/bin/missing".into();
    let launcher = AcpLauncher::new(crate::sandbox::PipeSandbox::new().0, options());
    let error = launcher.launch(launch, Arc::new(crate::host::Host::new().0)).await.err().unwrap();
    assert_eq!(error.code(), "program_not_found");
}

#[tokio::test]
async fn an_agent_that_ends_in_a_turn_ends_the_turn_at_once_and_takes_its_questions_with_it() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (_, turn) = stage.prompt(&key).await;
    let mut asked = stage.ask_permission("p", "s").await;
    stage.pipe.exit(Exit::Code(1));
    assert!(matches!(ended(turn).await, Err(AgentError::Ended(Exit::Code(1)))));
    tokio::time::timeout(SOON, asked.answer.closed()).await.expect("the question is still open");
    assert!(matches!(stage.process.prompt(&key, "more".into()).await, Err(AgentError::Ended(Exit::Code(1)))));
    assert!(matches!(stage.process.open(stage.setup()).await, Err(AgentError::Ended(Exit::Code(1)))));
}

#[tokio::test]
async fn what_an_agent_said_before_it_ended_still_counts() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (request, turn) = stage.prompt(&key).await;
    stage.side.message("s", "last words").await;
    stage.side.answer(&request, json!({"stopReason": "end_turn"})).await;
    stage.pipe.exit(Exit::Code(0));
    assert_eq!(ended(turn).await.unwrap(), TurnEnd::Finished);
    assert_eq!(stage.told().await.1, AgentUpdate::Message { text: "last words".into() });
}

#[tokio::test]
async fn an_agent_that_closes_its_output_and_stays_is_ended() {
    let mut stage = Stage::with("agent", options(), json!({})).await;
    let key = stage.open("s").await;
    let (_, turn) = stage.prompt(&key).await;
    stage.side.output = tokio::io::duplex(1).0;
    assert!(matches!(ended(turn).await, Err(AgentError::Ended(Exit::Signal(15)))));
}

#[tokio::test]
async fn some_garbage_is_passed_on_as_a_complaint_and_too_much_of_it_in_a_row_ends_the_process() {
    let garbage = [
        "Starting up …",
        "[1,2]",
        "{\"jsonrpc\":\"1.0\"}",
        "\u{1b}[31mred",
        "{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":5}",
    ];
    let mut stage = Stage::with("agent", AcpOptions { garbage_lines: 5, ..options() }, json!({})).await;
    let key = stage.open("s").await;
    let (_, turn) = stage.prompt(&key).await;
    for _ in 0..3 {
        for line in garbage {
            stage.side.raw(format!("{line}\n\n").as_bytes()).await;
        }
        stage.side.message("s", "sense").await;
        assert_eq!(stage.told().await.1, AgentUpdate::Message { text: "sense".into() });
    }
    assert_eq!(stage.host.complaints.lock().unwrap().len(), 15);
    for _ in 0..6 {
        stage.side.raw(b"nonsense\n").await;
    }
    let error = ended(turn).await.unwrap_err();
    assert!(matches!(&error, AgentError::Protocol(why) if why.contains("6 lines in a row") && why.contains("nonsense")), "{error}");
    assert!(stage.pipe.is_dead());
}

#[tokio::test]
async fn a_gigabyte_without_an_end_of_line_is_cut_off_early() {
    let mut stage = Stage::with("agent", AcpOptions { line_bytes: 1 << 20, ..options() }, json!({})).await;
    let key = stage.open("s").await;
    let (_, turn) = stage.prompt(&key).await;
    let (block, mut written) = (vec![b'x'; 64 << 10], 0_usize);
    while written < 1 << 30 && tokio::io::AsyncWriteExt::write_all(&mut stage.side.output, &block).await.is_ok() {
        written += block.len();
    }
    assert!(written < 2 << 20, "{written} bytes were read");
    assert!(matches!(ended(turn).await, Err(AgentError::Protocol(why)) if why.contains("longer than 1048576 bytes")));
    assert!(stage.pipe.is_dead());
}

#[tokio::test]
async fn answers_to_what_was_never_asked_and_answers_that_make_no_sense_end_the_process() {
    let cases = [
        (json!({"id": 99, "result": {}}), "99, which was never made"),
        (json!({"id": "x", "result": {}}), "x, which was never made"),
        (json!({"id": "?", "result": {"stopReason": 5}}), "session/prompt cannot be read"),
    ];
    for (mut answer, expected) in cases {
        let mut stage = Stage::new().await;
        let key = stage.open("s").await;
        let (request, turn) = stage.prompt(&key).await;
        answer["jsonrpc"] = json!("2.0");
        if answer["id"] == "?" {
            answer["id"] = request["id"].clone();
        }
        stage.side.say(answer).await;
        let error = ended(turn).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(stage.pipe.is_dead());
    }
}

#[tokio::test]
async fn conversations_that_are_not_its_own_do_not_exist_for_an_agent() {
    let (mut one, mut other) = (Stage::new().await, Stage::new().await);
    let (_, key) = (one.open("one").await, other.open("other").await);
    let (_, _turn) = other.prompt(&key).await;
    let methods = [
        ("session/request_permission", crate::stage::permission("other", &json!({}))),
        ("fs/read_text_file", json!({"sessionId": "other", "path": "file"})),
        ("fs/write_text_file", json!({"sessionId": "other", "path": "file", "content": "x"})),
        ("terminal/create", json!({"sessionId": "other", "command": "ls"})),
        ("terminal/output", json!({"sessionId": "other", "terminalId": "terminal-1"})),
        ("_dreamos/echo", json!({"sessionId": "other"})),
        (
            "elicitation/create",
            json!({"sessionId": "other", "mode": "url", "elicitationId": "e", "url": "https://x.example", "message": "m"}),
        ),
    ];
    for (method, params) in methods {
        one.side.ask(method, method, params).await;
        let answer = one.side.answer_to(method).await;
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
        assert!(answer.to_string().contains("no conversation other"), "{answer}");
    }
    one.side.message("other", "forged").await;
    one.side.message("one", "own").await;
    assert_eq!(one.told().await, ("one".into(), AgentUpdate::Message { text: "own".into() }));
    assert!(other.heard.told.try_recv().is_err() && other.heard.asked.try_recv().is_err());
}

#[tokio::test]
async fn a_conversation_that_is_opened_twice_under_one_name_ends_the_process() {
    let mut stage = Stage::new().await;
    stage.open("same").await;
    let (process, setup) = (Arc::clone(&stage.process), stage.setup());
    let opening = tokio::spawn(async move { process.open(setup).await });
    stage.side.open("same").await;
    assert!(matches!(opening.await.unwrap(), Err(AgentError::Protocol(why)) if why.contains("twice")));
    assert!(stage.pipe.is_dead());
}

#[tokio::test]
async fn an_agent_that_hangs_on_stop_is_killed_when_its_grace_is_over() {
    let mut stage = Stage::with("deaf", options(), json!({"sessionCapabilities": {"close": {}}})).await;
    stage.open("s").await;
    let began = Instant::now();
    let exit = stage.process.stop(Duration::from_millis(200)).await;
    assert_eq!(exit, Exit::Signal(9));
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
}

#[tokio::test]
async fn an_agent_that_is_stopped_in_the_middle_of_a_tool_call_leaves_nothing_behind() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (request, turn) = stage.prompt(&key).await;
    stage.side.ask("t", "terminal/create", json!({"sessionId": "s", "command": "sleep", "args": ["100"]})).await;
    let terminal = stage.started.recv().await.unwrap();
    stage.side.answer_to("t").await;
    let mut asked = stage.ask_permission("p", "s").await;
    let process = Arc::clone(&stage.process);
    let stopping = tokio::spawn(async move { process.stop(SOON).await });
    assert_eq!(stage.side.expect("session/cancel").await["params"]["sessionId"], "s");
    let answer = stage.side.answer_to("p").await;
    assert_eq!(answer["result"]["outcome"]["outcome"], "cancelled");
    stage.side.answer(&request, json!({"stopReason": "cancelled"})).await;
    assert_eq!(ended(turn).await.unwrap(), TurnEnd::Cancelled);
    let closing = stage.side.expect("session/close").await;
    stage.side.answer(&closing, json!({})).await;
    assert_eq!(stopping.await.unwrap(), Exit::Signal(15));
    tokio::time::timeout(SOON, asked.answer.closed()).await.expect("the question is still open");
    assert!(terminal.process.is_dead() && stage.pipe.is_dead());
}

#[tokio::test]
async fn a_process_that_nobody_holds_any_longer_is_ended() {
    let mut stage = Stage::new().await;
    stage.open("s").await;
    let Stage { process, pipe, .. } = stage;
    drop(process);
    assert!(pipe.is_dead());
}
