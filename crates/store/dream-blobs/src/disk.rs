//! Blobs in a folder: `<root>/<org>/ab/cdef…`, written to a temporary file, synced, renamed, and the folder synced.
//!
//! The system calls are in `disk/files.rs` and the temporary files in `disk/temporary.rs`; both block, so that everything
//! here runs them on threads of their own.

mod files;
mod temporary;

use crate::{BlobError, BlobInfo, Stored};
use bytes::Bytes;
use dream_id::OrgId;
use dream_ledger::Digest;
use files::{Files, Part};
use futures::{Stream, StreamExt};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use tokio::sync::mpsc;

/// How many parts of a stream wait for the disk.
const PARTS_AHEAD: usize = 8;

/// Blobs in a folder.
#[derive(Debug, Clone)]
pub(crate) struct Disk(Arc<Files>);

impl Disk {
    pub(crate) async fn open(root: PathBuf) -> Result<Self, BlobError> {
        let files = blocking(move || Files::open(root)).await?;
        Ok(Self(Arc::new(files)))
    }

    pub(crate) async fn put(&self, org: OrgId, bytes: Bytes) -> Result<Digest, BlobError> {
        self.run(move |files| files.put(org, &bytes)).await
    }

    pub(crate) async fn put_stream(
        &self,
        org: OrgId,
        stream: impl Stream<Item = io::Result<Bytes>> + Send,
        limit: u64,
    ) -> Result<Stored, BlobError> {
        let (sender, receiver) = mpsc::channel(PARTS_AHEAD);
        let files = Arc::clone(&self.0);
        let writer = tokio::task::spawn_blocking(move || files.put_parts(org, receiver, limit));
        let mut stream = pin!(stream);
        let mut broken = None;
        loop {
            let part = match stream.next().await {
                Some(Ok(bytes)) => Part::Bytes(bytes),
                Some(Err(error)) => {
                    broken = Some(error);
                    break;
                }
                None => Part::End,
            };
            let last = matches!(part, Part::End);
            // A writer that hung up has an error of its own to tell.
            if sender.send(part).await.is_err() || last {
                break;
            }
        }
        drop(sender);
        let stored = writer.await.map_err(|_| BlobError::Ended)?;
        broken.map_or(stored, |error| Err(BlobError::Input(error)))
    }

    pub(crate) async fn get(&self, org: OrgId, digest: Digest) -> Result<Bytes, BlobError> {
        self.run(move |files| files.get(org, digest)).await
    }

    pub(crate) async fn exists(&self, org: OrgId, digest: Digest) -> Result<bool, BlobError> {
        self.run(move |files| files.exists(org, digest)).await
    }

    pub(crate) async fn delete(&self, org: OrgId, digest: Digest) -> Result<(), BlobError> {
        self.run(move |files| files.delete(org, digest)).await
    }

    pub(crate) async fn list(&self, org: OrgId) -> Result<Vec<BlobInfo>, BlobError> {
        self.run(move |files| files.list(org)).await
    }

    pub(crate) async fn ping(&self) -> Result<(), BlobError> {
        self.run(Files::ping).await
    }

    pub(crate) async fn identity(&self, candidate: String) -> Result<String, BlobError> {
        self.run(move |files| files.identity(&candidate)).await
    }

    /// The folder.
    pub(crate) fn root(&self) -> &Path {
        self.0.root()
    }

    /// Writes bytes to a file that is removed at once.
    pub(crate) async fn try_room(&self, bytes: Bytes) -> Result<(), BlobError> {
        self.run(move |files| files.try_room(&bytes)).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Files) -> Result<T, BlobError> + Send + 'static) -> Result<T, BlobError> {
        let files = Arc::clone(&self.0);
        blocking(move || work(&files)).await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, BlobError> + Send + 'static) -> Result<T, BlobError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| BlobError::Ended)?
}
