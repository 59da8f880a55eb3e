//! The places that the conformance suite runs at, and ids.

use crate::fake_s3::FakeS3;
use dream_blobs::{Blobs, Location};
use dream_id::{OrgId, TypedId};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) fn org(n: u8) -> OrgId {
    OrgId::from_parts(1_700_000_000_000, [n; 10])
}

/// A blob store with a view from outside.
pub(crate) struct Place {
    pub(crate) blobs: Blobs,
    kind: Kind,
}

enum Kind {
    Disk(TempDir),
    S3(FakeS3),
}

impl Place {
    pub(crate) async fn disk() -> Self {
        let folder = TempDir::new().unwrap();
        let blobs = Blobs::open(&Location::Disk(folder.path().join("blobs"))).await.unwrap();
        Self { blobs, kind: Kind::Disk(folder) }
    }

    pub(crate) async fn s3() -> Self {
        let fake = FakeS3::start().await;
        Self { blobs: fake.open("team/blobs"), kind: Kind::S3(fake) }
    }

    /// Opens the same store once more, as another process would.
    pub(crate) async fn again(&self) -> Blobs {
        match &self.kind {
            Kind::Disk(folder) => Blobs::open(&Location::Disk(folder.path().join("blobs"))).await.unwrap(),
            Kind::S3(fake) => fake.open("team/blobs"),
        }
    }

    /// Every file or object there is, by its key below the root; no temporary files' locks.
    pub(crate) fn keys(&self) -> Vec<String> {
        match &self.kind {
            Kind::Disk(folder) => files(&folder.path().join("blobs")),
            Kind::S3(fake) => fake.keys().iter().map(|key| key.strip_prefix("team/blobs/").unwrap().to_owned()).collect(),
        }
    }

    /// Puts other bytes under a key, behind the store's back.
    pub(crate) fn alter(&self, key: &str, bytes: &[u8]) {
        match &self.kind {
            Kind::Disk(folder) => std::fs::write(folder.path().join("blobs").join(key), bytes).unwrap(),
            Kind::S3(fake) => fake.alter(&format!("team/blobs/{key}"), bytes),
        }
    }
}

/// The files under `root` by their relative paths, sorted, without locks.
pub(crate) fn files(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "lock") {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}
