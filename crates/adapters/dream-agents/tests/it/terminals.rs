//! Terminals: commands of a conversation, confined as its agent is.

use crate::sandbox::Started;
use crate::side::Side;
use crate::stage::{Stage, options};
use dream_agents::AcpOptions;
use dream_ports::{Exit, SandboxLevel};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

async fn call(side: &mut Side, method: &str, mut params: Value) -> Value {
    params["sessionId"] = params.get("sessionId").cloned().unwrap_or_else(|| json!("s"));
    side.ask("call", method, params).await;
    side.answer_to("call").await
}

async fn create(stage: &mut Stage, params: Value) -> (String, Started) {
    let answer = call(&mut stage.side, "terminal/create", params).await;
    let id = answer["result"]["terminalId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    (id, stage.started.recv().await.unwrap())
}

#[tokio::test]
async fn a_command_runs_confined_as_its_agent_and_its_newest_output_is_kept() {
    let mut stage = Stage::new().await;
    stage.open("s").await;
    let env = json!([{"name": "A", "value": "b"}]);
    let params = json!({"command": "cargo", "args": ["test"], "env": env, "outputByteLimit": 8});
    let (id, mut started) = create(&mut stage, params).await;
    let command = &started.command;
    assert_eq!((command.program.to_str(), &*command.arguments), (Some("cargo"), &["test".to_owned()][..]));
    assert_eq!(
        (command.workspace.as_path(), command.floor, command.limits.processes),
        (stage.folder.path(), SandboxLevel::Landlock, Some(7))
    );
    assert_eq!(command.environment.keys().collect::<Vec<_>>(), ["A", "PATH"]);

    let running = call(&mut stage.side, "terminal/output", json!({"terminalId": id})).await;
    assert_eq!(running["result"], json!({"output": "", "truncated": false}));
    started.side.output.write_all(b"0123456789").await.unwrap();
    started.side.errors.write_all(b"").await.unwrap();
    started.process.exit(Exit::Code(2));
    let exited = call(&mut stage.side, "terminal/wait_for_exit", json!({"terminalId": id})).await;
    assert_eq!(exited["result"], json!({"exitCode": 2}));
    let output = call(&mut stage.side, "terminal/output", json!({"terminalId": id})).await;
    assert_eq!(output["result"], json!({"output": "23456789", "truncated": true, "exitStatus": {"exitCode": 2}}));
    assert_eq!(call(&mut stage.side, "terminal/release", json!({"terminalId": id})).await["result"], json!({}));
    assert_eq!(call(&mut stage.side, "terminal/output", json!({"terminalId": id})).await["error"]["code"], -32602);
}

#[tokio::test]
async fn a_command_that_is_killed_can_still_be_read_and_one_that_is_released_is_killed() {
    let mut stage = Stage::new().await;
    stage.open("s").await;
    let (killed, process) = create(&mut stage, json!({"command": "sleep 100"})).await;
    assert_eq!(process.command.arguments, ["-c", "sleep 100"]);
    assert_eq!(call(&mut stage.side, "terminal/kill", json!({"terminalId": killed})).await["result"], json!({}));
    assert_eq!(call(&mut stage.side, "terminal/wait_for_exit", json!({"terminalId": killed})).await["result"], json!({"signal": "9"}));
    let (released, process) = create(&mut stage, json!({"command": "sleep", "args": ["100"]})).await;
    call(&mut stage.side, "terminal/release", json!({"terminalId": released})).await;
    assert!(process.process.is_dead());
}

#[tokio::test]
async fn a_command_starts_in_the_folder_or_below_it_and_its_agent_cannot_mislead_the_sandbox() {
    let mut stage = Stage::new().await;
    stage.open("s").await;
    let below = stage.folder.path().join("sub");
    let (_, started) = create(&mut stage, json!({"command": "ls", "cwd": below})).await;
    // The folder that the sandbox opens is never one that the agent could have made a link.
    assert_eq!(started.command.workspace, stage.folder.path());
    assert_eq!(started.command.arguments[2..], ["sh", below.to_str().unwrap(), "ls"]);
    for cwd in ["/", "/etc", "../x", "sub/../../x"] {
        let answer = call(&mut stage.side, "terminal/create", json!({"command": "ls", "cwd": cwd})).await;
        assert_eq!(answer["error"]["code"], -32602, "{cwd}: {answer}");
    }
}

#[tokio::test]
async fn terminals_belong_to_their_conversation_are_counted_and_end_with_it() {
    let mut stage = Stage::with("agent", AcpOptions { terminals: 2, ..options() }, json!({})).await;
    let key = stage.open("s").await;
    stage.open("other").await;
    let (first, one) = create(&mut stage, json!({"command": "a"})).await;
    let (_, two) = create(&mut stage, json!({"command": "b"})).await;
    let refused = call(&mut stage.side, "terminal/create", json!({"command": "c"})).await;
    assert_eq!(refused["error"]["data"]["code"], "terminal_refused");
    let foreign = call(&mut stage.side, "terminal/output", json!({"sessionId": "other", "terminalId": first})).await;
    assert_eq!(foreign["error"]["code"], -32602);
    stage.process.close(&key).await;
    assert!(one.process.is_dead() && two.process.is_dead());
}
