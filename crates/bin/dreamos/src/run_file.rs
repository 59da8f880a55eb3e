//! `run.json` in the data folder: where the local server listens, and a token for it.

use crate::error::CliError;
use dream_secret::Secret;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The file in a data folder by which a server claims it: it stays there, so it also says that one ever worked in the folder.
pub(crate) const CLAIM: &str = "up.lock";

/// What a running local server wrote down.
#[derive(Debug, Deserialize)]
pub(crate) struct RunFile {
    /// Its address.
    pub(crate) url: String,
    /// The fingerprint of the certificate that it shows there, if it serves HTTPS.
    pub(crate) certificate: Option<String>,
    /// A token of the local owner, minted at this start.
    pub(crate) token: Secret,
    /// Its process.
    pub(crate) pid: u32,
}

impl RunFile {
    /// Where it is in a data folder.
    pub(crate) fn path(data: &Path) -> PathBuf {
        data.join("run.json")
    }

    /// Reads it; `None` when there is none.
    pub(crate) fn read(data: &Path) -> Result<Option<Self>, CliError> {
        let path = Self::path(data);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(CliError::Io { doing: format!("reading {}", path.display()), source }),
        };
        // A damaged file may hold the token: the parser's message, which quotes what it found, is not shown.
        let broken = |_| {
            CliError::usage(format!("{} is not what `dreamos up` writes", path.display()), "start the server again, or name one with --url")
        };
        serde_json::from_slice(&bytes).map(Some).map_err(broken)
    }
}
