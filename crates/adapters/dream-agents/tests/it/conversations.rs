//! Opening, taking up, authenticating, and what is told in between.

use crate::stage::{Stage, ended, options};
use dream_ports::{AgentError, AgentUpdate, HttpTools, OfferedServer, SessionKey, SessionSetup, TurnEnd};
use dream_secret::Secret;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinHandle;

#[tokio::test]
async fn an_agent_is_greeted_and_told_of_its_folder_and_its_tools() {
    let mut stage = Stage::new().await;
    let about = stage.process.about();
    assert_eq!((about.name.as_str(), about.version.as_str(), about.takes_up), ("script", "1.2", false));
    let (process, setup) = (Arc::clone(&stage.process), stage.setup());
    let opening = tokio::spawn(async move { process.open(setup).await });
    let request = stage.side.open("s").await;
    assert_eq!(opening.await.unwrap().unwrap(), SessionKey("s".into()));
    assert_eq!(request["params"]["cwd"], json!(stage.folder.path()));
    let server = json!({"name": "dreamos", "command": "/bin/dreamos", "args": ["mcp-connect", "/s"], "env": []});
    assert_eq!(request["params"]["mcpServers"], json!([server]));
}

/// What opens the tools over HTTP reaches the agent as the protocol has it, and is to be seen nowhere of ours.
#[tokio::test]
async fn an_agent_is_told_of_tools_over_http_with_their_token() {
    let mut stage = Stage::new().await;
    let at = HttpTools { url: "http://127.0.0.1:3128/orgs/o/mcp".into(), token: Secret::new("s3same") };
    let setup = SessionSetup { tool_servers: vec![OfferedServer::Http { name: "dreamos".into(), at }], ..stage.setup() };
    assert!(!format!("{setup:?}").contains("s3same"));
    let process = Arc::clone(&stage.process);
    let opening = tokio::spawn(async move { process.open(setup).await });
    let request = stage.side.open("s").await;
    opening.await.unwrap().unwrap();
    let headers = json!([{"name": "Authorization", "value": "Bearer s3same"}]);
    let server = json!({"type": "http", "name": "dreamos", "url": "http://127.0.0.1:3128/orgs/o/mcp", "headers": headers});
    assert_eq!(request["params"]["mcpServers"], json!([server]));
}

#[tokio::test]
async fn tools_are_reached_over_http_by_agents_that_say_so_and_have_a_network() {
    for (capabilities, label, port) in [
        (json!({"mcpCapabilities": {"http": true}}), "networked", Some(3_128)),
        (json!({"mcpCapabilities": {"http": true}}), "agent", None),
        (json!({"mcpCapabilities": {"sse": true}}), "networked", None),
        (json!({}), "networked", None),
    ] {
        let stage = Stage::with(label, options(), capabilities.clone()).await;
        assert_eq!(stage.process.tools_port(), port, "{label} {capabilities}");
    }
}

#[tokio::test]
async fn what_is_told_arrives_in_order_and_before_the_end_of_its_turn() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (request, turn) = stage.prompt(&key).await;
    assert_eq!(request["params"]["prompt"], json!([{"type": "text", "text": "go"}]));
    for number in 0..100 {
        stage.side.message("s", &number.to_string()).await;
    }
    stage.side.answer(&request, json!({"stopReason": "max_tokens"})).await;
    assert_eq!(ended(turn).await.unwrap(), TurnEnd::OutOfTokens);
    for number in 0..100 {
        let told = stage.heard.told.try_recv().unwrap();
        assert_eq!(told, ("s".into(), AgentUpdate::Message { text: number.to_string() }));
    }
}

#[tokio::test]
async fn what_is_told_right_after_a_conversation_was_opened_is_not_lost() {
    let mut stage = Stage::new().await;
    let (process, setup) = (Arc::clone(&stage.process), stage.setup());
    let opening = tokio::spawn(async move { process.open(setup).await });
    let request = stage.side.expect("session/new").await;
    // In one write, so that both are heard before whoever opened is woken.
    let answer = json!({"jsonrpc": "2.0", "id": request["id"], "result": {"sessionId": "s"}});
    let update = json!({"jsonrpc": "2.0", "method": "session/update", "params": {"sessionId": "s", "update": {"sessionUpdate": "plan", "entries": []}}});
    stage.side.raw(format!("{answer}\n{update}\n").as_bytes()).await;
    opening.await.unwrap().unwrap();
    assert_eq!(stage.told().await, ("s".into(), AgentUpdate::Plan { entries: Vec::new() }));
}

