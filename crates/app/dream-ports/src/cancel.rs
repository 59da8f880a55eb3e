//! [`Cancel`]: how a caller stops work that is under way.

use tokio_util::sync::CancellationToken;

/// A switch that is thrown once. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(CancellationToken);

impl Cancel {
    /// A switch that nobody has thrown.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Throws it. Whoever waits on a clone is woken.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether it was thrown.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    /// Returns once it was thrown; at once if it already was.
    pub async fn cancelled(&self) {
        self.0.cancelled().await;
    }

    /// A switch that this one throws too, and that can be thrown alone.
    #[must_use]
    pub fn child(&self) -> Self {
        Self(self.0.child_token())
    }
}
