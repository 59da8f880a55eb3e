//! Gates shown in Discord: the message carries the files and the digest under review, its buttons bind that digest, and when the review ends
//! it shows who decided what, wherever it was decided.

mod dress;
mod embed;
mod settle;
mod shown;

pub use dress::dress;
pub(crate) use dress::shown_whole;
pub use settle::{sent, settle};
