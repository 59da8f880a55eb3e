//! The manifests of archived segments, for backups: they alone know which blobs hold which lines.

use crate::segment::Place;
use crate::{LogError, Logs};
use std::sync::Arc;

/// The manifest of one archived segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedManifest {
    /// Its file below the logs' folder, its parts parted by `/`.
    pub file: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

impl Logs {
    /// The manifests of all archived segments of all sets. Read them before the blobs are listed: a segment's blob is there before its
    /// manifest is.
    ///
    /// # Errors
    /// [`LogError::Disk`] when a file cannot be read.
    pub async fn archived_manifests(&self) -> Result<Vec<ArchivedManifest>, LogError> {
        let shared = Arc::clone(&self.0);
        let reading = tokio::task::spawn_blocking(move || {
            let mut manifests = Vec::new();
            for set in shared.sets() {
                for segment in set.segments() {
                    let Place::Archived { path, .. } = &segment.place else { continue };
                    let Some(name) = path.file_name() else { continue };
                    match std::fs::read(path) {
                        Ok(bytes) => manifests.push(ArchivedManifest { file: format!("{}/{}", set.name, name.to_string_lossy()), bytes }),
                        // Its time was over meanwhile.
                        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                        Err(error) => return Err(LogError::disk("reading", path)(error)),
                    }
                }
            }
            Ok(manifests)
        });
        reading.await.map_err(|_| LogError::BrokenOff)?
    }
}
