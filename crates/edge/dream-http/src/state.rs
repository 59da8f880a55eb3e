//! What every handler stands on.

use crate::metrics::Metrics;
use dream_app::{App, limits::Limits};
use std::sync::Arc;
use tokio::sync::watch;

/// The API's state. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api(Arc<Parts>);

/// Its parts.
pub(crate) struct Parts {
    /// The core.
    pub(crate) app: App,
    /// How often callers may call.
    pub(crate) limits: Limits,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// Whether the metrics are for everybody who can connect, as on a loopback address.
    pub(crate) open_metrics: bool,
    /// Becomes true when the server drains.
    pub(crate) draining: watch::Receiver<bool>,
}

impl Api {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl std::ops::Deref for Api {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
