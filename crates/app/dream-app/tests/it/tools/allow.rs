//! Tools of other servers: the agent's rules, constraints, and people.

use super::Agent;
use dream_app::constraints::{self, NewConstraint};
use dream_app::permissions::{self, Decision, NewGrant, PermissionFilter};
use dream_govern::{ConstraintScope, Rule};
use dream_id::{Limit, PermissionId};
use dream_ports::ToolVerdict;
use dream_swarm::{Permission, PermissionStatus, PermissionVerdict};
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::time::Duration;

const RULES: &str = r#"
[[tools]]
effect = "allow"
tool = "files__read"

[[tools]]
effect = "deny"
tool = "files__remove"
"#;

/// The permission that waits for people; the only one.
async fn waiting(app: &TestApp) -> dream_ledger::Stream<Permission> {
    let filter = PermissionFilter { status: Some(PermissionStatus::Waiting), ..PermissionFilter::default() };
    let mut page = permissions::list(&app.owner(), filter, None, Limit::new(5)).await.unwrap();
    assert_eq!(page.items.len(), 1);
    page.items.remove(0)
}

async fn decide(app: &TestApp, gate: &dream_ledger::Stream<Permission>, verdict: PermissionVerdict, grant: Option<NewGrant>) {
    let decision = Decision { permission: gate.id(), verdict, seen: gate.digest(), comment: None, grant };
    permissions::decide(&app.owner(), decision).await.unwrap();
}

fn is_waiting(verdict: &ToolVerdict, permission: PermissionId) -> bool {
    matches!(verdict, ToolVerdict::Waiting(why) if why.contains(&permission.to_string()))
}

fn is_denied(verdict: &ToolVerdict, why: &str) -> bool {
    matches!(verdict, ToolVerdict::Denied(told) if told.contains(why))
}

async fn the_rules_of_a_manifest_decide_at_once(app: &TestApp) {
    let agent = Agent::patient(app, "writer", RULES, Duration::ZERO).await;
    assert_eq!(agent.allow("files__read", &json!({"path": "a"})).await, ToolVerdict::Allowed);
    assert!(is_denied(&agent.allow("files__remove", &json!({"path": "a"})).await, "rules deny"));
    let first = agent.allow("files__write", &json!({"path": "a"})).await;
    assert!(is_waiting(&first, waiting(app).await.id()), "{first:?}: what no rule covers is asked for");
}

async fn an_approval_is_of_one_call_alone_traps_11_and_13(app: &TestApp) {
    let agent = Agent::patient(app, "writer", RULES, Duration::ZERO).await;
    let write = |secret: &str| json!({"path": "a", "password": secret});
    agent.allow("files__write", &write("one")).await;
    let gate = waiting(app).await;
    decide(app, &gate, PermissionVerdict::Approve, None).await;
    // The secret is not shown in lists, and yet another one is another call.
    let other = agent.allow("files__write", &write("two")).await;
    assert!(!is_waiting(&other, gate.id()) && other != ToolVerdict::Allowed, "{other:?}");
    assert_eq!(agent.allow("files__write", &write("one")).await, ToolVerdict::Allowed);
    let again = agent.allow("files__write", &write("one")).await;
    assert!(matches!(again, ToolVerdict::Waiting(_)) && !is_waiting(&again, gate.id()), "{again:?}: it was used");
}

async fn a_call_waits_for_people_and_goes_on_when_they_decide(app: &TestApp) {
    let agent = Agent::patient(app, "writer", RULES, Duration::from_mins(1)).await;
    let arguments = json!({"path": "a"});
    let people = async {
        while permissions::waiting(&app.owner()).await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
        decide(app, &waiting(app).await, PermissionVerdict::Reject, None).await;
    };
    let (verdict, ()) = tokio::join!(agent.allow("files__write", &arguments), people);
    assert!(is_denied(&verdict, "rejected"), "{verdict:?}");
}

