//! What the domain refuses about sources, as callers of use cases see it.

use crate::{AppError, Kind};
use dream_bridge::source::SourceRefusal;

impl From<SourceRefusal> for AppError {
    fn from(refusal: SourceRefusal) -> Self {
        let kind = match &refusal {
            SourceRefusal::Name | SourceRefusal::Proof(_) | SourceRefusal::Keys(_) | SourceRefusal::Rate => Kind::Invalid,
            SourceRefusal::OneKey => Kind::Conflict,
            SourceRefusal::Removed => Kind::Over,
            SourceRefusal::Fold(_) => return Self::internal("beginning a stream", refusal),
        };
        Self::new(kind, refusal.code(), refusal.to_string())
    }
}
