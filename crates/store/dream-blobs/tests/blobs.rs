//! What blob stores, trees and differences promise.

#[cfg(test)]
#[path = "blobs/conformance.rs"]
mod conformance;
#[cfg(test)]
#[path = "blobs/diffs.rs"]
mod diffs;
#[cfg(test)]
#[path = "blobs/disk.rs"]
mod disk;
#[cfg(test)]
#[path = "blobs/fake_s3.rs"]
mod fake_s3;
#[cfg(test)]
#[path = "blobs/s3.rs"]
mod s3;
#[cfg(test)]
#[path = "blobs/support.rs"]
mod support;
#[cfg(test)]
#[path = "blobs/trees.rs"]
mod trees;
