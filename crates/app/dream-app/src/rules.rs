//! Rules: which events go where, in which words. One text for an organisation, in versions.

mod compiled;
mod read;
mod test;
mod write;

pub(crate) use compiled::{Compiled, Shelf};
pub use compiled::{check, invalid};
pub use read::{Standing, standing};
pub use test::{Tested, TestedMessage, What, test};
pub use write::{examine, write};
