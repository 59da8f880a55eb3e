//! What agents do by tool, on a whole core: their tasks, their messages, and tools of other servers.

mod allow;
mod messages;
mod rights;
mod stage;
mod tasks;

use dream_app::agents;
use dream_app::tasks::NewTask;
use dream_app::tools::SwarmTools;
use dream_id::TaskId;
use dream_ports::{AgentRef, SessionWork, ToolAnswer, ToolCaller, ToolHost as _, ToolVerdict};
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::time::Duration;

/// An agent with its tools.
pub(crate) struct Agent {
    pub(crate) tools: SwarmTools,
    pub(crate) caller: ToolCaller,
}

impl Agent {
    /// A new agent called `name`, whose manifest says `more` besides; calls wait for people as long as `patience`.
    pub(crate) async fn patient(app: &TestApp, name: &str, more: &str, patience: Duration) -> Self {
        let manifest = format!("name = \"{name}\"\nrole = \"{name}\"\n{more}\n[runtime]\nkind = \"llm\"\n");
        let registered = agents::register(&app.owner(), "agent.toml", manifest, None).await.unwrap();
        let agent = AgentRef { org: app.org, agent: registered.id(), name: name.to_owned() };
        let caller = ToolCaller { agent, work: SessionWork::default(), folder: "/nowhere".into() };
        Self { tools: SwarmTools::new(app.app.clone(), patience), caller }
    }

    pub(crate) async fn new(app: &TestApp, name: &str) -> Self {
        Self::patient(app, name, "", Duration::ZERO).await
    }

    /// The agent in a conversation about a task.
    pub(crate) fn about(&self, task: TaskId, attempt: u32) -> Self {
        let work = SessionWork { task: Some((task, attempt)), attempt: None };
        Self { tools: self.tools.clone(), caller: ToolCaller { work, ..self.caller.clone() } }
    }

    pub(crate) async fn call(&self, tool: &str, arguments: Value) -> ToolAnswer {
        self.tools.call(&self.caller, tool, arguments).await
    }

    /// What a call gives, as data.
    pub(crate) async fn get(&self, tool: &str, arguments: Value) -> Value {
        let answer = self.call(tool, arguments).await;
        assert!(!answer.failed, "{tool}: {}", answer.text);
        answer.data.unwrap()
    }

    /// The code with which a call is refused.
    pub(crate) async fn refused(&self, tool: &str, arguments: Value) -> String {
        let answer = self.call(tool, arguments).await;
        assert!(answer.failed, "{tool}: {}", answer.text);
        let code = answer.data.unwrap()["code"].as_str().unwrap().to_owned();
        assert!(answer.text.ends_with(&format!("({code})")), "{}", answer.text);
        code
    }

    pub(crate) async fn allow(&self, tool: &str, arguments: &Value) -> ToolVerdict {
        self.tools.allow(&self.caller, tool, arguments).await
    }
}

/// Makes a task of the owner's for the role `role`.
pub(crate) async fn task(app: &TestApp, role: &str, title: &str) -> TaskId {
    let new = NewTask { role: Some(role.to_owned()), body: Some(format!("{title}: all of it")), ..NewTask::titled(title) };
    dream_app::tasks::create(&app.owner(), new).await.unwrap().task.id()
}

async fn every_tool_says_what_it_takes(app: &TestApp) {
    let agent = Agent::new(app, "writer").await;
    for tool in agent.tools.offered(&agent.caller).await {
        assert!(tool.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && tool.description.len() > 20, "{}", tool.name);
        assert_eq!((&tool.parameters["type"], &tool.parameters["additionalProperties"]), (&json!("object"), &json!(false)));
        // What the schema does not know is refused, and so is what it demands when it is not there.
        assert_eq!(agent.refused(&tool.name, json!({"surprise": 1})).await, "invalid_arguments", "{}", tool.name);
        if !tool.parameters["required"].as_array().unwrap().is_empty() {
            assert_eq!(agent.refused(&tool.name, json!({})).await, "invalid_arguments", "{}", tool.name);
        }
    }
    assert_eq!(agent.refused("fly", json!({})).await, "unknown_tool");
}

dream_testkit::for_both_engines!(every_tool_says_what_it_takes);
