//! How much of the bridge an organisation uses.

mod meter;
mod read;

pub use meter::RECEIVED;
pub(crate) use meter::count;
pub use read::list;
