//! Content-addressed bytes: each organisation's blobs by their SHA-256, on disk or in an S3-compatible store; [`Tree`]s of
//! files made of them, and the differences between texts and trees.
//!
//! Every function of [`Blobs`] names the organisation, and there is no path from one organisation's blobs to another's, not
//! even for equal bytes. What `put` acknowledged is durable; what `get` returns was verified against its digest.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod blobs;
pub mod diff;
mod disk;
mod error;
mod layout;
mod location;
mod object;
mod room;
mod tree;

pub use blobs::{BlobInfo, Blobs, Stored};
pub use error::{BlobError, LocationError};
pub use layout::{MARK, key};
pub use location::{Location, S3Keys, S3Location};
pub use tree::{MAX_PART_BYTES, MAX_PATH_BYTES, MAX_TREE_FILES, Tree, TreeError, TreeFile};
