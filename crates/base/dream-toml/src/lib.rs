//! Reading TOML that people wrote, so that every fault is found in one go and each names its file, line and column.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod fault;
mod section;
mod source;

pub use fault::{Part, SourceErrors, SourceFault};
pub use section::{Placed, Scalar, Section};
pub use source::Source;

/// Whether `text` is a name: a lowercase letter, then up to 39 lowercase letters, digits and `-`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let starts = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    starts && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
