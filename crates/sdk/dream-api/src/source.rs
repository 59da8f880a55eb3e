//! Sources: what sends events from outside.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{ProjectId, ReceivedId, SourceId};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

crate::status::words! {
    /// Who sends, and in which shape.
    SourceKind {
        /// JSON of any shape, or plain text.
        Generic = "generic",
        /// Standard Webhooks.
        StandardWebhooks = "standard_webhooks",
        /// `CloudEvents` over HTTP.
        Cloudevents = "cloudevents",
        /// GitHub.
        Github = "github",
        /// GitLab.
        Gitlab = "gitlab",
        /// Jira Cloud.
        Jira = "jira",
        /// Linear.
        Linear = "linear",
        /// Sentry.
        Sentry = "sentry",
        /// Grafana's alerting.
        Grafana = "grafana",
        /// Prometheus' Alertmanager.
        Alertmanager = "alertmanager",
        /// What is written for a Slack incoming webhook.
        Slack = "slack",
        /// The publishing API.
        Publish = "publish",
    }
}

/// How a source proves who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum SourceProof {
    /// The vendor's own signature over the body.
    Signature {
        /// For Grafana alone: the header that holds the time, if one is configured there.
        #[serde(default)]
        timestamp_header: Option<String>,
    },
    /// A header whose value is the secret.
    Header {
        /// The header's name, lowercase.
        name: String,
    },
    /// HTTP basic authentication with this user, and the secret as the password.
    Basic {
        /// The user.
        user: String,
    },
    /// `Authorization: Bearer` with the secret.
    Bearer {},
    /// A random part of the address: whoever knows the address may publish.
    Path {},
}

/// A source. Its secrets are never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// Its id.
    #[schema(value_type = schema::SourceId)]
    pub id: SourceId,
    /// Its name: what rules call it.
    pub name: String,
    /// Who sends, and in which shape.
    pub kind: SourceKind,
    /// How it proves who it is.
    pub proof: SourceProof,
    /// The path of its address on this server; where the address holds its secret, without that.
    pub path: String,
    /// The project that it belongs to.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// How many events a minute it may send.
    pub per_minute: u32,
    /// Its secrets, the newest first: two while the old one is being replaced.
    pub keys: Vec<SourceKey>,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub made_at: Timestamp,
    /// Since when nothing of it is taken.
    #[schema(value_type = Option<schema::Time>)]
    pub disabled_at: Option<Timestamp>,
    /// Why nothing of it is taken.
    pub disabled_reason: Option<String>,
    /// Whether it was removed.
    pub removed: bool,
}

/// That a source has a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SourceKey {
    /// Its number, from 1.
    pub number: u32,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub made_at: Timestamp,
}

/// A source to make.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeSource {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// Who sends, and in which shape.
    pub kind: SourceKind,
    /// How it proves who it is; what is usual for its kind when left out.
    #[serde(default)]
    pub proof: Option<SourceProof>,
    /// The project that it belongs to.
    #[serde(default)]
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// How many events a minute it may send: 6,000 when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub per_minute: Option<u32>,
    /// The secret that the sender has already; one is made when left out.
    #[serde(default)]
    #[schema(format = Password)]
    pub secret: Option<String>,
}

/// A source that was made, or has another secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeSource {
    /// The source.
    pub source: Source,
    /// The path of its address on this server, with its secret where the address holds it.
    pub path: String,
    /// The whole address, where the server was told at which one it is reached from outside; `null` where it was not.
    pub url: Option<String>,
    /// The secret that was made for it: shown this once. `null` when it was given, or when the same call made it before.
    pub secret: Option<String>,
}

/// Gives a source another secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateSource {
    /// The secret that the sender has already; one is made when left out.
    #[serde(default)]
    #[schema(format = Password)]
    pub secret: Option<String>,
}

macro_rules! hidden {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}

hidden!(MakeSource, MadeSource, RotateSource);

/// Lets a source send more, or less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSourceRate {
    /// How many events a minute.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub per_minute: u32,
}

/// Takes nothing of a source any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableSource {
    /// Why.
    #[schema(min_length = 1, max_length = 300)]
    pub reason: String,
}

/// Events to publish.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishEvents {
    /// JSON of any shape; `type`, `title`, `summary`, `severity`, `labels`, `link` and `key` are understood. At most 100.
    #[schema(value_type = Vec<Object>, min_items = 1, max_items = 100)]
    pub events: Vec<serde_json::Value>,
}

/// Events that were published, or taken in again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TakenEvents {
    /// Their ids, in order.
    #[schema(value_type = Vec<schema::ReceivedId>)]
    pub ids: Vec<ReceivedId>,
}
