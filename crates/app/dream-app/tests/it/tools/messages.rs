//! An agent's messages: sent, read, acknowledged, answered; questions, decisions and log lines.

use super::{Agent, task};
use dream_app::{logs, messages, permissions};
use dream_messages::Headers;
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::time::Duration;

async fn say(app: &TestApp, channel: &str, text: &str) -> String {
    let outgoing = messages::Outgoing {
        channel: channel.to_owned(),
        project: None,
        body: text.to_owned(),
        headers: Headers::new(),
        key: None,
        expires_in: None,
        reply_to: None,
        correlation: None,
    };
    messages::send(&app.owner(), outgoing).await.unwrap().message.id.to_string()
}

async fn texts(agent: &Agent, arguments: Value) -> Vec<String> {
    let read = agent.get("read_messages", arguments).await;
    read["messages"].as_array().unwrap().iter().map(|message| message["text"].as_str().unwrap().to_owned()).collect()
}

async fn what_was_sent_before_an_agent_first_looked_is_not_lost(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    say(app, "agent/writer", "hello").await;
    say(app, "agent/writer/orders", "first this").await;
    let read = agent.get("read_messages", json!({})).await;
    let read = read["messages"].as_array().unwrap();
    assert_eq!(read.iter().map(|message| &message["text"]).collect::<Vec<_>>(), ["first this", "hello"], "orders come first");
    assert_eq!(texts(&agent, json!({})).await, [""; 0], "they are in the agent's hands");
    agent.get("acknowledge_message", json!({"delivery": read[0]["delivery"]})).await;
    agent.get("acknowledge_message", json!({"message": read[1]["message"], "failed": true})).await;
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(texts(&agent, json!({"limit": 5})).await, ["hello"], "what failed comes again");
    assert_eq!(agent.refused("acknowledge_message", json!({"message": read[0]["message"]})).await, "not_delivered");
}

async fn an_agent_settles_nobody_elses_deliveries(app: &TestApp) {
    let (agent, other) = (Agent::new(app, "writer").await, Agent::new(app, "writer-2").await);
    let message = say(app, "agent/writer", "hello").await;
    let delivery = agent.get("read_messages", json!({})).await["messages"][0]["delivery"].clone();
    assert_eq!(other.refused("acknowledge_message", json!({"delivery": delivery})).await, "invalid_delivery");
    assert_eq!(other.refused("acknowledge_message", json!({"message": message})).await, "not_delivered");
    for wrong in ["", "agent.writer", "agent.writer/x/1", "agent.writer/../1"] {
        assert_eq!(agent.refused("acknowledge_message", json!({"delivery": wrong})).await, "invalid_delivery", "{wrong}");
    }
    agent.get("acknowledge_message", json!({"delivery": delivery})).await;
}

async fn agents_talk_to_each_other_over_channels(app: &TestApp) {
    let (agent, other) = (Agent::new(app, "writer").await, Agent::new(app, "other").await);
    let asked = agent.get("send_message", json!({"channel": "agent/other", "text": "ready?"})).await;
    let read = other.get("read_messages", json!({})).await["messages"][0].clone();
    assert_eq!((&read["message"], &read["sender"]), (&asked["message"], &json!("agent/writer")));
    other.get("send_message", json!({"channel": "agent/writer", "text": "yes", "reply_to": read["message"]})).await;
    assert_eq!(agent.get("read_messages", json!({})).await["messages"][0]["correlation"], asked["message"]);
    agent.get("send_message", json!({"channel": "topic/news", "text": "it is done"})).await;
    assert_eq!(texts(&other, json!({"channel": "topic/news"})).await, ["it is done"]);
    assert_eq!(agent.refused("send_message", json!({"channel": "agent/other/orders", "text": "jump"})).await, "role_too_low");
    assert_eq!(agent.refused("send_message", json!({"channel": "nowhere", "text": "x"})).await, "bad_channel");
}

