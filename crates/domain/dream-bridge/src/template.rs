//! Templates and expressions that people write: bounded in steps, in size and in what they may do.

mod engine;
mod fault;
mod filters;
mod values;

pub(crate) use engine::{Engine, Part};
pub use engine::{FUEL, LONGEST_OUTPUT, LONGEST_SOURCE};
pub use fault::TemplateFault;
pub(crate) use values::{context, of_items};
