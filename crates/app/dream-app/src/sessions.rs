//! Sessions: where people are signed in.

mod end;
mod read;

pub(crate) use end::end_all;
pub use end::{end, sign_out};
pub use read::{SessionView, current, list};
