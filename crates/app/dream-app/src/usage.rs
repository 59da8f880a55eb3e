//! How much of the bridge an organisation uses.

mod meter;
mod read;

pub(crate) use meter::count;
pub use meter::{DELIVERED, RECEIVED};
pub(crate) use read::check_month;
pub use read::{export, list};
