//! How a model call fails, and what may be done next.

use crate::Divergence;
use std::time::Duration;

/// What went on when a call ran out of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeoutPhase {
    /// The connection was being made: nothing was sent.
    Connect,
    /// The request was sent and no answer had begun.
    FirstByte,
    /// The answer had begun and then fell silent.
    Idle,
    /// The call as a whole took too long.
    Total,
}

/// Why a model did not answer. No variant ever carries a key or a header of ours.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The provider says that the request is wrong in itself.
    #[error("{provider} refused the request as invalid ({status}): {message}; the request must change before it is sent again")]
    BadRequest {
        /// Who.
        provider: String,
        /// The HTTP status.
        status: u16,
        /// Its own words, clipped.
        message: String,
    },
    /// The request is longer than the model can read.
    #[error(
        "the request is longer than {model} can read: {message}; shorten the brief or the inputs, or choose a model with a larger context"
    )]
    ContextTooLong {
        /// The model.
        model: String,
        /// The provider's words, clipped.
        message: String,
    },
    /// The provider does not accept our key.
    #[error("{provider} did not accept the API key ({status}): {message}; check the configured key and what it may do")]
    Unauthenticated {
        /// Who.
        provider: String,
        /// The HTTP status: 401 or 403.
        status: u16,
        /// Its own words, clipped.
        message: String,
    },
    /// The provider does not have the model, or does not give it to us.
    #[error("{provider} does not offer the model {model}: {message}; choose another with `provider/model`")]
    UnknownModel {
        /// Who.
        provider: String,
        /// The model.
        model: String,
        /// Its own words, clipped.
        message: String,
    },
    /// Our account with the provider has no money left.
    #[error("the account at {provider} is used up ({status}): {message}; add credit there, then resume the run")]
    QuotaExhausted {
        /// Who.
        provider: String,
        /// The HTTP status.
        status: u16,
        /// Its own words, clipped.
        message: String,
    },
    /// We called too often.
    #[error("{provider} limits how often it may be called: {message}{wait}; try again later", wait = after(*retry_after))]
    RateLimited {
        /// Who.
        provider: String,
        /// Its own words, clipped.
        message: String,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// The provider has too much to do.
    #[error("{provider} is overloaded: {message}{wait}; try again later", wait = after(*retry_after))]
    Overloaded {
        /// Who.
        provider: String,
        /// Its own words, clipped.
        message: String,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// The provider failed.
    #[error("{provider} failed ({status}): {message}{wait}; try again later", wait = after(*retry_after))]
    Unavailable {
        /// Who.
        provider: String,
        /// The HTTP status.
        status: u16,
        /// Its own words, clipped.
        message: String,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// No connection could be made.
    #[error("{provider} cannot be reached; check the network, the base URL and the proxy")]
    Unreachable {
        /// Who.
        provider: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It took too long.
    #[error("{provider} {what} within {} s; try again, or raise its time-out in the configuration", limit.as_secs_f64(), what = phase.words())]
    Timeout {
        /// Who.
        provider: String,
        /// What went on.
        phase: TimeoutPhase,
        /// The limit that was reached.
        limit: Duration,
    },
    /// The answer broke off.
    #[error("the answer of {provider} broke off after {received} bytes; what it cost is unknown, try again")]
    Truncated {
        /// Who.
        provider: String,
        /// How much of the body had come.
        received: u64,
        /// Why, if the connection told.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The provider reported an error in the middle of its answer.
    #[error("{provider} stopped in the middle of its answer ({kind}): {message}; what it cost is unknown, try again")]
    Interrupted {
        /// Who.
        provider: String,
        /// Its word for the error.
        kind: String,
        /// Its own words, clipped.
        message: String,
    },
    /// The answer is not in the provider's format.
    #[error("the answer of {provider} cannot be read: {what}; is its base URL that of a compatible server?")]
    Garbage {
        /// Who.
        provider: String,
        /// What is wrong with it.
        what: String,
    },
    /// The answer holds neither text nor tool calls.
    #[error("{provider} answered with nothing (it stopped because of `{stop_reason}`); try again, or allow more output tokens")]
    Empty {
        /// Who.
        provider: String,
        /// The provider's word for why it stopped.
        stop_reason: String,
    },
    /// The answer is larger than we read.
    #[error("the answer of {provider} is larger than {limit} bytes; ask for fewer output tokens")]
    TooLarge {
        /// Who.
        provider: String,
        /// The limit.
        limit: u64,
    },
    /// The provider sent us elsewhere, where our key must not go.
    #[error("{provider} redirected the request ({status}), which is never followed; configure the base URL that it redirects to")]
    Redirected {
        /// Who.
        provider: String,
        /// The HTTP status.
        status: u16,
    },
    /// The caller stopped it.
    #[error("the call to {provider} was cancelled")]
    Cancelled {
        /// Who.
        provider: String,
        /// Whether the request had left: then what it cost is unknown.
        sent: bool,
    },
    /// Nobody told what the model costs.
    #[error("the price of {provider}/{model} is not known, so it is not called; add it to `[models.prices]` in the configuration")]
    UnknownPrice {
        /// Who.
        provider: String,
        /// The model.
        model: String,
    },
    /// No such provider is configured.
    #[error("the model provider {provider} is not configured; configure it, or choose one of: {}", configured.join(", "))]
    NotConfigured {
        /// The name asked for.
        provider: String,
        /// The names that are there.
        configured: Vec<String>,
    },
    /// The request or the reply has no canonical JSON.
    #[error("a model call has no canonical JSON; use smaller numbers in its tools' schemas")]
    NotCanonical {
        /// Why.
        #[source]
        source: dream_ledger::jcs::JcsError,
    },
    /// A replayed call is not the recorded one.
    #[error("{0}")]
    Diverged(Divergence),
}

impl ModelError {
    /// The stable code that scripts and stage reasons use.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadRequest { .. } => "model_bad_request",
            Self::ContextTooLong { .. } => "model_context_too_long",
            Self::Unauthenticated { .. } => "model_unauthenticated",
            Self::UnknownModel { .. } => "model_unknown",
            Self::QuotaExhausted { .. } => "model_quota_exhausted",
            Self::RateLimited { .. } => "model_rate_limited",
            Self::Overloaded { .. } => "model_overloaded",
            Self::Unavailable { .. } => "model_unavailable",
            Self::Unreachable { .. } => "model_unreachable",
            Self::Timeout { .. } => "model_timeout",
            Self::Truncated { .. } => "model_truncated",
            Self::Interrupted { .. } => "model_interrupted",
            Self::Garbage { .. } => "model_garbage",
            Self::Empty { .. } => "model_empty",
            Self::TooLarge { .. } => "model_reply_too_large",
            Self::Redirected { .. } => "model_redirected",
            Self::Cancelled { .. } => "model_cancelled",
            Self::UnknownPrice { .. } => "model_price_unknown",
            Self::NotConfigured { .. } => "model_not_configured",
            Self::NotCanonical { .. } => "model_not_canonical",
            Self::Diverged(_) => "replay_diverged",
        }
    }

    /// Whether the same request may succeed later, without a person changing anything.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::RateLimited { .. }
            | Self::Overloaded { .. }
            | Self::Unavailable { .. }
            | Self::Unreachable { .. }
            | Self::Timeout { .. }
            | Self::Truncated { .. }
            | Self::Interrupted { .. }
            | Self::Garbage { .. }
            | Self::Empty { .. } => true,
            Self::BadRequest { .. }
            | Self::ContextTooLong { .. }
            | Self::Unauthenticated { .. }
            | Self::UnknownModel { .. }
            | Self::QuotaExhausted { .. }
            | Self::TooLarge { .. }
            | Self::Redirected { .. }
            | Self::Cancelled { .. }
            | Self::UnknownPrice { .. }
            | Self::NotConfigured { .. }
            | Self::NotCanonical { .. }
            | Self::Diverged(_) => false,
        }
    }

    /// Whether the provider may have worked, and so may charge, although no reply came: then the call is settled as its worst case.
    #[must_use]
    pub const fn may_have_cost(&self) -> bool {
        match self {
            // A gateway that lost the server behind it cannot say whether that one finished.
            Self::Unavailable { status, .. } => !matches!(*status, 500 | 503),
            Self::Timeout { phase, .. } => !matches!(phase, TimeoutPhase::Connect),
            Self::Cancelled { sent, .. } => *sent,
            Self::Truncated { .. } | Self::Interrupted { .. } | Self::Garbage { .. } | Self::Empty { .. } | Self::TooLarge { .. } => true,
            Self::BadRequest { .. }
            | Self::ContextTooLong { .. }
            | Self::Unauthenticated { .. }
            | Self::UnknownModel { .. }
            | Self::QuotaExhausted { .. }
            | Self::RateLimited { .. }
            | Self::Overloaded { .. }
            | Self::Unreachable { .. }
            | Self::Redirected { .. }
            | Self::UnknownPrice { .. }
            | Self::NotConfigured { .. }
            | Self::NotCanonical { .. }
            | Self::Diverged(_) => false,
        }
    }

    /// How long the provider asks us to wait before the next try.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } | Self::Overloaded { retry_after, .. } | Self::Unavailable { retry_after, .. } => {
                *retry_after
            }
            _ => None,
        }
    }
}

impl TimeoutPhase {
    const fn words(self) -> &'static str {
        match self {
            Self::Connect => "accepted no connection",
            Self::FirstByte => "did not begin to answer",
            Self::Idle => "fell silent in the middle of its answer and sent nothing more",
            Self::Total => "did not finish its answer",
        }
    }
}

fn after(wait: Option<Duration>) -> String {
    wait.map(|wait| format!(" (it asks for {} s)", wait.as_secs())).unwrap_or_default()
}
