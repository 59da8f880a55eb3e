//! The logs as a whole: appending, keeping, finding, and what goes wrong.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod calls;
mod faults;
mod following;
mod keeping;
mod searching;
mod summing;
mod support;
