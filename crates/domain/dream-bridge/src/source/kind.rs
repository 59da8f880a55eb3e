//! The kinds of sources.

use serde::{Deserialize, Serialize};

/// Who sends, and in which shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// JSON of any shape, or plain text.
    Generic,
    /// Standard Webhooks 1.0: `{type, timestamp, data}`, signed.
    StandardWebhooks,
    /// `CloudEvents` 1.0 over HTTP, structured or binary.
    Cloudevents,
    /// GitHub webhooks.
    Github,
    /// GitLab webhooks.
    Gitlab,
    /// Jira Cloud webhooks.
    Jira,
    /// Linear webhooks.
    Linear,
    /// Sentry integration webhooks.
    Sentry,
    /// Grafana unified alerting.
    Grafana,
    /// Prometheus Alertmanager, version 4.
    Alertmanager,
    /// What is written for a Slack incoming webhook.
    Slack,
    /// Our own publishing API.
    Publish,
}

/// A word that names no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no kind of source; there are generic, standard_webhooks, cloudevents, github, gitlab, jira, linear, sentry, grafana, alertmanager, slack and publish"
)]
pub struct UnknownKind(pub String);

impl Kind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Generic,
        Self::StandardWebhooks,
        Self::Cloudevents,
        Self::Github,
        Self::Gitlab,
        Self::Jira,
        Self::Linear,
        Self::Sentry,
        Self::Grafana,
        Self::Alertmanager,
        Self::Slack,
        Self::Publish,
    ];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::StandardWebhooks => "standard_webhooks",
            Self::Cloudevents => "cloudevents",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Jira => "jira",
            Self::Linear => "linear",
            Self::Sentry => "sentry",
            Self::Grafana => "grafana",
            Self::Alertmanager => "alertmanager",
            Self::Slack => "slack",
            Self::Publish => "publish",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == text);
        found.ok_or_else(|| UnknownKind(text.chars().take(40).collect()))
    }
}
