//! Whether the store has room for blobs.

use crate::blobs::Kind;
use crate::{BlobError, Blobs};
use bytes::Bytes;
use sha2::Digest as _;
use std::path::Path;
use std::sync::atomic::Ordering;

/// How much is written to find out, in parts of 32 bytes: 256 KiB.
const PARTS: u32 = 8 << 10;

impl Blobs {
    /// The folder that the blobs lie in; `None` for a bucket.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.kind {
            Kind::Disk(disk) => Some(disk.root()),
            Kind::Objects(_) => None,
        }
    }

    /// Whether there is room. The store is taken to have it until a blob of this process is refused for want of space; from then on this
    /// writes 256 KiB and removes them, until that succeeds.
    ///
    /// # Errors
    /// Those of the disk or the store, but [`BlobError::StorageFull`].
    pub async fn has_room(&self) -> Result<bool, BlobError> {
        if !self.wanted_space.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let tried = match &self.kind {
            Kind::Disk(disk) => disk.try_room(tried()).await,
            Kind::Objects(objects) => objects.try_room(tried()).await,
        };
        match tried {
            Ok(()) => {
                self.wanted_space.store(false, Ordering::Relaxed);
                Ok(true)
            }
            Err(BlobError::StorageFull { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Keeps in mind that the store refused for want of space.
    pub(crate) fn noted<T>(&self, put: Result<T, BlobError>) -> Result<T, BlobError> {
        if let Err(BlobError::StorageFull { .. }) = &put {
            self.wanted_space.store(true, Ordering::Relaxed);
        }
        put
    }
}

/// Bytes that no file system makes shorter.
fn tried() -> Bytes {
    let parts = (0..PARTS).flat_map(|number| -> [u8; 32] { sha2::Sha256::digest(number.to_le_bytes()).into() });
    parts.collect::<Vec<u8>>().into()
}
