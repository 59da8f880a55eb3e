//! Artifacts: what stages and people hand in, in versions.

mod diff;
mod put;
mod read;

pub use diff::{Diff, diff};
pub use put::{PutArtifact, put, put_over};
pub use read::{Lineage, VersionDetail, all_files, described, file, find, lineage, of_run, versions};
