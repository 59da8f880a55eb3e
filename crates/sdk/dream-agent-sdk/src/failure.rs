//! [`Failure`]: why work was not done.

/// Why work was not done. Any error becomes one by `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened, in words for people: it is kept with the task.
    pub reason: String,
    /// Whether it may go better the next time.
    pub retryable: bool,
}

impl Failure {
    /// A failure that the next attempt would meet too.
    #[must_use]
    pub fn lasting(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), retryable: false }
    }

    /// A failure that the next attempt may not meet.
    #[must_use]
    pub fn passing(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), retryable: true }
    }
}

// `Failure` is no error itself, so that this one rule takes every error; it is passing, because a lasting one is known by name.
impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut reason = error.to_string();
        let mut next = error.source();
        while let Some(source) = next {
            reason.push_str(": ");
            reason.push_str(&source.to_string());
            next = source.source();
        }
        Self::passing(reason)
    }
}
