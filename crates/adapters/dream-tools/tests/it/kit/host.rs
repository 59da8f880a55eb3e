//! A host whose tools tell what was asked of them, and whose people decide when the test says so.

use async_trait::async_trait;
use dream_ports::{ToolAnswer, ToolCaller, ToolHost, ToolSpec, ToolVerdict};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};

/// A host.
pub(crate) struct Host {
    /// What other servers' tools are answered; allowed when there is nothing.
    pub(crate) verdict: Mutex<Option<ToolVerdict>>,
    /// Told when somebody waits for a decision, or in the tool `wait`.
    pub(crate) waiting: Notify,
    /// Lets one who waits go on.
    pub(crate) go_on: Semaphore,
    /// Whether a decision is waited for.
    pub(crate) decides_slowly: Mutex<bool>,
    /// Calls of other servers' tools that were asked about.
    pub(crate) asked: Mutex<Vec<(String, Value)>>,
    /// How calls of other servers' tools ended.
    pub(crate) called: Mutex<Vec<(String, bool)>>,
}

impl Default for Host {
    fn default() -> Self {
        Self {
            verdict: Mutex::default(),
            waiting: Notify::new(),
            go_on: Semaphore::new(0),
            decides_slowly: Mutex::default(),
            asked: Mutex::default(),
            called: Mutex::default(),
        }
    }
}

impl Host {
    async fn wait(&self) {
        self.waiting.notify_one();
        self.go_on.acquire().await.unwrap().forget();
    }
}

fn spec(name: &str) -> ToolSpec {
    ToolSpec { name: name.to_owned(), description: format!("does {name}"), parameters: json!({"type": "object"}) }
}

#[async_trait]
impl ToolHost for Host {
    async fn offered(&self, _caller: &ToolCaller) -> Vec<ToolSpec> {
        vec![spec("repeat"), spec("wait")]
    }

    async fn call(&self, caller: &ToolCaller, tool: &str, arguments: Value) -> ToolAnswer {
        match tool {
            "repeat" => ToolAnswer::of(format!("{} says {arguments}", caller.agent.name), json!({"said": arguments})),
            "wait" => {
                self.wait().await;
                ToolAnswer::of("waited", json!({}))
            }
            other => ToolAnswer::failed(format!("there is no tool {other}")),
        }
    }

    async fn allow(&self, _caller: &ToolCaller, tool: &str, arguments: &Value) -> ToolVerdict {
        self.asked.lock().unwrap().push((tool.to_owned(), arguments.clone()));
        if *self.decides_slowly.lock().unwrap() {
            self.wait().await;
        }
        self.verdict.lock().unwrap().clone().unwrap_or(ToolVerdict::Allowed)
    }

    fn called(&self, _caller: &ToolCaller, tool: &str, _took: Duration, failed: bool) {
        self.called.lock().unwrap().push((tool.to_owned(), failed));
    }
}
