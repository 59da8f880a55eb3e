//! The chat port: a connection over which Discord tells what happens, and who is told.

use crate::Cancel;
use async_trait::async_trait;
use dream_id::ConnectionId;
use dream_secret::Secret;
use serde_json::Value;
use std::time::Duration;

/// What a gateway connection is begun with.
#[derive(Debug, Clone)]
pub struct GatewayStart {
    /// Which connection it is.
    pub connection: ConnectionId,
    /// The bot's token.
    pub token: Secret,
    /// Where the gateway is, as Discord said.
    pub url: String,
    /// What is to be told, as bits of Discord's intents.
    pub intents: u64,
    /// The session to go on with.
    pub resume: Option<GatewaySession>,
    /// How often a session may be begun.
    pub budget: IdentifyBudget,
}

/// A session, and how far it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewaySession {
    /// Its id.
    pub id: String,
    /// The number of the last event that was read.
    pub sequence: u64,
    /// Where it is gone on with.
    pub url: String,
}

/// How often a session may be begun, as Discord said; who begins more has the token taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentifyBudget {
    /// In a day.
    pub total: u32,
    /// Of these, how many are left.
    pub remaining: u32,
    /// When there are as many as in a day again.
    pub reset_after: Duration,
    /// At the same time.
    pub max_concurrency: u16,
}

/// Why a gateway connection ended for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayEnd {
    /// It was told to stop; its session can be gone on with.
    Stopped,
    /// Discord closed it with a code after which nobody may come back as they are.
    Refused(u16),
    /// It could not go on for a reason of our own; it may be begun again.
    Broken,
}

/// Holds gateway connections: heartbeats, resumes, and comes back by itself whenever Discord allows it.
#[async_trait]
pub trait DiscordGateway: Send + Sync {
    /// Runs one connection until `stop` or until it may not come back.
    async fn run(&self, start: GatewayStart, host: &dyn DiscordHost, stop: &Cancel) -> GatewayEnd;
}

/// Who is told what happens.
#[async_trait]
pub trait DiscordHost: Send + Sync {
    /// Something happened, by Discord's name for it. It was taken in when this returns true; what it leads to may take longer. False when it could
    /// not be taken in: the session must not be read on, so that it is told again.
    async fn happened(&self, name: &str, data: Value) -> bool;

    /// The session was read up to here; `None` when it ended and the next begins anew.
    async fn read_up_to(&self, session: Option<GatewaySession>);
}
