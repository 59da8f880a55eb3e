//! How a source proves who it is.

use super::Kind;
use serde::{Deserialize, Serialize};

/// How a source's requests are proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Proof {
    /// The vendor's own signature over the body.
    Signature {
        /// For Grafana alone: the header that holds the time, if one is configured there; it is then signed too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        timestamp_header: Option<String>,
    },
    /// A header whose value is the secret.
    Header {
        /// The header's name, lowercase.
        name: String,
    },
    /// HTTP basic authentication with this user and the secret as password.
    Basic {
        /// The user.
        user: String,
    },
    /// `Authorization: Bearer` with the secret.
    Bearer,
    /// A random part of the address itself, which we keep hashed. Whoever knows the address may publish, and nothing else.
    Path,
}

/// Why a proof does not go with a kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The vendor signs nothing.
    #[error("a {0} source signs nothing: prove it by header, basic, bearer or path")]
    NoSignature(Kind),
    /// The vendor signs, and weaker proof is not taken.
    #[error("a {0} source signs its requests: use the signature")]
    SignatureNeeded(Kind),
    /// No header name.
    #[error("`{0}` is no header name: use lowercase letters, digits and `-`")]
    HeaderName(String),
    /// A timestamp header for a vendor that has none.
    #[error("only a grafana source has a timestamp header of its own")]
    TimestampHeader,
}

impl Proof {
    /// The vendor's signature without options.
    #[must_use]
    pub const fn signature() -> Self {
        Self::Signature { timestamp_header: None }
    }

    /// Whether this proof goes with `kind`.
    ///
    /// # Errors
    /// [`ProofError`] when the vendor cannot give it, or gives a better one.
    pub fn check(&self, kind: Kind) -> Result<(), ProofError> {
        let (signs, must) = match kind {
            Kind::Github | Kind::Jira | Kind::Linear | Kind::Sentry | Kind::StandardWebhooks => (true, true),
            Kind::Gitlab | Kind::Grafana | Kind::Slack => (true, false),
            Kind::Generic | Kind::Cloudevents | Kind::Alertmanager | Kind::Publish => (false, false),
        };
        match self {
            Self::Signature { .. } if !signs => Err(ProofError::NoSignature(kind)),
            Self::Signature { timestamp_header: Some(_) } if kind != Kind::Grafana => Err(ProofError::TimestampHeader),
            Self::Signature { timestamp_header: Some(name) } | Self::Header { name } if !is_header_name(name) => {
                Err(ProofError::HeaderName(name.chars().take(60).collect()))
            }
            Self::Signature { .. } => Ok(()),
            _ if must => Err(ProofError::SignatureNeeded(kind)),
            _ => Ok(()),
        }
    }
}

fn is_header_name(name: &str) -> bool {
    (1..=60).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
