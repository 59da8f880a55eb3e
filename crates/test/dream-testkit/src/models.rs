//! Models for tests that call none.

use dream_ports::{Chosen, ModelError, ModelRegistry};

/// A registry without a model: whoever asks for one is refused.
#[derive(Debug, Clone, Copy)]
pub struct NoModels;

impl ModelRegistry for NoModels {
    fn choose(&self, name: Option<&str>) -> Result<Chosen, ModelError> {
        Err(ModelError::NotConfigured { provider: name.unwrap_or("any").to_owned(), configured: Vec::new() })
    }
}