#[tokio::test]
async fn turns_of_one_conversation_come_one_after_the_other() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (first, one) = stage.prompt(&key).await;
    let (process, same) = (Arc::clone(&stage.process), key.clone());
    let two = tokio::spawn(async move { process.prompt(&same, "second".into()).await });
    stage.side.ask("barrier", "_dreamos/echo", json!({"sessionId": "s"})).await;
    stage.side.answer_to("barrier").await;
    stage.side.answer(&first, json!({"stopReason": "end_turn"})).await;
    assert_eq!(ended(one).await.unwrap(), TurnEnd::Finished);
    let second = stage.side.expect("session/prompt").await;
    assert_eq!(second["params"]["prompt"][0]["text"], "second");
    stage.side.answer(&second, json!({"stopReason": "refusal"})).await;
    assert_eq!(ended(two).await.unwrap(), TurnEnd::Refused);
}

fn taking_up(stage: &Stage) -> JoinHandle<Result<bool, AgentError>> {
    let (process, setup) = (Arc::clone(&stage.process), stage.setup());
    tokio::spawn(async move { process.take_up(&SessionKey("old".into()), setup).await })
}

#[tokio::test]
async fn a_conversation_is_taken_up_by_what_the_agent_can_and_not_told_again() {
    let cases = [
        (json!({"loadSession": true}), Some("session/load")),
        (json!({"loadSession": true, "sessionCapabilities": {"resume": {}}}), Some("session/resume")),
        (json!({"sessionCapabilities": {"resume": {}}}), Some("session/resume")),
        (json!({}), None),
    ];
    for (capabilities, method) in cases {
        let mut stage = Stage::with("agent", options(), capabilities).await;
        let taken = taking_up(&stage);
        let Some(method) = method else {
            assert!(!taken.await.unwrap().unwrap());
            continue;
        };
        let request = stage.side.expect(method).await;
        assert_eq!(request["params"]["sessionId"], "old");
        stage.side.message("old", "told before").await;
        stage.side.answer(&request, Value::Null).await;
        assert!(taken.await.unwrap().unwrap());
        stage.side.message("old", "new").await;
        assert_eq!(stage.told().await.1, AgentUpdate::Message { text: "new".into() });
    }
}

#[tokio::test]
async fn a_conversation_that_the_agent_does_not_know_any_longer_is_told_anew() {
    let mut stage = Stage::with("agent", options(), json!({"loadSession": true})).await;
    let taken = taking_up(&stage);
    let request = stage.side.expect("session/load").await;
    stage.side.refuse(&request, -32002, "gone").await;
    assert!(!taken.await.unwrap().unwrap());
    stage.side.message("old", "forged").await;
    stage.open("new").await;
    assert!(stage.heard.told.try_recv().is_err());
}

#[tokio::test]
async fn an_agent_that_wants_to_be_authenticated_is_by_what_works_unattended() {
    let authentication = json!([{"id": "browser", "name": "B", "type": "terminal", "args": [], "env": {}}, {"id": "key", "name": "K"}]);
    for works in [true, false] {
        let mut stage = Stage::greeted("agent", options(), json!({"protocolVersion": 1, "authMethods": authentication})).await;
        let (process, setup) = (Arc::clone(&stage.process), stage.setup());
        let opening = tokio::spawn(async move { process.open(setup).await });
        let request = stage.side.expect("session/new").await;
        stage.side.refuse(&request, -32000, "authenticate first").await;
        let authenticating = stage.side.expect("authenticate").await;
        assert_eq!(authenticating["params"]["methodId"], "key");
        if works {
            stage.side.answer(&authenticating, json!({})).await;
            stage.side.open("s").await;
            opening.await.unwrap().unwrap();
        } else {
            stage.side.refuse(&authenticating, -32603, "no key").await;
            let error = opening.await.unwrap().unwrap_err();
            assert!(matches!(&error, AgentError::Authentication { methods } if *methods == ["browser", "key"]), "{error}");
        }
    }
}

#[tokio::test]
async fn a_conversation_that_was_closed_is_gone_on_both_sides() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (process, closed) = (Arc::clone(&stage.process), key.clone());
    let closing = tokio::spawn(async move { process.close(&closed).await });
    let request = stage.side.expect("session/close").await;
    assert_eq!(request["params"]["sessionId"], "s");
    stage.side.message("s", "late").await;
    stage.side.answer(&request, json!({})).await;
    closing.await.unwrap();
    assert!(stage.heard.told.try_recv().is_err());
    assert!(matches!(stage.process.prompt(&key, "x".into()).await, Err(AgentError::Answered { request: "session/prompt", .. })));
    stage.process.close(&key).await;
}
