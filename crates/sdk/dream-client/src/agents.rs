//! Agents.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Agent, AgentDetail, NudgeAgent, Page, RegisterAgent, StartAgent};
use serde_json::json;

impl Client {
    /// Lists agents by name, with what they do.
    pub async fn agents(&self, page: &PageOf) -> Result<Page<Agent>, ClientError> {
        self.org_get(Call::get(&["agents"]).page(page)).await
    }

    /// An agent with its manifest and its processes.
    pub async fn agent(&self, name: &str) -> Result<AgentDetail, ClientError> {
        self.org_get(Call::get(&["agents", name])).await
    }

    /// Registers the agent that a manifest describes, or gives the one of that name this manifest.
    pub async fn register_agent(&self, body: &RegisterAgent) -> Result<AgentDetail, ClientError> {
        self.post(&["agents"], body).await
    }

    /// Wants an agent running, or on demand.
    pub async fn start_agent(&self, name: &str, body: &StartAgent) -> Result<AgentDetail, ClientError> {
        self.post(&["agents", name, "start"], body).await
    }

    /// Wants an agent stopped.
    pub async fn stop_agent(&self, name: &str) -> Result<AgentDetail, ClientError> {
        self.post(&["agents", name, "stop"], &json!({})).await
    }

    /// Ends an agent's processes and starts them again.
    pub async fn restart_agent(&self, name: &str) -> Result<AgentDetail, ClientError> {
        self.post(&["agents", name, "restart"], &json!({})).await
    }

    /// Tells an agent to go on with its work, or what the caller says.
    pub async fn nudge_agent(&self, name: &str, body: &NudgeAgent) -> Result<AgentDetail, ClientError> {
        self.post(&["agents", name, "nudge"], body).await
    }

    /// Takes an agent away. One of the same name may be registered again.
    pub async fn remove_agent(&self, name: &str) -> Result<Agent, ClientError> {
        self.post(&["agents", name, "remove"], &json!({})).await
    }
}
