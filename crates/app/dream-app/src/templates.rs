//! Templates of runs, and the organisation's standard that binds them.

mod effect;
mod governed;
mod publish;
mod read;
mod standard;
mod warnings;

pub use effect::{Effect, try_standard};
pub use governed::Governed;
pub(crate) use governed::parse;
pub use publish::{check, publish};
pub(crate) use read::source;
pub use read::{Listed, Source, list, show, version};
pub(crate) use standard::standing_grants;
pub use standard::{publish_standard, standard};
pub use warnings::warnings;