async fn leave_for_the_like_of_a_call_asks_nobody_again_trap_16(app: &TestApp) {
    let agent = Agent::patient(app, "writer", RULES, Duration::ZERO).await;
    let write = |path: &str| json!({"path": path});
    agent.allow("files__write", &write("a")).await;
    let until = app.app.now().plus(Duration::from_hours(1));
    let grant = NewGrant { patterns: Some(Vec::new()), until, most: 2 };
    decide(app, &waiting(app).await, PermissionVerdict::Approve, Some(grant)).await;
    for path in ["b", "c"] {
        assert_eq!(agent.allow("files__write", &write(path)).await, ToolVerdict::Allowed, "{path}");
    }
    assert!(matches!(agent.allow("files__write", &write("d")).await, ToolVerdict::Waiting(_)), "it was for two calls");
}

async fn constraints_forbid_hosts_paths_and_tools_whatever_the_rules_allow(app: &TestApp) {
    let agent = Agent::patient(app, "writer", RULES, Duration::ZERO).await;
    let rules = vec![
        Rule::DeniedHost { host: "Evil.example".to_owned() },
        Rule::DeniedPath { path: "secrets".to_owned() },
        Rule::DeniedTool { tool: "files__list".to_owned() },
    ];
    let new = NewConstraint { scope: ConstraintScope::Organisation {}, text: "Stay away from there.".to_owned(), rules };
    constraints::add(&app.owner(), new, None).await.unwrap();
    let check = async |tool: &str, arguments: Value, why: Option<&str>| {
        let verdict = agent.allow(tool, &arguments).await;
        match why {
            Some(why) => assert!(is_denied(&verdict, why), "{arguments}: {verdict:?}"),
            None => assert_eq!(verdict, ToolVerdict::Allowed, "{arguments}"),
        }
    };
    check("files__read", json!({"path": "a"}), None).await;
    check("files__read", json!({"url": "https://cdn.evil.example/x"}), Some("constraint")).await;
    check("files__read", json!({"options": [{"path": "./secrets/key"}]}), Some("constraint")).await;
    check("files__read", json!({"evil.example": true}), Some("constraint")).await;
    check("files__list", json!({}), Some("rules deny")).await;
    let told = agent.get("read_constraints", json!({})).await;
    assert_eq!(told["constraints"][0]["text"], json!("Stay away from there."));
}

async fn rules_and_constraints_hold_for_our_own_tools_too(app: &TestApp) {
    let rules = r#"
        [[tools]]
        effect = "ask"
        tool = "*"

        [[tools]]
        effect = "ask"
        tool = "ask_person"

        [[tools]]
        effect = "deny"
        tool = "send_*"
        [[tools.arguments]]
        at = "/channel"
        equals = "broadcast"
    "#;
    let agent = Agent::patient(app, "writer", rules, Duration::ZERO).await;
    let say = |channel: &str| json!({"channel": channel, "text": "hello"});
    assert_eq!(agent.refused("send_message", say("broadcast")).await, "tool_denied");
    agent.get("send_message", say("topic/news")).await;
    let question = json!({"question": "May I?"});
    assert_eq!(agent.refused("ask_person", question.clone()).await, "permission_waiting");
    decide(app, &waiting(app).await, PermissionVerdict::Approve, None).await;
    agent.get("ask_person", question).await;
    let denied = vec![Rule::DeniedTool { tool: "list_tasks".to_owned() }];
    let new = NewConstraint { scope: ConstraintScope::Organisation {}, text: "Look at no other tasks.".to_owned(), rules: denied };
    constraints::add(&app.owner(), new, None).await.unwrap();
    assert_eq!(agent.refused("list_tasks", json!({})).await, "tool_denied");
}

dream_testkit::for_both_engines!(
    rules_and_constraints_hold_for_our_own_tools_too,
    the_rules_of_a_manifest_decide_at_once,
    an_approval_is_of_one_call_alone_traps_11_and_13,
    a_call_waits_for_people_and_goes_on_when_they_decide,
    leave_for_the_like_of_a_call_asks_nobody_again_trap_16,
    constraints_forbid_hosts_paths_and_tools_whatever_the_rules_allow,
);
