//! What the operator says about models: the `[models]` section of the configuration.

use crate::prices::ConfiguredPrice;
use dream_secret::Secret;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Which models may be called. Empty, it is the offline provider alone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelsConfig {
    /// The provider that works the stages: `offline` (when nothing is said), `openai` or `anthropic`.
    pub provider: Option<String>,
    /// Its model; the provider's usual one when nothing is said.
    pub model: Option<String>,
    /// Other providers that a person may choose for a stage. A key alone selects nothing.
    pub also: Vec<String>,
    /// How to reach `OpenAI`, or any server that speaks its chat completions.
    pub openai: EndpointConfig,
    /// How to reach Anthropic, or any server that speaks its messages.
    pub anthropic: EndpointConfig,
    /// Prices by `provider/model`, for models that the built-in table does not know or that cost the operator something else.
    pub prices: BTreeMap<String, ConfiguredPrice>,
}

/// How to reach one provider.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EndpointConfig {
    /// The base URL, up to and without `/chat/completions` or `/v1/messages`; the provider's own when nothing is said.
    /// Behind another base URL the built-in prices do not apply.
    pub base_url: Option<String>,
    /// The key. The provider's own servers demand one.
    pub api_key: Option<Secret>,
    /// Allows plain HTTP to another machine, where anybody on the way reads prompts and key.
    pub allow_plain_http: bool,
    /// Sends the output limit as `max_tokens`, which some servers of `OpenAI`'s kind demand; else as `max_completion_tokens`.
    pub legacy_max_tokens: bool,
    /// Time-outs, sizes and retries.
    pub limits: Limits,
}

/// How long and how often a provider is waited for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// For a connection, in milliseconds.
    pub connect_ms: u64,
    /// From the request's leaving to the answer's beginning.
    pub first_byte_ms: u64,
    /// Between two pieces of an answer. Models that think long are silent for long.
    pub idle_ms: u64,
    /// For one exchange as a whole.
    pub total_ms: u64,
    /// The largest answer, in bytes of its stream: some 300 a token.
    pub max_reply_bytes: u64,
    /// How often a request is sent at most, counting the first; only what cannot have cost anything is sent again.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles for each further one.
    pub backoff_ms: u64,
    /// The longest wait between two attempts. Who asks for more gets the error at once, and the run waits instead.
    pub longest_wait_ms: u64,
}

/// Why a configuration cannot work.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A provider that does not exist.
    #[error("`{name}` is not a model provider; use one of: {}", known.join(", "))]
    UnknownProvider {
        /// The name.
        name: String,
        /// The names there are.
        known: &'static [&'static str],
    },
    /// A selected provider without a key.
    #[error(
        "the model provider {provider} is selected but has no API key; set `{variable}` or `models.{provider}.api_key`, or select `offline`"
    )]
    MissingKey {
        /// The provider.
        provider: &'static str,
        /// The environment variable that usually holds it.
        variable: &'static str,
    },
    /// A key that cannot be sent.
    #[error("the API key of {provider} has characters that no HTTP header can carry; copy it again, without spaces or line breaks inside")]
    UnusableKey {
        /// The provider.
        provider: &'static str,
    },
    /// A base URL that is none.
    #[error("the base URL of {provider} {why}; write it like `https://host/v1`, without user, query or fragment")]
    BaseUrl {
        /// The provider.
        provider: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A base URL that would show prompts and key to the network.
    #[error("the base URL of {provider} is plain HTTP to another machine; use https, or set `models.{provider}.allow_plain_http = true`")]
    PlainHttp {
        /// The provider.
        provider: &'static str,
    },
    /// A limit that nothing can keep.
    #[error("`models.{provider}.limits.{name}` is zero; set it above zero, or leave it out")]
    ZeroLimit {
        /// The provider.
        provider: &'static str,
        /// The limit.
        name: &'static str,
    },
    /// A price that cannot be read.
    #[error("the price of {model}: {why}")]
    Price {
        /// `provider/model`.
        model: String,
        /// What is wrong with it, and what to write.
        why: String,
    },
    /// The built-in price table is damaged, which the tests rule out.
    #[error("the built-in price table cannot be read")]
    Table(#[source] toml::de::Error),
    /// No TLS provider was installed before.
    #[error("no TLS provider is installed in this process; install one before building model providers")]
    NoTls,
    /// The HTTP client cannot be built.
    #[error("the HTTP client of {provider} cannot be built; are the system's CA certificates installed?")]
    Client {
        /// The provider.
        provider: &'static str,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_ms: 10_000,
            first_byte_ms: 300_000,
            idle_ms: 300_000,
            total_ms: 3_600_000,
            max_reply_bytes: 64 << 20,
            attempts: 4,
            backoff_ms: 500,
            longest_wait_ms: 60_000,
        }
    }
}

impl Limits {
    pub(crate) fn validate(&self, provider: &'static str) -> Result<(), ConfigError> {
        let all = [
            ("connect_ms", self.connect_ms),
            ("first_byte_ms", self.first_byte_ms),
            ("idle_ms", self.idle_ms),
            ("total_ms", self.total_ms),
            ("max_reply_bytes", self.max_reply_bytes),
            ("attempts", u64::from(self.attempts)),
        ];
        match all.into_iter().find(|(_, value)| *value == 0) {
            Some((name, _)) => Err(ConfigError::ZeroLimit { provider, name }),
            None => Ok(()),
        }
    }

    pub(crate) fn connect(&self) -> Duration {
        Duration::from_millis(self.connect_ms)
    }

    pub(crate) fn first_byte(&self) -> Duration {
        Duration::from_millis(self.first_byte_ms)
    }

    pub(crate) fn idle(&self) -> Duration {
        Duration::from_millis(self.idle_ms)
    }

    pub(crate) fn total(&self) -> Duration {
        Duration::from_millis(self.total_ms)
    }
}
