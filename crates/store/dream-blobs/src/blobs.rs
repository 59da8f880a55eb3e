//! The blob store, whichever kind it is.

use crate::disk::Disk;
use crate::layout::is_mark;
use crate::object::Objects;
use crate::{BlobError, Location, S3Keys, S3Location};
use bytes::Bytes;
use dream_id::OrgId;
use dream_ledger::Digest;
use futures::Stream;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A blob store. Clones share it.
#[derive(Debug, Clone)]
pub struct Blobs {
    pub(crate) kind: Kind,
    /// Whether a blob was refused for want of space, and none of that size has fitted since.
    pub(crate) wanted_space: Arc<AtomicBool>,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Disk(Disk),
    Objects(Objects),
}

/// A blob that was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// The digest of its bytes.
    pub digest: Digest,
    /// How many bytes it has.
    pub size: u64,
}

/// A blob of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlobInfo {
    /// The digest of its bytes.
    pub digest: Digest,
    /// How many bytes are there.
    pub size: u64,
}

impl Blobs {
    /// Opens the store at `location`. A folder is made where there is none, and what dead processes left half-written is
    /// removed; a bucket must exist.
    ///
    /// # Errors
    /// [`BlobError::Disk`], [`BlobError::StorageFull`] or [`BlobError::Remote`] when it cannot be used.
    pub async fn open(location: &Location) -> Result<Self, BlobError> {
        match location {
            Location::Disk(root) => Disk::open(root.clone()).await.map(Kind::Disk).map(Self::of),
            Location::S3(s3) => Objects::open(s3, None).map(Kind::Objects).map(Self::of),
        }
    }

    /// Opens a bucket with keys of its own instead of the environment's.
    ///
    /// # Errors
    /// [`BlobError::Remote`] when the location makes no client.
    pub fn open_bucket(location: &S3Location, keys: &S3Keys) -> Result<Self, BlobError> {
        Objects::open(location, Some(keys)).map(Kind::Objects).map(Self::of)
    }

    fn of(kind: Kind) -> Self {
        Self { kind, wanted_space: Arc::default() }
    }

    /// Stores bytes and returns their digest once they are durable. Bytes that are there already are checked, and put again
    /// where they were altered.
    ///
    /// # Errors
    /// [`BlobError::StorageFull`] and others; then nothing of the blob was kept.
    pub async fn put(&self, org: OrgId, bytes: Bytes) -> Result<Digest, BlobError> {
        let put = match &self.kind {
            Kind::Disk(disk) => disk.put(org, bytes).await,
            Kind::Objects(objects) => objects.put(org, bytes).await,
        };
        self.noted(put)
    }

    /// Stores what a stream brings, at most `limit` bytes. On disk it is written as it comes; for an object store, whose
    /// keys must be known first, it is gathered in memory.
    ///
    /// # Errors
    /// [`BlobError::TooLarge`], [`BlobError::Input`] when the stream fails, and those of [`Blobs::put`]; then nothing of the
    /// blob was kept.
    pub async fn put_stream(
        &self,
        org: OrgId,
        stream: impl Stream<Item = io::Result<Bytes>> + Send,
        limit: u64,
    ) -> Result<Stored, BlobError> {
        let put = match &self.kind {
            Kind::Disk(disk) => disk.put_stream(org, stream, limit).await,
            Kind::Objects(objects) => objects.put_stream(org, stream, limit).await,
        };
        self.noted(put)
    }

    /// The bytes with this digest, verified.
    ///
    /// # Errors
    /// [`BlobError::Missing`]; [`BlobError::Corrupt`] when other bytes are there; and those of the disk or the store.
    pub async fn get(&self, org: OrgId, digest: Digest) -> Result<Bytes, BlobError> {
        match &self.kind {
            Kind::Disk(disk) => disk.get(org, digest).await,
            Kind::Objects(objects) => objects.get(org, digest).await,
        }
    }

    /// Whether there is a blob with this digest; its bytes are not read.
    ///
    /// # Errors
    /// Those of the disk or the store.
    pub async fn exists(&self, org: OrgId, digest: Digest) -> Result<bool, BlobError> {
        match &self.kind {
            Kind::Disk(disk) => disk.exists(org, digest).await,
            Kind::Objects(objects) => objects.exists(org, digest).await,
        }
    }

    /// Removes a blob; one that is not there is no error. Whether anything still refers to it is for the caller to know.
    ///
    /// # Errors
    /// Those of the disk or the store.
    pub async fn delete(&self, org: OrgId, digest: Digest) -> Result<(), BlobError> {
        match &self.kind {
            Kind::Disk(disk) => disk.delete(org, digest).await,
            Kind::Objects(objects) => objects.delete(org, digest).await,
        }
    }

    /// The organisation's blobs by digest, with the sizes of what is there; their bytes are not read.
    ///
    /// # Errors
    /// Those of the disk or the store.
    pub async fn list(&self, org: OrgId) -> Result<Vec<BlobInfo>, BlobError> {
        let mut blobs = match &self.kind {
            Kind::Disk(disk) => disk.list(org).await?,
            Kind::Objects(objects) => objects.list(org).await?,
        };
        blobs.sort_unstable();
        Ok(blobs)
    }

    /// Asks the store for its mark, which takes one small request: whether blobs can be had now.
    ///
    /// # Errors
    /// [`BlobError::Mark`] when the mark is gone; and those of the disk or the store.
    pub async fn ping(&self) -> Result<(), BlobError> {
        match &self.kind {
            Kind::Disk(disk) => disk.ping().await,
            Kind::Objects(objects) => objects.ping().await,
        }
    }

    /// The mark of this store, which tells it from every other: made once, with `candidate` (8 to 128 letters, digits, `-`
    /// and `_`, from random bits), by whoever asks first. A database keeps the mark of its blobs, and a start that finds
    /// another one has been pointed at the wrong place.
    ///
    /// # Errors
    /// [`BlobError::Mark`] when `candidate`, or what is there, is no mark; and those of the disk or the store.
    pub async fn identity(&self, candidate: &str) -> Result<String, BlobError> {
        if !is_mark(candidate) {
            return Err(BlobError::Mark { place: "the candidate".to_owned() });
        }
        match &self.kind {
            Kind::Disk(disk) => disk.identity(candidate.to_owned()).await,
            Kind::Objects(objects) => objects.identity(candidate).await,
        }
    }
}
