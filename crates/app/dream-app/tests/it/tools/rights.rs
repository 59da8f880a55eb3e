//! An agent has the rights of its manifest, now.

use super::{Agent, task};
use dream_app::{agents, projects};
use dream_ports::ToolVerdict;
use dream_swarm::Desired;
use dream_testkit::TestApp;
use serde_json::json;
use std::time::Duration;

async fn an_agent_that_is_stopped_or_removed_calls_nothing(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    agent.get("list_tasks", json!({})).await;
    agents::want(&app.owner(), "writer", Desired::Stopped).await.unwrap();
    assert_eq!(agent.refused("list_tasks", json!({})).await, "agent_stopped");
    assert!(matches!(agent.allow("files__read", &json!({})).await, ToolVerdict::Denied(_)), "what cannot be decided is not allowed");
    agents::want(&app.owner(), "writer", Desired::OnDemand).await.unwrap();
    agent.get("list_tasks", json!({})).await;
    agents::remove(&app.owner(), "writer").await.unwrap();
    assert_eq!(agent.refused("read_messages", json!({})).await, "unknown_agent");
}

async fn an_agent_that_is_held_to_a_project_reads_its_own_channel_and_nothing_of_others(app: &TestApp) {
    let new = projects::NewProject { name: "site".to_owned(), brief: b"A site.".to_vec(), template: "software-delivery".to_owned() };
    let project = projects::create(&app.owner(), new).await.unwrap();
    let id = project.id();
    let agent = Agent::patient(app, "writer", &format!("projects = [\"{id}\"]"), Duration::ZERO).await;
    let outside = task(app, "writer", "Elsewhere").await;
    assert_eq!(agent.refused("claim_task", json!({"task": outside})).await, "role_too_low");
    assert_eq!(agent.get("list_tasks", json!({})).await["tasks"], json!([]));
    assert_eq!(agent.get("read_messages", json!({})).await["messages"], json!([]));
    assert_eq!(agent.refused("read_messages", json!({"channel": "broadcast"})).await, "role_too_low");
    assert_eq!(agent.refused("send_message", json!({"channel": "topic/news", "text": "x"})).await, "role_too_low");
}

dream_testkit::for_both_engines!(
    an_agent_that_is_stopped_or_removed_calls_nothing,
    an_agent_that_is_held_to_a_project_reads_its_own_channel_and_nothing_of_others,
);
