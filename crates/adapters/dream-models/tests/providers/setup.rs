//! Providers that reach a fake server, and the streams that it plays.

use crate::fake::{Answer, Fake};
use dream_clock::{Frozen, Rng, Seeded};
use dream_models::{ConfigError, EndpointConfig, Limits, ModelsConfig, Providers};
use dream_ports::{Cancel, Model, ModelError, ModelRegistry, ModelReply, ModelRequest};
use dream_secret::Secret;
use std::sync::Arc;

pub(crate) const KEY: &str = "sk-test-0123456789";
pub(crate) const BOTH: [Provider; 2] = [Provider::OpenAi, Provider::Anthropic];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    OpenAi,
    Anthropic,
}

impl Provider {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
        }
    }

    /// A stream that says `Hello.` and is complete.
    pub(crate) fn hello(self) -> &'static str {
        match self {
            Self::OpenAi => include_str!("../streams/openai_hello.sse"),
            Self::Anthropic => include_str!("../streams/anthropic_hello.sse"),
        }
    }

    /// The same, as an answer.
    pub(crate) fn answers(self) -> Answer {
        Answer::stream(self.hello())
    }
}

/// Limits that no answer on this machine comes near, and retries without a wait to speak of.
pub(crate) fn limits() -> Limits {
    Limits {
        connect_ms: 10_000,
        first_byte_ms: 20_000,
        idle_ms: 20_000,
        total_ms: 40_000,
        attempts: 3,
        backoff_ms: 1,
        longest_wait_ms: 2_000,
        ..Limits::default()
    }
}

pub(crate) fn endpoint(url: &str, limits: Limits) -> EndpointConfig {
    EndpointConfig { base_url: Some(url.to_owned()), api_key: Some(Secret::new(KEY)), limits, ..EndpointConfig::default() }
}

/// A configuration that selects `provider` at `url`, with a price for the model `m`.
pub(crate) fn config(provider: Provider, url: &str, limits: Limits) -> ModelsConfig {
    let price = "input = \"3\"\noutput = \"15\"\nas_of = \"2026-11-21\"";
    let mut config = ModelsConfig {
        provider: Some(provider.name().to_owned()),
        model: Some("m".to_owned()),
        prices: [(format!("{}/m", provider.name()), toml::from_str(price).unwrap())].into(),
        ..ModelsConfig::default()
    };
    match provider {
        Provider::OpenAi => config.openai = endpoint(url, limits),
        Provider::Anthropic => config.anthropic = endpoint(url, limits),
    }
    config
}

pub(crate) fn build(config: &ModelsConfig) -> Result<Providers, ConfigError> {
    build_with(config, Arc::new(Seeded::new(7)))
}

pub(crate) fn build_with(config: &ModelsConfig, rng: Arc<dyn Rng>) -> Result<Providers, ConfigError> {
    // Fails when another test was first, which is as good.
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let clock = Arc::new(Frozen::at("2026-11-21T14:00:00Z".parse().unwrap()));
    Providers::new(config, clock, rng)
}

pub(crate) fn model(provider: Provider, url: &str, limits: Limits) -> Arc<dyn Model> {
    build(&config(provider, url, limits)).unwrap().choose(None).unwrap().provider
}

pub(crate) fn request() -> ModelRequest {
    ModelRequest::new("m", "You answer.", "Say hello.", 64)
}

/// What a provider makes of `answers`, and how often it asked.
pub(crate) async fn ask(provider: Provider, answers: Vec<Answer>, limits: Limits) -> (Result<ModelReply, ModelError>, usize) {
    let fake = Fake::serve(answers).await;
    let outcome = model(provider, &fake.url, limits).complete(&request(), &Cancel::new()).await;
    (outcome, fake.asked().len())
}
