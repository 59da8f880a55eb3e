//! Whether an agent may do something: who is asked, what exactly, and what it is answered.

use crate::stage::{SOON, Stage, ended, permission};
use dream_ports::{AgentError, AgentUpdate, PermissionAnswer, PermissionKind, TurnEnd};
use serde_json::json;

/// Trap 14.
#[tokio::test]
async fn a_question_that_is_open_holds_up_neither_other_conversations_nor_its_own() {
    let mut stage = Stage::new().await;
    let (a, b) = (stage.open("a").await, stage.open("b").await);
    let (_, _turn_a) = stage.prompt(&a).await;
    let (request_b, turn_b) = stage.prompt(&b).await;
    let first = stage.ask_permission("first", "a").await;
    let second = stage.ask_permission("second", "b").await;
    let third = stage.ask_permission("third", "a").await;
    assert_eq!([&*first.session, &*second.session, &*third.session], ["a", "b", "a"]);
    stage.side.message("a", "meanwhile").await;
    assert_eq!(stage.told().await, ("a".into(), AgentUpdate::Message { text: "meanwhile".into() }));
    second.answer.send(PermissionAnswer::Chosen("yes".into())).unwrap();
    assert_eq!(stage.side.answer_to("second").await["result"]["outcome"], json!({"outcome": "selected", "optionId": "yes"}));
    third.answer.send(PermissionAnswer::Chosen("no".into())).unwrap();
    assert_eq!(stage.side.answer_to("third").await["result"]["outcome"]["optionId"], "no");
    stage.side.answer(&request_b, json!({"stopReason": "end_turn"})).await;
    assert_eq!(ended(turn_b).await.unwrap(), TurnEnd::Finished);
    first.answer.send(PermissionAnswer::Chosen("yes".into())).unwrap();
    assert_eq!(stage.side.answer_to("first").await["result"]["outcome"]["optionId"], "yes");
}

/// Trap 10.
#[tokio::test]
async fn an_agent_hears_that_its_turn_was_cancelled_only_when_it_was() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (request, turn) = stage.prompt(&key).await;
    let timed_out = stage.ask_permission("timed-out", "s").await;
    timed_out.answer.send(PermissionAnswer::Cancelled).unwrap();
    let answer = stage.side.answer_to("timed-out").await;
    assert_eq!(answer["result"]["outcome"], json!({"outcome": "selected", "optionId": "no"}), "{answer}");

    let mut open = stage.ask_permission("open", "s").await;
    stage.process.cancel(&key).await;
    stage.side.expect("session/cancel").await;
    assert_eq!(stage.side.answer_to("open").await["result"]["outcome"], json!({"outcome": "cancelled"}));
    tokio::time::timeout(SOON, open.answer.closed()).await.expect("the question is still open");
    stage.side.refuse(&request, -32603, "aborted inside").await;
    assert_eq!(ended(turn).await.unwrap(), TurnEnd::Cancelled);
}

/// Trap 11: what is asked is what the agent sent, secrets and all.
#[tokio::test]
async fn the_host_is_asked_about_the_exact_arguments() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (_, _turn) = stage.prompt(&key).await;
    let input = json!({"command": "deploy", "password": "hunter2", "nested": [1, 2.5, null, {"ü": "\u{0}"}]});
    stage.side.ask("1", "session/request_permission", permission("s", &input)).await;
    let asked = stage.heard.asked.recv().await.unwrap().request;
    assert_eq!((asked.arguments, asked.call.as_str(), asked.title.as_str()), (input, "call", "Run"));
    assert_eq!(asked.kind.as_deref(), Some("execute"));
    let kinds: Vec<_> = asked.options.iter().map(|option| (option.id.as_str(), option.kind)).collect();
    assert_eq!(kinds, [("yes", PermissionKind::AllowOnce), ("never", PermissionKind::RejectAlways), ("no", PermissionKind::RejectOnce)]);
}

#[tokio::test]
async fn a_question_that_names_a_tool_call_alone_is_asked_with_what_was_told_of_it() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (_, _turn) = stage.prompt(&key).await;
    let call = json!({"sessionUpdate": "tool_call", "toolCallId": "c", "title": "Delete", "kind": "delete", "rawInput": {"path": "/x"}});
    stage.side.update("s", call).await;
    let params =
        json!({"sessionId": "s", "toolCall": {"toolCallId": "c"}, "options": [{"optionId": "y", "name": "Y", "kind": "allow_once"}]});
    stage.side.ask("1", "session/request_permission", params).await;
    let asked = stage.heard.asked.recv().await.unwrap().request;
    assert_eq!((asked.title.as_str(), asked.kind.as_deref(), asked.arguments), ("Delete", Some("delete"), json!({"path": "/x"})));
}

#[tokio::test]
async fn an_answer_that_was_not_offered_is_never_given() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (_, _turn) = stage.prompt(&key).await;
    stage.ask_permission("1", "s").await.answer.send(PermissionAnswer::Chosen("allow_always".into())).unwrap();
    assert_eq!(stage.side.answer_to("1").await["error"]["code"], -32603);
    let nothing = json!({"sessionId": "s", "toolCall": {"toolCallId": "c"}, "options": []});
    stage.side.ask("2", "session/request_permission", nothing).await;
    assert_eq!(stage.side.answer_to("2").await["error"]["code"], -32602);
}

#[tokio::test]
async fn a_question_that_is_open_when_its_turn_ends_is_asked_no_more() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (request, turn) = stage.prompt(&key).await;
    let mut asked = stage.ask_permission("1", "s").await;
    stage.side.answer(&request, json!({"stopReason": "end_turn"})).await;
    assert_eq!(ended(turn).await.unwrap(), TurnEnd::Finished);
    tokio::time::timeout(SOON, asked.answer.closed()).await.expect("the question is still open");
    assert_eq!(stage.side.answer_to("1").await["error"]["code"], -32800);
}

#[tokio::test]
async fn a_question_that_the_agent_takes_back_is_asked_no_more() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (_, _turn) = stage.prompt(&key).await;
    let mut asked = stage.ask_permission("1", "s").await;
    stage.side.say(json!({"jsonrpc": "2.0", "method": "$/cancel_request", "params": {"requestId": "1"}})).await;
    assert_eq!(stage.side.answer_to("1").await["error"]["code"], -32800);
    tokio::time::timeout(SOON, asked.answer.closed()).await.expect("the question is still open");
}

#[tokio::test]
async fn a_turn_that_is_not_ended_after_it_was_cancelled_is_given_up() {
    let options = dream_agents::AcpOptions { cancelled: std::time::Duration::from_millis(20), ..crate::stage::options() };
    let mut stage = Stage::with("agent", options, json!({})).await;
    let key = stage.open("s").await;
    let (_, turn) = stage.prompt(&key).await;
    stage.process.cancel(&key).await;
    assert!(matches!(ended(turn).await, Err(AgentError::Silent { request: "session/cancel", .. })));
}

#[tokio::test]
async fn whoever_stops_waiting_for_a_turn_takes_it_back() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (_, turn) = stage.prompt(&key).await;
    turn.abort();
    assert_eq!(stage.side.expect("session/cancel").await["params"]["sessionId"], "s");
}
