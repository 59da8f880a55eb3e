//! Files of artifacts, into the blobs and out of them.

use crate::{App, AppError, Kind, Op, bodies::Text};
use dream_blobs::{BlobError, Tree, TreeError, TreeFile};
use dream_id::{OrgId, Scope};
use dream_ledger::Digest;
use dream_roles::File;
use dream_store::{Body, Query};
use std::collections::BTreeMap;

/// A set of files that is stored, with the facts that a version's event carries.
#[derive(Debug, Clone)]
pub(crate) struct StoredTree {
    pub(crate) digest: Digest,
    pub(crate) files: u32,
    pub(crate) bytes: u64,
    /// The manifest, to be kept in the database with the version as well: lists then fetch no blob.
    pub(crate) manifest: Text,
}

/// Stores the files and their manifest; idempotent.
pub(crate) async fn store(op: &Op, org: OrgId, files: &[File]) -> Result<StoredTree, AppError> {
    let (app, tree) = (op.app(), tree_of(files)?);
    for file in files {
        app.blobs.put(org, file.bytes.clone().into()).await?;
    }
    let manifest = tree.manifest()?;
    let digest = app.blobs.put(org, manifest.clone().into()).await?;
    let manifest = Text::prepare(op, org, manifest).await?;
    Ok(StoredTree { digest, files: u32::try_from(tree.files().len()).unwrap_or(u32::MAX), bytes: tree.total_size(), manifest })
}

/// The tree that the files make.
pub(crate) fn tree_of(files: &[File]) -> Result<Tree, AppError> {
    let entry = |file: &File| TreeFile {
        path: file.path.clone(),
        digest: Digest::of(&file.bytes),
        size: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
        executable: file.executable,
    };
    Ok(Tree::new(files.iter().map(entry).collect())?)
}

/// The manifest under `digest`.
pub(crate) async fn tree(app: &App, org: OrgId, digest: Digest) -> Result<Tree, AppError> {
    Ok(Tree::from_manifest(&app.blobs.get(org, digest).await?)?)
}

/// The manifests under `digests`, from the database as far as they are there. One that is damaged or gone is left out.
pub(crate) async fn manifests<Q: Query>(op: &Op, q: &mut Q, org: OrgId, digests: &[Digest]) -> Result<BTreeMap<Digest, Tree>, AppError> {
    let kept = dream_store::find_bodies(q, Scope::Org(org), digests).await?;
    let mut trees = BTreeMap::new();
    for digest in digests {
        let found = match kept.get(digest) {
            Some(Body::Inline(bytes)) => Tree::from_manifest(bytes).map_err(AppError::from),
            Some(Body::InBlobs | Body::Erased) | None => tree(op.app(), org, *digest).await,
        };
        match found {
            Ok(tree) => {
                trees.insert(*digest, tree);
            }
            Err(error) if error.is_damage() => {
                tracing::warn!(org.id = %org, artifact.digest = %digest, error.code = error.code, "the file list of an artifact cannot be read");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(trees)
}

/// All the files of the tree under `digest`, by path.
pub(crate) async fn load(app: &App, org: OrgId, digest: Digest) -> Result<Vec<File>, AppError> {
    let tree = tree(app, org, digest).await?;
    let mut files = Vec::with_capacity(tree.files().len());
    for file in tree.files() {
        let bytes = app.blobs.get(org, file.digest).await?.to_vec();
        files.push(File { executable: file.executable, ..File::new(file.path.clone(), bytes) });
    }
    Ok(files)
}

impl AppError {
    /// Whether bytes that were kept are damaged or gone, so that only a person can mend it.
    pub(crate) fn is_damage(&self) -> bool {
        matches!(self.code, "blob_corrupt" | "blob_missing" | "body_missing" | "erased" | "prompt_unusable")
    }
}

impl From<BlobError> for AppError {
    fn from(source: BlobError) -> Self {
        let kind = if source.is_retryable() { Kind::Unavailable } else { Kind::Internal };
        // Where blobs lie is the server's own affair: callers are told which one, and the log where.
        let message = match &source {
            BlobError::Corrupt { expected, found, .. } => {
                format!("the blob {expected} was altered: its bytes have the digest {found}; restore it from a backup")
            }
            BlobError::StorageFull { .. } => {
                "no room is left for a blob; nothing of it was kept: free some space, then try again".to_owned()
            }
            BlobError::Disk { .. } | BlobError::Remote { .. } | BlobError::Mark { .. } => {
                "the blobs could not be read or written; the server's log says where and why".to_owned()
            }
            BlobError::Missing { .. } | BlobError::TooLarge { .. } | BlobError::Input(_) | BlobError::Ended => source.to_string(),
        };
        Self::new(kind, source.code(), message).because(source)
    }
}

impl From<TreeError> for AppError {
    fn from(source: TreeError) -> Self {
        Self::invalid("invalid_files", source.to_string())
    }
}
