//! What every use case stands on.

use dream_blobs::Blobs;
use dream_clock::Timestamp;
use dream_id::SystemKey;
use dream_ports::ModelRegistry;
use dream_roles::Prompts;
use dream_store::Store;
use std::sync::Arc;

/// The parts that the wiring chose.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The bytes beside it.
    pub blobs: Blobs,
    /// The models that may be called.
    pub models: Arc<dyn ModelRegistry>,
    /// What each craft is told.
    pub prompts: Prompts,
    /// A folder for files that live for one request.
    pub scratch: std::path::PathBuf,
    /// The right to act for all organisations; used by workers' operations only.
    pub system: SystemKey,
}

/// The product's core. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

impl App {
    /// A core that stands on `parts`.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.store.now()
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
