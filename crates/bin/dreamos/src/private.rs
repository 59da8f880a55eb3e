//! The data folder is for its owner alone: it holds the ledger, every artifact, and a token.

use crate::error::CliError;
use rustix::fs::Mode;
use std::fs::{Metadata, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

/// What others than the owner may do with a file.
const OTHERS: u32 = 0o077;
/// What lets an agent's group pass through a folder to the one that is its own, without seeing what else is there.
const PASSAGE: u32 = 0o010;
/// What lets others put files of theirs in the place of ours.
const OTHERS_WRITE: u32 = 0o022;

/// From here on, what this process makes is for its owner alone.
pub(crate) fn keep_what_is_made() {
    rustix::process::umask(Mode::from_raw_mode(OTHERS));
}

/// Refuses a folder that others may write in.
///
/// # Errors
/// When it is somebody else's, or others may write in it.
pub(crate) fn check(folder: &Path) -> Result<(), CliError> {
    let about = look(folder)?;
    if about.uid() != rustix::process::geteuid().as_raw() {
        return Err(CliError::Failed {
            what: format!("the data folder {} belongs to another user", folder.display()),
            hint: Some("start the server as that user, or name another folder with --data".to_owned()),
        });
    }
    if about.mode() & OTHERS_WRITE != 0 {
        return Err(CliError::Failed {
            what: format!("others may write in the data folder {}, and could put their own database there", folder.display()),
            hint: Some(format!("take that from them: chmod go-w {}", folder.display())),
        });
    }
    Ok(())
}

/// Takes from others what they may do with what is in the folder, but a passage. Only for who has the folder to itself: the agents of another server
/// may be at work in it.
///
/// # Errors
/// When an entry cannot be made private.
pub(crate) fn make_private(folder: &Path) -> Result<(), CliError> {
    let io = |source| CliError::Io { doing: format!("reading {}", folder.display()), source };
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let about = look(&path)?;
        // A link's own mode means nothing, and what it leads to is not in this folder.
        let allowed = if about.is_dir() { PASSAGE } else { 0 };
        if about.is_symlink() || about.mode() & OTHERS & !allowed == 0 {
            continue;
        }
        let closed = Permissions::from_mode(about.mode() & 0o7700);
        std::fs::set_permissions(&path, closed)
            .map_err(|source| CliError::Io { doing: format!("making {} private", path.display()), source })?;
        tracing::warn!(path = %path.display(), mode = format!("{:o}", about.mode() & 0o777), "others could read it; it is private now");
    }
    Ok(())
}

fn look(path: &Path) -> Result<Metadata, CliError> {
    std::fs::symlink_metadata(path).map_err(|source| CliError::Io { doing: format!("looking at {}", path.display()), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(path: &Path, mode: u32) {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn what_others_could_read_is_closed_and_the_rest_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let [file, tool, inner, passage] = ["dream.db", "tool", "blobs", "workspaces"].map(|name| folder.path().join(name));
        std::fs::write(&file, "x").unwrap();
        std::fs::write(&tool, "x").unwrap();
        std::fs::create_dir(&inner).unwrap();
        std::fs::create_dir(&passage).unwrap();
        set(&file, 0o644);
        set(&tool, 0o500);
        set(&inner, 0o755);
        set(&passage, 0o710);
        std::os::unix::fs::symlink("/nowhere", folder.path().join("link")).unwrap();
        set(folder.path(), 0o755);
        make_private(folder.path()).unwrap();
        assert_eq!([&file, &tool, &inner, &passage].map(|path| mode(path)), [0o600, 0o500, 0o700, 0o710]);
        assert_eq!(mode(folder.path()), 0o755);
    }

    #[test]
    fn a_folder_that_others_may_write_in_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        for open in [0o777, 0o770, 0o702] {
            set(folder.path(), open);
            let CliError::Failed { hint: Some(hint), .. } = check(folder.path()).unwrap_err() else { panic!("{open:o}") };
            assert!(hint.contains("chmod go-w"), "{hint}");
        }
        set(folder.path(), 0o700);
        check(folder.path()).unwrap();
    }
}
