//! Why a log cannot be opened, written, read or searched.

use crate::MAX_LINE_BYTES;
use dream_blobs::BlobError;
use std::io;
use std::path::PathBuf;

/// The log's folder or a segment cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The disk refused.
    #[error("{doing} {} failed; check the disk and the folder's permissions", path.display())]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// An archived segment cannot be fetched.
    #[error("the archived log segment {segment} cannot be fetched from the blob store; try again, or restore the blob store")]
    Archive {
        /// The segment's sequence number.
        segment: u64,
        /// Why.
        #[source]
        source: BlobError,
    },
    /// A task of ours broke off.
    #[error("work on the logs broke off; try again")]
    BrokenOff,
}

impl LogError {
    pub(crate) fn disk(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Disk { doing, path, source }
    }

    /// Whether the file is not there.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Disk { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// A line was not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Lines come faster than the disk takes them.
    #[error("the log's queue is full and the line was dropped; log less, or send it again later")]
    QueueFull,
    /// One of the lines has more than [`MAX_LINE_BYTES`](crate::MAX_LINE_BYTES); the first has the number 0.
    #[error("line {0} is longer than {MAX_LINE_BYTES} bytes; shorten its message or its fields")]
    TooLong(usize),
    /// The disk refused it.
    #[error("the line could not be written ({0}); free some space in the data folder")]
    Disk(String),
    /// The log was closed.
    #[error("the log is closed; nothing can be written to it any more")]
    Closed,
}

/// A search that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// The regular expression is wrong, or too large.
    #[error("the pattern cannot be used: {0}")]
    Pattern(String),
    /// Too much is asked for.
    #[error("{0}")]
    TooMuch(String),
}
