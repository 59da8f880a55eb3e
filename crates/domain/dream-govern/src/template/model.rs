//! A validated template: what a run pins.

use crate::{StageSpec, TemplatePin};
use dream_ledger::Digest;

/// A template that passed validation. Its stages are in an order in which each comes after all that it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name: lowercase letters, digits and `-`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The most that a run may spend when nobody says otherwise, in millionths of a US dollar.
    pub max_cost_micros: u64,
    /// Its stages.
    pub stages: Vec<StageSpec>,
    /// The digest of its source: its version.
    pub digest: Digest,
}

/// What a run may spend when nobody says otherwise and the template does not say less: 5 US dollars.
pub const USUAL_COST_CAP_MICROS: u64 = 5_000_000;

impl Template {
    /// What a run pins of it.
    #[must_use]
    pub fn pin(&self) -> TemplatePin {
        TemplatePin { name: self.name.clone(), digest: self.digest }
    }

    /// The cap of a run that was started without one.
    #[must_use]
    pub fn cost_cap_micros(&self) -> u64 {
        self.max_cost_micros.min(USUAL_COST_CAP_MICROS)
    }
}
