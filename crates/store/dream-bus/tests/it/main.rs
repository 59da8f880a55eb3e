//! The bus on both engines: the port's promises, and what is particular to the database below.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod breakdown;
mod fixture;
mod full_disk;
mod processes;
mod promises;
mod restart;
mod within;
