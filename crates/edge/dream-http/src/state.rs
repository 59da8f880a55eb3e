//! What every handler stands on.

use crate::metrics::Metrics;
use dream_app::App;
use dream_app::limits::Limits;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// Shared by all requests. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Http(Arc<Parts>);

/// The parts of it.
pub(crate) struct Parts {
    /// The product's core.
    pub(crate) app: App,
    /// How often callers may call.
    pub(crate) limits: Limits,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// The proxy whose word about the client's address counts.
    pub(crate) behind_proxy: Option<IpAddr>,
    /// Turns true when the server is told to stop: endless answers end then.
    pub(crate) draining: watch::Receiver<bool>,
}

impl Http {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl std::ops::Deref for Http {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
