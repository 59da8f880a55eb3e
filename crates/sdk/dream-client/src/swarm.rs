//! The agents of an organisation as a whole.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{BroadcastOrder, BroadcastResult, SetCaptain, StopAll, Swarm};
use serde_json::json;

impl Client {
    /// Who is captain, and whether all agents are stopped.
    pub async fn swarm(&self) -> Result<Swarm, ClientError> {
        self.org_get(Call::get(&["swarm"])).await
    }

    /// Makes a person or an agent captain, or nobody.
    pub async fn set_captain(&self, body: &SetCaptain) -> Result<Swarm, ClientError> {
        self.post(&["swarm", "captain"], body).await
    }

    /// Gives every agent an order.
    pub async fn broadcast_order(&self, body: &BroadcastOrder) -> Result<BroadcastResult, ClientError> {
        self.post(&["swarm", "broadcast"], body).await
    }

    /// Stops every agent, until somebody starts them again.
    pub async fn stop_all_agents(&self, body: &StopAll) -> Result<Swarm, ClientError> {
        self.post(&["swarm", "stop"], body).await
    }

    /// Starts the agents again after all were stopped.
    pub async fn start_all_agents(&self) -> Result<Swarm, ClientError> {
        self.post(&["swarm", "start"], &json!({})).await
    }
}
