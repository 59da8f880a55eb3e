//! An agent made with the SDK, as the supervisor meets it.

use crate::host::Host;
use crate::sandbox::{PipeSandbox, Started};
use crate::stage::{SOON, launch_of, options};
use dream_agent_sdk::{Agent, Error, Failure, PermissionRequest, ReadyAgent, Step, StepState, TurnEnd as End};
use dream_agents::AcpLauncher;
use dream_ports::{
    AgentError, AgentHost, AgentLauncher as _, AgentProcess, AgentUpdate, OfferedServer, PermissionAnswer, PlanEntry, SessionKey,
    SessionSetup, SessionWork, ToolServerCommand, TurnEnd,
};
use serde_json::json;
use std::sync::Arc;

struct Running {
    process: Arc<dyn AgentProcess>,
    key: SessionKey,
    heard: crate::host::Heard,
    _folder: tempfile::TempDir,
}

async fn launch(agent: ReadyAgent) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let (sandbox, mut started) = PipeSandbox::new();
    let (host, heard) = Host::new();
    let (launcher, launch) = (AcpLauncher::new(sandbox, options()), launch_of("agent", folder.path()));
    let launching = tokio::spawn(async move { launcher.launch(launch, Arc::new(host) as Arc<dyn AgentHost>).await });
    let Started { side, .. } = started.recv().await.unwrap();
    let (input, output) = side.into_pipes();
    tokio::spawn(agent.run(input, output));
    let process = launching.await.unwrap().unwrap();
    let server = ToolServerCommand { name: "dreamos".into(), program: "/bin/of/nobody".into(), arguments: Vec::new() };
    let setup =
        SessionSetup { folder: folder.path().to_owned(), work: SessionWork::default(), tool_servers: vec![OfferedServer::Command(server)] };
    let key = process.open(setup).await.unwrap();
    Running { process, key, heard, _folder: folder }
}

#[tokio::test]
async fn what_an_agent_says_asks_and_answers_arrives() {
    let agent = Agent::new("made").version("3.1").on_prompt(|prompt, context| async move {
        context.say(prompt.text)?;
        context.plan([Step { text: "one".into(), state: StepState::Begun }])?;
        let echo = context.extension("_dreamos/echo", json!({"a": 1})).await?;
        let allowed = context.ask_permission(PermissionRequest::new("c", "Do it", json!({"x": 2})).executes()).await?.is_allowed();
        let refused = context.extension("_dreamos/model", json!({})).await.unwrap_err();
        assert!(matches!(&refused, Error::Refused { code, .. } if code == "budget_spent"), "{refused}");
        let unreached = context.tools().await.unwrap_err();
        assert!(matches!(&unreached, Error::ToolServer { name, .. } if name == "dreamos"), "{unreached}");
        context.think(format!("{allowed} {}", echo["parameters"]))?;
        Ok(End::OutOfRequests)
    });
    let mut running = launch(agent).await;
    assert_eq!((running.process.about().name.as_str(), running.process.about().version.as_str()), ("made", "3.1"));
    let (process, key) = (Arc::clone(&running.process), running.key.clone());
    let turn = tokio::spawn(async move { process.prompt(&key, "go".into()).await });
    let asked = running.heard.asked.recv().await.unwrap();
    assert_eq!((asked.request.title.as_str(), asked.request.arguments), ("Do it", json!({"x": 2})));
    asked.answer.send(PermissionAnswer::Chosen("allow_once".into())).unwrap();
    assert_eq!(turn.await.unwrap().unwrap(), TurnEnd::OutOfRequests);
    let told: Vec<AgentUpdate> = std::iter::from_fn(|| running.heard.told.try_recv().ok()).map(|(_, update)| update).collect();
    let expected = [
        AgentUpdate::Message { text: "go".into() },
        AgentUpdate::Plan { entries: vec![PlanEntry { text: "one".into(), status: "in_progress".into() }] },
        AgentUpdate::Thought { text: r#"true {"a":1}"#.into() },
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_failure_is_told_a_panic_is_none_of_the_connections_business_and_a_cancelled_turn_is_dropped() {
    let agent = Agent::new("made").on_prompt(|prompt, context| async move {
        match prompt.text.as_str() {
            "fail" => Err(Failure::lasting("it cannot be done")),
            "panic" => panic!("inside"),
            _ => {
                context.say("waiting")?;
                std::future::pending().await
            }
        }
    });
    let mut running = launch(agent).await;
    let failed = running.process.prompt(&running.key, "fail".into()).await.unwrap_err();
    assert!(matches!(&failed, AgentError::Answered { message, .. } if message.starts_with("it cannot be done")), "{failed}");
    let panicked = running.process.prompt(&running.key, "panic".into()).await.unwrap_err();
    assert!(panicked.to_string().contains("panicked"), "{panicked}");
    let (process, key) = (Arc::clone(&running.process), running.key.clone());
    let turn = tokio::spawn(async move { process.prompt(&key, "wait".into()).await });
    running.heard.told.recv().await.unwrap();
    running.process.cancel(&running.key).await;
    assert_eq!(tokio::time::timeout(SOON, turn).await.unwrap().unwrap().unwrap(), TurnEnd::Cancelled);
}
