//! The registry port: which models may be called, and how a stage's choice is found among them.

use crate::{Model, ModelError, Price};
use std::sync::Arc;

/// A model that may be called.
#[derive(Clone)]
pub struct Chosen {
    /// Who answers.
    pub provider: Arc<dyn Model>,
    /// The provider's name for the model.
    pub model: String,
    /// What it costs.
    pub price: Price,
}

/// The models that the operator configured and selected.
pub trait ModelRegistry: Send + Sync {
    /// Finds a model: `provider/model`, or a model of the selected provider; `None` is what the operator selected.
    ///
    /// # Errors
    /// [`ModelError::NotConfigured`] or [`ModelError::UnknownPrice`].
    fn choose(&self, name: Option<&str>) -> Result<Chosen, ModelError>;
}
