//! Why a call failed.

use dream_api::Problem;
use std::time::Duration;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The client cannot be made as asked.
    #[error("the client cannot be set up: {why}")]
    Setup {
        /// What is wrong.
        why: String,
    },
    /// A name in a call's path cannot stand there; nothing was sent.
    #[error("`{name}` names nothing below {below}: a name or an id must not be empty, nor `.` or `..`")]
    Name {
        /// What stands before it in the path.
        below: String,
        /// The name.
        name: String,
    },
    /// Nobody answered.
    #[error("no answer from {url}: is the server running, and is the address right?")]
    Unreachable {
        /// The server's address.
        url: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// Who answered does not show the server's certificate.
    #[error("{url} shows a certificate that is not taken: {why}")]
    Certificate {
        /// The server's address.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// The server refused or failed, and says why.
    #[error("{}", .problem.detail)]
    Problem {
        /// What it says.
        problem: Box<Problem>,
        /// When it is worth trying again.
        retry_after: Option<Duration>,
    },
    /// Somebody answered, but not as this API does.
    #[error("{url} answered with status {status}, {what}: is it a Dream.OS server of this version?")]
    Protocol {
        /// The request's address.
        url: String,
        /// The status of the answer.
        status: u16,
        /// What is wrong with the answer.
        what: String,
    },
    /// A stream of messages was lost.
    #[error("the stream {url} was lost: {why}; connect again")]
    Stream {
        /// Its address.
        url: String,
        /// Why.
        why: String,
    },
    /// The answer broke off.
    #[error("the answer of {url} broke off; try again")]
    BrokenOff {
        /// The request's address.
        url: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
}

impl ClientError {
    /// The stable code, if the server sent one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.problem().map(|problem| problem.code.as_str())
    }

    /// What the server said, if it said something.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem { problem, .. } => Some(problem),
            _ => None,
        }
    }
}
