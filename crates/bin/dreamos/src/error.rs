//! Why a command failed, and what to do next.

use crate::config::ConfigError;
use crate::exit::Exit;
use dream_client::ClientError;
use std::path::PathBuf;

/// The stable code of a wrong use.
pub(crate) const USAGE: &str = "usage";

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// A call failed.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// What was given on the command line does not fit together, or a file does not hold what it should.
    #[error("{what}")]
    Usage {
        /// What is wrong.
        what: String,
        /// What to do.
        hint: Option<String>,
    },
    /// Nobody said where the server is.
    #[error("there is no server to talk to: {} does not exist, and neither --url nor DREAMOS_URL is set", run_file.display())]
    NoServer {
        /// Where it would be written down.
        run_file: PathBuf,
    },
    /// Nobody said as whom to talk.
    #[error("there is no token for {url}: neither --token nor DREAMOS_TOKEN is set")]
    NoToken {
        /// The server.
        url: String,
    },
    /// The machine refused.
    #[error("{doing} failed")]
    Io {
        /// What was being done, with the path.
        doing: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Something of this machine stands in the way, for which there is a code.
    #[error("{what}")]
    Refused {
        /// The stable code.
        code: &'static str,
        /// What happened.
        what: String,
        /// What to do.
        hint: String,
    },
    /// It did not work out.
    #[error("{what}")]
    Failed {
        /// What happened.
        what: String,
        /// What to do.
        hint: Option<String>,
    },
}

impl CliError {
    /// A wrong use, with what to do instead.
    pub(crate) fn usage(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { what: what.into(), hint: Some(hint.into()) }
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Client(error) => Exit::of_client_error(error),
            Self::Config(_) | Self::Usage { .. } => Exit::Usage,
            Self::NoServer { .. } => Exit::Unreachable,
            Self::NoToken { .. } => Exit::NotAuthenticated,
            Self::Io { .. } | Self::Refused { .. } | Self::Failed { .. } => Exit::Failed,
        }
    }

    /// The stable code, as in a problem.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Client(error) => error.code().unwrap_or(match error {
                ClientError::Setup { .. } | ClientError::Name { .. } => USAGE,
                ClientError::Unreachable { .. } => "unreachable",
                ClientError::Certificate { .. } => "certificate",
                _ => "protocol",
            }),
            Self::Config(_) => "configuration",
            Self::Usage { .. } => USAGE,
            Self::NoServer { .. } => "unreachable",
            Self::NoToken { .. } => "no_token",
            Self::Io { .. } => "io",
            Self::Refused { code, .. } => code,
            Self::Failed { .. } => "failed",
        }
    }

    /// What to do next, when that is not in the message already.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Client(error) => client_hint(error),
            Self::Usage { hint, .. } | Self::Failed { hint, .. } => hint.clone(),
            Self::NoServer { .. } => Some("start one with `dreamos up`, or name another with --url".to_owned()),
            Self::NoToken { .. } => Some("ask an owner for one (`dreamos token mint`), and set DREAMOS_TOKEN".to_owned()),
            Self::Refused { hint, .. } => Some(hint.clone()),
            Self::Config(_) | Self::Io { .. } => None,
        }
    }
}

fn client_hint(error: &ClientError) -> Option<String> {
    match error {
        ClientError::Unreachable { .. } => Some("start a server with `dreamos up`, and look at it with `dreamos doctor`".to_owned()),
        ClientError::Certificate { .. } => Some(
            "on the server's own machine leave --url and DREAMOS_URL out; elsewhere have the system trust its issuer (SSL_CERT_FILE names a file of those it trusts)".to_owned(),
        ),
        ClientError::Problem { problem, retry_after } => match (problem.status, retry_after) {
            (_, Some(after)) => Some(format!("try again in {} s", after.as_secs())),
            (401, None) => Some("the server mints a new token at each start: is DREAMOS_TOKEN or --token an old one?".to_owned()),
            _ => None,
        },
        _ => None,
    }
}