async fn an_answer_of_a_person_comes_as_a_message(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    let id = task(app, "writer", "Write it").await;
    agent.get("claim_task", json!({"task": id})).await;
    let own = agent.about(id, 1);
    let asked = own.get("ask_person", json!({"question": "In blue?", "choices": ["yes", "no"], "urgent": true})).await;
    let question = asked["question"].as_str().unwrap().parse().unwrap();
    assert_eq!(permissions::find(&app.owner(), question).await.unwrap().text, "Urgent: In blue?");
    permissions::answer(&app.owner(), question, "yes".to_owned()).await.unwrap();
    let read = own.get("read_messages", json!({})).await["messages"][0].clone();
    assert_eq!((&read["text"], &read["question"]), (&json!("yes"), &asked["question"]));
    assert_eq!(own.refused("ask_person", json!({"question": "  ", "urgent": true})).await, "question_empty");
}

async fn a_decision_on_record_is_found_again(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    let id = task(app, "writer", "Write it").await;
    agent.get("claim_task", json!({"task": id})).await;
    let own = agent.about(id, 1);
    assert_eq!(own.refused("record_decision", json!({"decision": "blue", "why": " "})).await, "empty_decision");
    own.get("record_decision", json!({"decision": "blue", "why": "it was there"})).await;
    let filter = dream_app::history::HistoryFilter { text: Some("blue".to_owned()), ..Default::default() };
    let found = dream_app::history::search(&app.owner(), filter, None, dream_id::Limit::new(5)).await.unwrap();
    let message = &found.page.items[0].message;
    assert_eq!((message.sender.as_str(), message.body.as_str()), ("agent/writer", "blue\n\nWhy: it was there"));
    assert_eq!(message.headers["task"], id.to_string());
}

async fn a_line_of_an_agent_is_in_the_log_of_its_work(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    let written = agent.get("write_log", json!({"text": "about nothing", "level": "warn"})).await;
    assert_eq!(written["log"], "agent/writer");
    let id = task(app, "writer", "Write it").await;
    agent.get("claim_task", json!({"task": id})).await;
    agent.about(id, 1).get("write_log", json!({"text": "about the task", "fields": {"pages": 3}})).await;
    for _ in 0..2 {
        agent.get("write_log", json!({"text": "sent again", "key": "k1"})).await;
    }
    assert_eq!(agent.refused("write_log", json!({"text": "another", "key": "k1"})).await, "idempotency_key_reused");
    assert_eq!(agent.refused("write_log", json!({"text": "t", "key": " "})).await, "invalid_idempotency_key");
    assert_eq!(agent.refused("write_log", json!({"text": "t", "level": "loud"})).await, "invalid_arguments");
    assert_eq!(agent.refused("write_log", json!({"text": "t", "task": "tsk_01jd3kz5e8f0vs1m7q2w9x4t6b"})).await, "not_found");
    let filter = logs::Filter { source: Some("agent".to_owned()), ..logs::Filter::default() };
    let search = logs::Search { filter, limit: 9, order: logs::Order::Oldest, ..logs::Search::default() };
    let found = logs::search(&app.owner(), search).await.unwrap().lines;
    let lines: Vec<_> = found.iter().map(|found| (found.line.message.as_str(), found.line.level, found.line.task)).collect();
    let (warn, info) = (logs::Level::Warn, logs::Level::Info);
    assert_eq!(lines, [("about nothing", warn, None), ("about the task", info, Some(id)), ("sent again", info, None)]);
    assert!(found.iter().all(|found| found.line.fields["log.by"] == "agent/writer"));
    assert_eq!(found[1].line.fields["pages"], 3);
}

dream_testkit::for_both_engines!(
    a_line_of_an_agent_is_in_the_log_of_its_work,
    what_was_sent_before_an_agent_first_looked_is_not_lost,
    an_agent_settles_nobody_elses_deliveries,
    agents_talk_to_each_other_over_channels,
    an_answer_of_a_person_comes_as_a_message,
    a_decision_on_record_is_found_again,
);
