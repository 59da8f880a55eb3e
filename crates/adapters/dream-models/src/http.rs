//! A provider over HTTP: which client it is reached with, how often it is asked, and when it is given up.
//! What its JSON means is told by a [`Wire`] and its [`Reader`].

mod client;
mod exchange;
mod fault;
mod retry;
mod retry_after;

use crate::prices::Prices;
use crate::sse::Event;
use crate::{ConfigError, EndpointConfig, Limits};
use async_trait::async_trait;
use dream_clock::{Clock, Rng};
use dream_ports::{Cancel, Model, ModelError, ModelReply, ModelRequest, Price};
use dream_secret::Secret;
use reqwest::header::HeaderMap;
use serde_json::Value;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How one provider speaks.
pub(crate) trait Wire: Send + Sync + 'static {
    /// Its name.
    const NAME: &'static str;
    /// Its own servers.
    const BASE_URL: &'static str;
    /// Where requests go below a base URL.
    const PATH: &'static str;
    /// The model that is called when nobody says another.
    const USUAL_MODEL: &'static str;
    /// The environment variable in which its key is usually kept.
    const KEY_VARIABLE: &'static str;
    /// What reads its answers.
    type Reader: Reader;

    /// The headers that every request carries. The key's value is marked as sensitive.
    fn headers(key: Option<&Secret>) -> Result<HeaderMap, ConfigError>;

    /// The JSON of `request`.
    fn body(request: &ModelRequest, options: &EndpointConfig) -> Result<Value, ModelError>;
}

/// Puts one answer together from its events.
pub(crate) trait Reader: Default + Send {
    /// Takes the next event.
    fn event(&mut self, event: &Event) -> Result<Step, Fault>;

    /// Whether anything that a model made has come.
    fn has_begun(&self) -> bool;

    /// The reply, once the stream ended or [`Step::Done`] came.
    fn finish(self) -> Result<ModelReply, Fault>;
}

/// What an event means for the stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// More will come.
    More,
    /// That was all.
    Done,
}

/// Why an answer is none.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It is not in the provider's format.
    Garbage(String),
    /// The provider reported an error instead.
    Reported(Value),
    /// It ended before the provider said that it was complete.
    Unfinished,
    /// It is complete and empty; why it stopped.
    Empty(String),
}

/// A provider over HTTP.
pub(crate) struct HttpModel<W> {
    client: reqwest::Client,
    url: reqwest::Url,
    headers: HeaderMap,
    options: EndpointConfig,
    own_servers: bool,
    prices: Arc<Prices>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    wire: PhantomData<W>,
}

impl<W: Wire> HttpModel<W> {
    /// A provider that is reached as `options` say.
    pub(crate) fn new(
        options: &EndpointConfig,
        prices: Arc<Prices>,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
    ) -> Result<Self, ConfigError> {
        options.limits.validate(W::NAME)?;
        let own_servers = options.base_url.as_deref().is_none_or(|base| base.trim_end_matches('/') == W::BASE_URL);
        let url = client::url::<W>(options)?;
        let key = options.api_key.as_ref().map(|key| Secret::new(key.expose().trim())).filter(|key| !key.expose().is_empty());
        if own_servers && key.is_none() {
            return Err(ConfigError::MissingKey { provider: W::NAME, variable: W::KEY_VARIABLE });
        }
        let headers = W::headers(key.as_ref())?;
        let client = client::build::<W>(&url, &options.limits)?;
        let options = EndpointConfig { api_key: key, ..options.clone() };
        Ok(Self { client, url, headers, options, own_servers, prices, clock, rng, wire: PhantomData })
    }

    fn limits(&self) -> &Limits {
        &self.options.limits
    }

    fn random(&self) -> u32 {
        let mut bytes = [0_u8; 4];
        self.rng.fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    /// One attempt, ended by `cancel`.
    async fn attempt(&self, model: &str, body: &[u8], cancel: &Cancel) -> Result<ModelReply, ModelError> {
        let sent = AtomicBool::new(false);
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(cancelled::<W>(sent.load(Ordering::Relaxed))),
            outcome = self.exchange(model, body, &sent) => outcome,
        }
    }
}

#[async_trait]
impl<W: Wire> Model for HttpModel<W> {
    fn name(&self) -> &str {
        W::NAME
    }

    async fn complete(&self, request: &ModelRequest, cancel: &Cancel) -> Result<ModelReply, ModelError> {
        if self.price(&request.model).is_none() {
            return Err(ModelError::UnknownPrice { provider: W::NAME.to_owned(), model: request.model.clone() });
        }
        let body = W::body(request, &self.options)?.to_string();
        let mut made = 1;
        loop {
            let error = match self.attempt(&request.model, body.as_bytes(), cancel).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            let Some(wait) = retry::wait(self.limits(), made, &error, self.random()) else { return Err(error) };
            tracing::warn!(
                provider = W::NAME,
                model = request.model,
                code = error.code(),
                attempt = made,
                wait_ms = wait.as_millis(),
                "model call failed, trying again"
            );
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Err(cancelled::<W>(false)),
                () = tokio::time::sleep(wait) => made += 1,
            }
        }
    }

    fn price(&self, model: &str) -> Option<Price> {
        self.prices.get(W::NAME, model, self.own_servers)
    }

    fn is_offline(&self) -> bool {
        false
    }
}

fn cancelled<W: Wire>(sent: bool) -> ModelError {
    ModelError::Cancelled { provider: W::NAME.to_owned(), sent }
}
