//! What every handler stands on.

use crate::cookies::Cookies;
use crate::feeds::Feeds;
use crate::metrics::Metrics;
use dream_app::{App, limits::Limits};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, mpsc, watch};

/// How long what the blob store said of itself counts.
const ASK_AGAIN: Duration = Duration::from_secs(5);
/// How long the blob store may take to say something.
const PATIENCE: Duration = Duration::from_secs(3);

/// The API's state. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api(Arc<Parts>);

/// Its parts.
pub(crate) struct Parts {
    /// The core.
    pub(crate) app: App,
    /// How often callers may call.
    pub(crate) limits: Limits,
    /// How many live views each caller has open.
    pub(crate) feeds: Feeds,
    /// What the blob store last said of itself.
    pub(crate) blobs: Mutex<Option<(Instant, bool)>>,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// How the session's cookie is called and guarded.
    pub(crate) cookies: Cookies,
    /// Whether a proxy stands in front.
    pub(crate) behind_proxy: bool,
    /// Whether the metrics are for everybody who can connect, as on a loopback address.
    pub(crate) open_metrics: bool,
    /// Becomes true when the server drains.
    pub(crate) draining: watch::Receiver<bool>,
    /// Held by every stream of messages until it has ended.
    pub(crate) streams: mpsc::Sender<Infallible>,
}

impl Api {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Whether the blob store answers, asked at most every few seconds.
    ///
    /// # Errors
    /// What to tell whoever asks; the log says more.
    pub(crate) async fn blobs_answer(&self) -> Result<(), &'static str> {
        // Held while asking, so that many who ask at once are one question.
        let mut last = self.blobs.lock().await;
        let fresh = last.filter(|(at, _)| at.elapsed() < ASK_AGAIN).map(|(_, answered)| answered);
        let answered = match fresh {
            Some(answered) => answered,
            None => {
                let found = tokio::time::timeout(PATIENCE, self.app.blobs.ping()).await;
                let answered = matches!(found, Ok(Ok(())));
                if !answered {
                    tracing::warn!(error.chain = ?found, "the blob store does not answer");
                }
                *last = Some((Instant::now(), answered));
                answered
            }
        };
        if answered { Ok(()) } else { Err("the blob store does not answer; the server's log says why") }
    }
}

impl std::ops::Deref for Api {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
