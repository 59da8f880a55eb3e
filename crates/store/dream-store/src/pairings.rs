//! What is kept beside pairings: what was heard and not carried over yet, which message is which other, threads and files.

mod carried;
mod files;
mod heard;

pub use carried::{Carried, PairingCounts, counts, find_carried, find_carried_as, find_others, find_thread};
pub use files::{CarriedFile, find_file};
pub use heard::{HeardBy, HeardRow};
