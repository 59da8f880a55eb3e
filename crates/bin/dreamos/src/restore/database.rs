//! Restoring into a PostgreSQL database and a blob store: the blobs first, which are of no harm alone, then the database, in one
//! transaction.

use super::{COPY, Restored, Staging, UNFINISHED, broken, io, is_free, is_unfinished, put_in_place};
use crate::error::CliError;
use crate::wiring::{self, failed};
use dream_blobs::{Blobs, MARK};
use dream_id::OrgId;
use dream_sql::Location;
use dream_store::Store;
use std::path::{Path, PathBuf};

/// Where an archive is restored to.
#[derive(Debug)]
pub(crate) struct Target {
    /// The data folder of the first server that will run on it.
    pub(crate) data: PathBuf,
    /// The database, on PostgreSQL.
    pub(crate) database: Location,
    /// The blob store's.
    pub(crate) blobs: String,
}

/// Fills the empty database and the blob store that `target` names from `archive`; the data folder gets what stood in one.
pub(crate) async fn into_database(archive: PathBuf, target: Target) -> Result<(Store, Restored), CliError> {
    let (named, data) = (archive.clone(), target.data.clone());
    let unpacking = tokio::task::spawn_blocking(move || Staging::unpack(&named, &data, is_free(&data) || is_unfinished(&data)));
    let (staging, manifest) = unpacking.await.map_err(|error| failed("unpacking", &error))??;
    let copy = staging.path.join(COPY);
    if !copy.exists() {
        return Err(CliError::usage(
            format!("{} was made of an embedded store", archive.display()),
            "leave --database out: it is restored into a data folder",
        ));
    }
    wiring::refuse_occupied(&target.database).await?;
    let blobs = wiring::blobs_at(&target.blobs).await?;
    put_blobs(&archive, &staging.path.join("blobs"), &blobs).await?;
    let (home, logs) = (staging.path.join("data"), staging.path.join("logs"));
    std::fs::create_dir(&home).map_err(io("making", &home))?;
    if logs.exists() {
        std::fs::rename(&logs, home.join("logs")).map_err(io("moving", &logs))?;
    }
    let mark = home.join(UNFINISHED);
    std::fs::File::create(&mark).and_then(|file| file.sync_all()).map_err(io("making", &mark))?;
    // Before the database: a restore that is broken off here finds its mark when it is made again.
    put_in_place(&home, &target.data)?;
    let store = wiring::restore_store(target.database, &copy).await;
    if store.is_err() {
        // Only log manifests, which are in the archive still: what stays of them is replaced when the restore is tried again.
        let _ = std::fs::remove_dir_all(&target.data);
    }
    let store = store?;
    // Should it stay, it says nothing once a server has claimed the folder, and until then the filled database refuses another restore.
    let _ = std::fs::remove_file(target.data.join(UNFINISHED));
    Ok((store, Restored::new(manifest, &target.data)))
}

/// Puts every blob of the archive into the store, which takes the archive's mark or has it already.
async fn put_blobs(archive: &Path, folder: &Path, blobs: &Blobs) -> Result<(), CliError> {
    let mark = std::fs::read_to_string(folder.join(MARK)).map_err(io("reading the mark of", folder))?;
    let found = blobs.identity(&mark).await.map_err(|error| failed("marking the blobs", &error))?;
    if found != mark {
        return Err(CliError::usage("the blob store belongs to another database", "name an empty one with --blobs"));
    }
    for org in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let id: OrgId = name(&org).parse().map_err(|_| broken(archive, format!("`{}` names no organisation", org.display())))?;
        for half in entries(&org)? {
            for path in entries(&half)? {
                let bytes = tokio::fs::read(&path).await.map_err(io("reading", &path))?;
                let put = blobs.put(id, bytes.into()).await.map_err(|error| failed("storing a blob", &error))?;
                if put.hex() != format!("{}{}", name(&half), name(&path)) {
                    return Err(broken(archive, format!("`{}` does not hold what its name says", path.display())));
                }
            }
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let listed = std::fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect());
    listed.map_err(io("reading", folder))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
