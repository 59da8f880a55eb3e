//! Templates: the stages of a run as a graph, written in TOML, validated, and published in versions.

mod builtin;
mod commands;
mod graph;
mod model;
mod parse;
mod record;

pub use builtin::{BUILTIN_TEMPLATES, builtin_template};
pub use model::{Template, USUAL_COST_CAP_MICROS};
pub use record::{TemplateEvent, TemplateRecord};
