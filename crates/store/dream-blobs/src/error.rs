//! What can go wrong with blobs and with naming where they are.

use dream_id::OrgId;
use dream_ledger::Digest;
use std::io;
use std::path::Path;

/// A failure of a blob store.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no such blob.
    #[error("{org} has no blob {digest}; restore it from a backup of the blobs")]
    Missing {
        /// The organisation.
        org: OrgId,
        /// The digest asked for.
        digest: Digest,
    },
    /// The bytes are not those that were put.
    #[error("the blob at {place} was altered: its bytes have the digest {found} instead of {expected}; restore it from a backup")]
    Corrupt {
        /// The path or key.
        place: String,
        /// The digest it was put under.
        expected: Digest,
        /// The digest of the bytes that are there.
        found: Digest,
    },
    /// No room is left. Nothing of the blob was kept.
    #[error("no room is left for a blob at {place}; free some space, then try again")]
    StorageFull {
        /// The path or key.
        place: String,
        /// What the disk or the store said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A stream brought more bytes than were allowed. Nothing of it was kept.
    #[error("the blob has more than {limit} bytes; send a smaller one")]
    TooLarge {
        /// The most bytes allowed.
        limit: u64,
    },
    /// The stream to be stored broke off. Nothing of it was kept.
    #[error("the bytes to store broke off; send them again")]
    Input(#[source] io::Error),
    /// The disk refused.
    #[error("{doing} {path} failed; see that the folder is there, and that the server may read and write it")]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// The path.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The object store refused or could not be reached.
    #[error("{doing} {place} failed; see that the object store can be reached, and that the credentials fit")]
    Remote {
        /// What was being done.
        doing: &'static str,
        /// The key, or the whole location.
        place: String,
        /// What the store said.
        #[source]
        source: Box<object_store::Error>,
    },
    /// The mark that tells blob stores apart is not one.
    #[error("the mark at {place} is not one that this product wrote; point --blobs at an empty place, or at the right one")]
    Mark {
        /// The path or key.
        place: String,
    },
    /// A task of the server was ended from outside.
    #[error("the work on a blob was ended before it was done; try again")]
    Ended,
}

impl BlobError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::StorageFull { .. } | Self::Input(_) | Self::Ended => true,
            // The rest are refusals: of the key, the credentials, or the bucket.
            Self::Remote { source, .. } => matches!(**source, object_store::Error::Generic { .. } | object_store::Error::JoinError { .. }),
            Self::Missing { .. } | Self::Corrupt { .. } | Self::TooLarge { .. } | Self::Disk { .. } | Self::Mark { .. } => false,
        }
    }

    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "blob_missing",
            Self::Corrupt { .. } => "blob_corrupt",
            Self::StorageFull { .. } => "storage_full",
            Self::TooLarge { .. } => "blob_too_large",
            Self::Input(_) => "blob_input",
            Self::Disk { .. } => "blob_disk",
            Self::Remote { .. } => "blob_remote",
            Self::Mark { .. } => "blob_mark",
            Self::Ended => "blob_ended",
        }
    }

    /// Gives an error of the disk its context, and tells a full disk from other failures.
    pub(crate) fn disk(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::StorageFull { place: path.clone(), source: Box::new(source) }
            }
            _ => Self::Disk { doing, path: path.clone(), source },
        }
    }

    /// Gives an error of the object store its context, and tells a full store from other failures.
    pub(crate) fn remote(doing: &'static str, place: &str) -> impl Fn(object_store::Error) -> Self + use<> {
        let place = place.to_owned();
        move |source| {
            if says_full(&source) {
                return Self::StorageFull { place: place.clone(), source: Box::new(source) };
            }
            Self::Remote { doing, place: place.clone(), source: Box::new(source) }
        }
    }
}

/// S3 has no error for a full store; its free-standing servers answer 507 or name the code `…StorageFull`, and the client
/// library passes that on as text alone.
fn says_full(error: &object_store::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        let text = error.to_string();
        if text.contains("StorageFull") || text.contains("507 Insufficient Storage") {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Why a text names no place for blobs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// It is empty.
    #[error("the place for blobs is empty; give a folder, file:///folder, or s3://bucket/prefix")]
    Empty,
    /// Its scheme is unknown.
    #[error("`{scheme}://` is no place for blobs; give a folder, file:///folder, or s3://bucket/prefix")]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// A `file:` location without an absolute path.
    #[error("a file: place for blobs needs an absolute path on this machine, as in file:///var/lib/dreamos/blobs")]
    FilePath,
    /// An `s3:` location without a bucket.
    #[error("an s3: place for blobs needs a bucket, as in s3://bucket/prefix")]
    Bucket,
    /// A part of the location cannot be used.
    #[error("`{name}` of the place for blobs {why}")]
    Part {
        /// Which part.
        name: String,
        /// What is wrong with it, and what would be right.
        why: &'static str,
    },
}
