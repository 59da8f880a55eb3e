//! Why a black-box test cannot go on, or what it found broken.

use dream_client::ClientError;

/// The result of every step of the harness.
pub type Outcome<T = ()> = Result<T, Failure>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The product broke a promise: the text says which, and where.
    #[error("{0}")]
    Broken(String),
    /// A file or a process of the harness.
    #[error("{doing}: {source}")]
    System {
        /// What was being done.
        doing: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A call that had to succeed.
    #[error("the server refused or did not answer: {0}")]
    Call(#[from] ClientError),
}

impl Failure {
    /// A broken promise.
    pub fn broken(text: impl Into<String>) -> Self {
        Self::Broken(text.into())
    }

    /// For `map_err`: what was being done when the system refused.
    pub fn system<E: Into<std::io::Error>>(doing: impl Into<String>) -> impl FnOnce(E) -> Self {
        let doing = doing.into();
        move |source| Self::System { doing, source: source.into() }
    }
}
