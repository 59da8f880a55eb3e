//! Waiting as a rate limit asks.

use std::future::pending;
use std::time::Duration;

use dream_client::ClientError;

/// Asks again for as long as the server says that it was asked too often.
pub async fn patiently<T>(ask: impl AsyncFn() -> Result<T, ClientError>) -> Result<T, ClientError> {
    loop {
        match ask().await {
            Err(error) if is_limited(&error) => wait_as_told(&error).await,
            other => return other,
        }
    }
}

/// Whether the server says that it was asked too often.
pub(crate) fn is_limited(error: &ClientError) -> bool {
    error.problem().is_some_and(|problem| problem.status == 429)
}

/// Waits for as long as the refusal says, a second at most.
pub(crate) async fn wait_as_told(error: &ClientError) {
    let told = if let ClientError::Problem { retry_after, .. } = error { *retry_after } else { None };
    pause(told.unwrap_or(Duration::from_millis(50)).min(Duration::from_secs(1))).await;
}

/// Does nothing for `time`.
pub(crate) async fn pause(time: Duration) {
    // Nothing can come but the end of the time.
    let _ = tokio::time::timeout(time, pending::<()>()).await;
}
