//! An agent works on tasks by tool.

use super::{Agent, task};
use dream_app::tasks;
use dream_swarm::Status;
use dream_testkit::TestApp;
use serde_json::json;
use std::time::Duration;

async fn an_agent_claims_works_and_completes_a_task(app: &TestApp) {
    let (agent, other) = (Agent::new(app, "writer").await, Agent::new(app, "other").await);
    assert_eq!(agent.refused("claim_task", json!({})).await, "nothing_to_claim");
    assert_eq!(agent.refused("get_task", json!({})).await, "no_task");
    let id = task(app, "writer", "Write it").await;
    assert_eq!(other.refused("claim_task", json!({})).await, "nothing_to_claim", "it is of another role");
    let claimed = agent.get("claim_task", json!({})).await;
    assert_eq!((&claimed["id"], &claimed["body"], &claimed["attempt"]), (&json!(id), &json!("Write it: all of it"), &json!(1)));
    assert_eq!(other.refused("heartbeat", json!({"task": id})).await, "stale_claim");
    agent.get("heartbeat", json!({"task": id})).await;
    // In a conversation of its own the task need not be named, and every word carries the attempt.
    let own = agent.about(id, 1);
    let current = own.get("get_task", json!({})).await;
    assert_eq!((&current["title"], &current["constraints"]), (&json!("Write it"), &json!([])));
    own.get("report_progress", json!({"percent": 40, "text": "half of it"})).await;
    assert_eq!(tasks::find(&app.owner(), id).await.unwrap().entry.unwrap().progress.percent, Some(40));
    let done = own.get("complete_task", json!({"summary": "it is written"})).await;
    assert_eq!(done["status"], json!("done"));
    assert_eq!(agent.about(id, 1).refused("complete_task", json!({"summary": "again"})).await, "task_done");
}

async fn an_attempt_that_is_over_has_no_say(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    let id = task(app, "writer", "Write it").await;
    agent.get("claim_task", json!({"task": id})).await;
    let first = agent.about(id, 1);
    let failed = first.get("fail_task", json!({"reason": "no ink", "retryable": true})).await;
    assert_ne!(failed["status"], json!("failed"));
    app.clock.advance(Duration::from_hours(1));
    tasks::settle_due(&dream_app::Op::of_worker(app.app.clone(), "tasks"), false).await.unwrap();
    assert_eq!(agent.get("claim_task", json!({})).await["attempt"], json!(2));
    assert_eq!(first.refused("complete_task", json!({"summary": "after all"})).await, "stale_claim");
    let second = agent.about(id, 2);
    assert_eq!(second.get("fail_task", json!({"reason": "no paper"})).await["status"], json!("failed"));
    assert_eq!(tasks::find(&app.owner(), id).await.unwrap().standing().status, Status::Failed);
}

async fn a_task_is_split_into_parts_that_wait_for_each_other(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    let id = task(app, "writer", "Write it").await;
    agent.get("claim_task", json!({"task": id})).await;
    let own = agent.about(id, 1);
    let unknown = json!({"tasks": [{"title": "b", "depends_on": ["a"]}, {"title": "a"}]});
    assert_eq!(own.refused("split_task", unknown).await, "unknown_dependency");
    assert_eq!(own.refused("split_task", json!({"tasks": []})).await, "too_many");
    let parts = json!({"tasks": [{"title": "a", "role": "x"}, {"title": "b", "body": "the rest", "depends_on": ["a"]}]});
    let made = own.get("split_task", parts).await;
    let ids: Vec<dream_id::TaskId> = serde_json::from_value(made["tasks"].clone()).unwrap();
    let (first, second) = (tasks::find(&app.owner(), ids[0]).await.unwrap(), tasks::find(&app.owner(), ids[1]).await.unwrap());
    assert_eq!((first.task.parent, second.task.parent), (Some(id), Some(id)));
    assert_eq!((first.standing().status, second.standing().status), (Status::Queued, Status::Blocked));
    assert_eq!(second.task.depends_on, [ids[0]]);
    let listed = own.get("list_tasks", json!({"status": "blocked"})).await;
    assert_eq!(listed["tasks"].as_array().unwrap().len(), 1);
    assert_eq!(own.refused("list_tasks", json!({"status": "tired"})).await, "invalid_status");
}

async fn what_is_no_stage_hands_in_no_artifact(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    let id = task(app, "writer", "Write it").await;
    agent.get("claim_task", json!({"task": id})).await;
    let own = agent.about(id, 1);
    let file = |more: serde_json::Value| json!({"name": "prd", "files": [more]});
    assert_eq!(own.refused("publish_artifact", file(json!({"path": "prd.md", "text": "x"}))).await, "no_stage");
    assert_eq!(own.refused("publish_artifact", file(json!({"path": "prd.md"}))).await, "invalid_file");
    assert_eq!(own.refused("publish_artifact", file(json!({"path": "prd.md", "base64": "?"}))).await, "invalid_file");
    assert_eq!(own.refused("publish_artifact", file(json!({"path": "prd.md", "from": "/etc/passwd"}))).await, "no_work");
    assert_eq!(own.get("list_artifacts", json!({})).await["artifacts"], json!([]));
    assert_eq!(own.refused("read_artifact", json!({"name": "prd"})).await, "not_found");
    assert_eq!(own.refused("complete_task", json!({"summary": "x", "artifacts": ["prd"]})).await, "not_found");
}

dream_testkit::for_both_engines!(
    an_agent_claims_works_and_completes_a_task,
    an_attempt_that_is_over_has_no_say,
    a_task_is_split_into_parts_that_wait_for_each_other,
    what_is_no_stage_hands_in_no_artifact,
);
