//! The key that secrets are sealed with: a file of the data folder, made at the first start, or one that several processes share.

use super::UpOptions;
use crate::error::CliError;
use dream_app::secrets::SealingKey;
use dream_clock::{Rng as _, SystemRng};
use dream_secret::Secret;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// The key's file in the data folder.
const FILE: &str = "secret.key";

/// The key that the options name, or that of the data folder.
pub(crate) fn key(options: &UpOptions) -> Result<SealingKey, CliError> {
    let (path, ours) = match &options.secret_key_file {
        Some(path) => (path.clone(), false),
        None => (options.data.join(FILE), true),
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => Secret::new(text),
        Err(error) if ours && error.kind() == ErrorKind::NotFound => make(&options.data, &path)?,
        Err(source) => return Err(CliError::Io { doing: format!("reading the sealing key {}", path.display()), source }),
    };
    SealingKey::parse(&text).map_err(|error| CliError::Failed {
        what: format!("{} holds no sealing key: {error}", path.display()),
        hint: Some("bring the key back: what was sealed with it cannot be opened without".to_owned()),
    })
}

/// Makes the key's file, whole or not at all, readable by its owner alone.
fn make(folder: &Path, path: &Path) -> Result<Secret, CliError> {
    let io = |source| CliError::Io { doing: format!("writing the sealing key {}", path.display()), source };
    let mut bits = [0; 32];
    SystemRng.fill(&mut bits);
    let text = SealingKey::text_of(&bits);
    let temporary = folder.join(".secret.key");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary).map_err(io)?;
    writeln!(file, "{}", text.expose()).and_then(|()| file.sync_all()).map_err(io)?;
    std::fs::rename(&temporary, path).map_err(io)?;
    // The key must outlive a loss of power as surely as what is sealed with it.
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let made = make(folder.path(), &path).unwrap();
        let read = Secret::new(std::fs::read_to_string(&path).unwrap());
        assert_eq!(SealingKey::parse(&made).unwrap().mark(), SealingKey::parse(&read).unwrap().mark());
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
