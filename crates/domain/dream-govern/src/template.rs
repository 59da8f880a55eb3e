//! Templates: the stages of a run as a graph, written in TOML, validated, and published in versions.

mod record;

pub use record::{TemplateEvent, TemplateRecord};
