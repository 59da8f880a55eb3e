//! Files that are there whole or not at all.

use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The mirror's name.
pub(super) const NAME: &str = "message_history.json";

/// What went wrong, with the path.
#[derive(Debug, thiserror::Error)]
#[error("{doing} {} failed", path.display())]
pub(super) struct MirrorError {
    doing: &'static str,
    path: PathBuf,
    #[source]
    source: std::io::Error,
}

impl MirrorError {
    pub(super) fn of(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |source| Self { doing, path, source }
    }
}

/// Makes the folder if it is missing.
pub(super) async fn make_folder(path: &Path) -> Result<(), MirrorError> {
    tokio::fs::create_dir_all(path).await.map_err(MirrorError::of("making", path))
}

/// The array in a file; `None` of one that is missing, or is none.
pub(super) async fn read<T: DeserializeOwned>(path: &Path) -> Option<Vec<T>> {
    let bytes = tokio::fs::read(path).await.ok()?;
    let read = serde_json::from_slice(&bytes);
    if let Err(error) = &read {
        tracing::warn!(path = %path.display(), %error, "the mirror of messages cannot be read, and is written anew from the database");
    }
    read.ok()
}

/// Writes a file whole: under another name, to the disk, and then to its place.
pub(super) async fn write(path: &Path, bytes: Vec<u8>) -> Result<(), MirrorError> {
    let (to, fail) = (path.to_path_buf(), MirrorError::of("writing", path));
    let written = tokio::task::spawn_blocking(move || replace(&to, &bytes)).await;
    written.unwrap_or_else(|error| Err(std::io::Error::other(error))).map_err(fail)
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let temporary = path.with_extension("json.new");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_replaced_whole_and_what_is_no_array_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        assert_eq!(read::<u32>(&path).await, None);
        write(&path, b"[1, 2]".to_vec()).await.unwrap();
        assert_eq!(read::<u32>(&path).await, Some(vec![1, 2]));
        for broken in ["", "[1, 2", "{}", "[1, \"x\"]"] {
            write(&path, broken.as_bytes().to_vec()).await.unwrap();
            assert_eq!(read::<u32>(&path).await, None, "{broken}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
        let error = write(&folder.path().join("missing").join(NAME), Vec::new()).await.unwrap_err();
        assert!(error.to_string().contains(NAME), "{error}");
    }
}
