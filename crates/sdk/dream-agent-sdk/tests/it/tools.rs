//! Each helper calls its tool with the arguments that the server knows.

use dream_agent_sdk::testing::Supervisor;
use dream_agent_sdk::{
    Agent, ArtifactFile, Context, Done, Error, Failure, LogLevel, NewTask, PermissionOption, PermissionRequest, ToolOutcome, TurnEnd,
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// Runs `work` as an agent, and returns the tools that it called.
async fn calls<F, W>(supervisor: Supervisor, work: F) -> Vec<(String, Value)>
where
    F: Fn(Context) -> W + Send + Sync + 'static,
    W: Future<Output = Result<(), Error>> + Send + 'static,
{
    let outcome: Arc<Mutex<Result<(), String>>> = Arc::new(Mutex::new(Ok(())));
    let (kept, work) = (Arc::clone(&outcome), Arc::new(work));
    let agent = Agent::new("caller").on_prompt(move |_, context| {
        let (kept, work) = (Arc::clone(&kept), Arc::clone(&work));
        async move {
            let done = work(context).await;
            *kept.lock().unwrap() = done.map_err(|error| error.to_string());
            Ok(TurnEnd::Finished)
        }
    });
    let report = supervisor.run(agent).await.unwrap();
    assert_eq!(*outcome.lock().unwrap(), Ok(()));
    report.calls
}

fn call(tool: &str, arguments: Value) -> (String, Value) {
    (tool.to_owned(), arguments)
}

#[tokio::test]
async fn tools_about_tasks() {
    let made = calls(Supervisor::new(), |context| async move {
        assert_eq!(context.list_tasks(Some("queued"), None, Some(5)).await?[0].task, "tsk_test");
        context.claim_task(None).await?;
        context.claim_task(Some("tsk_1")).await?;
        assert!(!context.heartbeat(Some("tsk_1")).await?.cancel);
        context.report_progress(Some(40), "nearly half").await?;
        context.report_progress(None, "on it").await?;
        let parts = [
            NewTask { title: "a".into(), ..NewTask::default() },
            NewTask { title: "b".into(), body: "B".into(), depends_on: vec!["a".into()], role: Some("writer".into()) },
        ];
        assert_eq!(context.split_task(&parts).await?, ["tsk_part1", "tsk_part2"]);
        context.complete_task(Some("tsk_1"), &Done::new("done").artifact("x")).await?;
        context.fail_task(None, &Failure::passing("later")).await
    })
    .await;
    let expected = [
        call("list_tasks", json!({"status": "queued", "limit": 5})),
        call("claim_task", json!({})),
        call("claim_task", json!({"task": "tsk_1"})),
        call("heartbeat", json!({"task": "tsk_1"})),
        call("report_progress", json!({"percent": 40, "text": "nearly half"})),
        call("report_progress", json!({"text": "on it"})),
        call("split_task", json!({"tasks": [{"title": "a"}, {"title": "b", "body": "B", "depends_on": ["a"], "role": "writer"}]})),
        call("complete_task", json!({"summary": "done", "artifacts": ["x"], "task": "tsk_1"})),
        call("fail_task", json!({"reason": "later", "retryable": true})),
    ];
    assert_eq!(made, expected);
}

#[tokio::test]
async fn tools_about_messages_artifacts_and_people() {
    let supervisor = Supervisor::new().message("captain", "ada", "hello").artifact("brief", "a.md", "A").artifact("brief", "b.md", "B");
    let made = calls(supervisor, |context| async move {
        context.send_message("broadcast", "hi").await?;
        let messages = context.read_messages(Some("captain"), None).await?;
        context.reply(&messages[0], "yes").await?;
        context.acknowledge(&messages[0]).await?;
        context.decline(&messages[0]).await?;
        assert_eq!(context.list_artifacts().await?[0].files, ["a.md", "b.md"]);
        assert_eq!(context.read_artifact("brief", Some(1), Some("b.md")).await?.text(), Some("B"));
        let files = [ArtifactFile::text("t", "T"), ArtifactFile::base64("b", "AA=="), ArtifactFile::from_folder("f", "out/f.bin")];
        assert!(context.publish("result", &files).await?.accepted);
        assert_eq!(context.constraints().await?, []);
        context.ask_person("Which?", &["a", "b"], true).await?;
        context.ask_person("Why?", &[], false).await?;
        context.record_decision("A", "because").await?;
        context.write_log(LogLevel::Warn, "it was late").await
    })
    .await;
    let mut made = made;
    let key = made.last_mut().unwrap().1.as_object_mut().unwrap().remove("key").unwrap();
    assert!(key.as_str().unwrap().len() == 32, "a line is known again by its key: {key}");
    let files = json!([{"path": "t", "text": "T"}, {"path": "b", "base64": "AA=="}, {"path": "f", "from": "out/f.bin"}]);
    let expected = [
        call("send_message", json!({"channel": "broadcast", "text": "hi"})),
        call("read_messages", json!({"channel": "captain"})),
        call("send_message", json!({"channel": "captain", "text": "yes", "reply_to": "msg_1"})),
        call("acknowledge_message", json!({"delivery": "delivery-1"})),
        call("acknowledge_message", json!({"delivery": "delivery-1", "failed": true})),
        call("list_artifacts", json!({})),
        call("read_artifact", json!({"name": "brief", "version": 1, "path": "b.md"})),
        call("publish_artifact", json!({"name": "result", "files": files})),
        call("read_constraints", json!({})),
        call("ask_person", json!({"question": "Which?", "choices": ["a", "b"], "urgent": true})),
        call("ask_person", json!({"question": "Why?"})),
        call("record_decision", json!({"decision": "A", "why": "because"})),
        call("write_log", json!({"level": "warn", "text": "it was late"})),
    ];
    assert_eq!(made, expected);
}

#[tokio::test]
async fn a_line_whose_answer_is_lost_is_sent_again_under_its_key() {
    let made = calls(Supervisor::new().losing_an_answer("write_log"), |context| async move {
        context.write_log(LogLevel::Info, "one").await?;
        context.write_log(LogLevel::Info, "two").await
    })
    .await;
    let lines: Vec<(&str, &str)> =
        made.iter().map(|(_, given)| (given["text"].as_str().unwrap(), given["key"].as_str().unwrap())).collect();
    let [(first, key), (again, same), (second, other)] = lines[..] else { panic!("{lines:?}") };
    assert_eq!((first, again, second), ("one", "one", "two"));
    assert!(key == same && key != other, "{lines:?}");
}

#[tokio::test]
async fn tools_of_other_servers_are_listed_and_called_and_a_failure_says_why() {
    let weather = |arguments: Value| ToolOutcome { text: format!("sunny in {}", arguments["place"]), data: None, failed: false };
    let supervisor = Supervisor::new().tool("weather__today", weather);
    calls(supervisor, |context| async move {
        let tools = context.tools().await?;
        let names: Vec<String> = tools.list().await?.into_iter().map(|tool| tool.name).collect();
        assert!(names.contains(&"weather__today".to_owned()) && names.contains(&"get_task".to_owned()), "{names:?}");
        assert_eq!(tools.call("weather__today", json!({"place": "Rome"})).await?.text, "sunny in \"Rome\"");
        let missing = context.read_text("none").await.unwrap_err();
        assert!(matches!(&missing, Error::Tool { tool, code, .. } if tool == "read_artifact" && code == "test"), "{missing}");
        assert_eq!(tools.call("weather__today", json!(5)).await.unwrap_err().code(), "argument");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn permission_is_asked_for_the_exact_arguments() {
    for (answer, allowed) in
        [(PermissionOption::AllowOnce, true), (PermissionOption::RejectOnce, false), (PermissionOption::AllowAlways, false)]
    {
        let agent = Agent::new("asker").on_prompt(|_, context| async move {
            let request = PermissionRequest::new("call", "Delete", json!({"path": "/x", "password": "p"})).edits();
            context.say(context.ask_permission(request).await?.is_allowed().to_string())?;
            Ok(TurnEnd::Finished)
        });
        let report = Supervisor::new().permission(answer).run(agent).await.unwrap();
        assert_eq!((report.said, report.permissions), (allowed.to_string(), vec![json!({"path": "/x", "password": "p"})]));
    }
}
