//! The port of requests to addresses that people wrote down: never to one inside.

use async_trait::async_trait;
use std::time::Duration;

/// Sends requests to addresses that people wrote down. The implementation checks the address, resolves its name, checks every address that it has,
/// connects to exactly one that was checked, and follows no redirect.
#[async_trait]
pub trait Hook: Send + Sync {
    /// Whether the address may be used, as far as it can be known without resolving its name.
    ///
    /// # Errors
    /// [`HookFault::Refused`].
    fn check(&self, url: &str) -> Result<(), HookFault>;

    /// Sends one request and reads its answer, whatever its status.
    ///
    /// # Errors
    /// [`HookFault`] when there is no answer.
    async fn post(&self, request: HookRequest) -> Result<HookAnswer, HookFault>;

    /// Sends one request, without a body as a GET and else as a POST, and reads the whole of its answer, up to `most` bytes.
    ///
    /// # Errors
    /// [`HookFault`] when there is no answer, or more than that.
    async fn ask(&self, request: HookRequest, most: usize) -> Result<HookFetched, HookFault>;

    /// Fetches what an address shows, up to `most` bytes.
    ///
    /// # Errors
    /// [`HookFault`] when there is none, or more than that.
    async fn get(&self, url: &str, most: usize, timeout: Duration) -> Result<HookFetched, HookFault>;
}

/// A request.
#[derive(Debug, Clone)]
pub struct HookRequest {
    /// Where it goes. It may hold a secret, and appears in no log.
    pub url: dream_secret::Secret,
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
    /// How long it may take in all.
    pub timeout: Duration,
}

/// What the receiver answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookAnswer {
    /// The status.
    pub status: u16,
    /// How long it asks us to wait.
    pub retry_after: Option<Duration>,
    /// The beginning of the body, for people to read.
    pub body_start: String,
}

/// What an address shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookFetched {
    /// The status.
    pub status: u16,
    /// How long it asks us to wait.
    pub retry_after: Option<Duration>,
    /// The media type, as the server says.
    pub media_type: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HookFault {
    /// The address may not be used: nothing was sent.
    #[error("{0}")]
    Refused(String),
    /// Nothing left this machine, or nobody took it.
    #[error("{0}")]
    NotSent(String),
    /// It may have arrived.
    #[error("{0}")]
    Lost(String),
    /// What the address shows is larger than it may be.
    #[error("what the address shows has more than {most} bytes")]
    TooLarge {
        /// How many it may have.
        most: usize,
    },
}
