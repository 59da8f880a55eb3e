//! The Discord port: one request to its REST API, and what came of it.

use async_trait::async_trait;
use dream_bridge::discord::{Answer, Route};
use dream_secret::Secret;
use serde_json::Value;

/// Sends requests to Discord. It sends what it is told when it is told: limits are asked, and repetitions decided, by who calls it.
#[async_trait]
pub trait Discord: Send + Sync {
    /// Sends one request and reads the answer, whatever its status.
    ///
    /// # Errors
    /// [`DiscordFault`] when there is no answer.
    async fn call(&self, call: DiscordCall) -> Result<DiscordAnswer, DiscordFault>;
}

/// Whose request it is.
#[derive(Debug, Clone)]
pub enum DiscordAuth {
    /// A bot's, by its token.
    Bot(Secret),
    /// A webhook's: its address, as Discord gave it, is the secret. The call's path stands behind it.
    Webhook(Secret),
    /// Nobody's: what is needed stands in the path, such as the token of an interaction.
    None,
}

/// One request.
#[derive(Debug, Clone)]
pub struct DiscordCall {
    /// Whose it is.
    pub auth: DiscordAuth,
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// Behind the version: `/channels/1/messages?limit=50`. Of a webhook's call, what stands behind the webhook's own address; often empty or
    /// `?wait=true`.
    pub path: String,
    /// How its limits are known.
    pub route: Route,
    /// The JSON that is sent; `Null` for none.
    pub body: Value,
    /// Files beside it.
    pub files: Vec<DiscordFile>,
    /// What Discord's own audit log is to say.
    pub reason: Option<String>,
}

impl DiscordCall {
    /// A call without files.
    #[must_use]
    pub fn of(auth: DiscordAuth, method: &'static str, path: impl Into<String>, body: Value) -> Self {
        let path = path.into();
        let route = match &auth {
            DiscordAuth::Webhook(url) => Route::of(method, &format!("{}{path}", webhook_path(url.expose()))),
            DiscordAuth::Bot(_) | DiscordAuth::None => Route::of(method, &path),
        };
        Self { auth, method, path, route, body, files: Vec::new(), reason: None }
    }
}

/// The path of a webhook's address behind the version: `/webhooks/ID/TOKEN`; empty when it is none.
#[must_use]
pub fn webhook_path(url: &str) -> &str {
    url.find("/webhooks/").and_then(|at| url.get(at..)).unwrap_or_default()
}

/// A file that is sent with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What Discord answered.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscordAnswer {
    /// The status and what it says about limits.
    pub answer: Answer,
    /// Discord's own code of an error; `None` when the body is not Discord's JSON.
    pub code: Option<u32>,
    /// The body; `Null` when it is empty or no JSON.
    pub body: Value,
}

impl DiscordAnswer {
    /// The id of the message, channel or whatever else the body is about.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.body.get("id").and_then(Value::as_str)
    }

    /// Discord's own words about an error, in one line.
    #[must_use]
    pub fn words(&self) -> String {
        let said = self.body.get("message").and_then(Value::as_str).unwrap_or("no reason was given");
        let said: String = said.chars().filter(|letter| !letter.is_control()).take(200).collect();
        match self.code {
            Some(code) => format!("Discord answered {} ({code}): {said}", self.answer.status),
            None => format!("Discord answered {}: {said}", self.answer.status),
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiscordFault {
    /// Nothing left this machine, or nobody took it: it can be sent again.
    #[error("{0}")]
    NotSent(String),
    /// It may have arrived.
    #[error("{0}")]
    Lost(String),
}
