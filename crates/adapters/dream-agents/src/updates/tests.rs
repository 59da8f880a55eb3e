//! Tests of how updates are read.

use super::{Read, Told, tool};
use dream_ports::{AgentUpdate, PlanEntry, ToolStatus};
use serde_json::{Value, json};

fn read(update: &Value) -> Result<AgentUpdate, String> {
    let line = json!({"sessionId": "s", "update": update}).to_string();
    let told: Told<'_> = serde_json::from_str(&line).map_err(|error| error.to_string())?;
    match told.read().map_err(|error| error.to_string())? {
        Read::Call(call) => Ok(tool(&call)),
        Read::Other(update) => Ok(update),
    }
}

#[test]
fn every_kind_of_update_is_read_and_a_new_kind_is_told_by_its_name() {
    let text = |text: &str| json!({"type": "text", "text": text});
    let call = |title: Option<&str>, kind: Option<&str>, status| AgentUpdate::Tool {
        id: "c".into(),
        title: title.map(str::to_owned),
        kind: kind.map(str::to_owned),
        status,
    };
    let usage = |cost| AgentUpdate::Usage { used_tokens: 5, window_tokens: 10, cost_micros: cost };
    let other = |kind: &str| AgentUpdate::Other { kind: kind.to_owned() };
    let cases = [
        (json!({"sessionUpdate": "agent_message_chunk", "content": text("hi")}), AgentUpdate::Message { text: "hi".into() }),
        (json!({"sessionUpdate": "agent_thought_chunk", "content": text("hm")}), AgentUpdate::Thought { text: "hm".into() }),
        (
            json!({"sessionUpdate": "tool_call", "toolCallId": "c", "title": "Read", "kind": "read"}),
            call(Some("Read"), Some("read"), Some(ToolStatus::Pending)),
        ),
        (json!({"sessionUpdate": "tool_call_update", "toolCallId": "c", "status": "failed"}), call(None, None, Some(ToolStatus::Failed))),
        (json!({"sessionUpdate": "tool_call_update", "toolCallId": "c"}), call(None, None, None)),
        (
            json!({"sessionUpdate": "plan", "entries": [{"content": "a", "priority": "high", "status": "in_progress"}]}),
            AgentUpdate::Plan { entries: vec![PlanEntry { text: "a".into(), status: "in_progress".into() }] },
        ),
        (json!({"sessionUpdate": "usage_update", "used": 5, "size": 10}), usage(None)),
        (
            json!({"sessionUpdate": "usage_update", "used": 5, "size": 10, "cost": {"amount": 0.25, "currency": "USD"}}),
            usage(Some(250_000)),
        ),
        (json!({"sessionUpdate": "usage_update", "used": 5, "size": 10, "cost": {"amount": -1.0, "currency": "USD"}}), usage(None)),
        (json!({"sessionUpdate": "usage_update", "used": 5, "size": 10, "cost": {"amount": 1.0, "currency": "EUR"}}), usage(None)),
        (json!({"sessionUpdate": "current_mode_update", "currentModeId": "x"}), other("current_mode_update")),
        (json!({"sessionUpdate": "something_new", "field": 1}), other("something_new")),
    ];
    for (update, expected) in cases {
        assert_eq!(read(&update), Ok(expected), "{update}");
    }
}

#[test]
fn an_update_that_is_broken_is_an_error() {
    let cases = [
        json!({}),
        json!({"sessionUpdate": "agent_message_chunk"}),
        json!({"sessionUpdate": "usage_update", "used": -5, "size": 1}),
        json!(1),
    ];
    for update in cases {
        assert!(read(&update).is_err(), "{update}");
    }
}
