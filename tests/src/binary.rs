//! Where the binary is.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{Failure, Outcome};

/// The binary under test: `DREAMOS_BINARY`, as `make test` sets it after building everything, else one built now, so that
/// nobody tests yesterday's.
pub(crate) fn path() -> Outcome<PathBuf> {
    if let Some(path) = std::env::var_os("DREAMOS_BINARY") {
        return Ok(path.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--package", "dreamos", "--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(Failure::system("starting cargo build"))?;
    let lines = String::from_utf8_lossy(&output.stdout);
    let built = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let executable = built.filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from)).next_back();
    executable.filter(|_| output.status.success()).ok_or_else(|| Failure::broken("dreamos does not build: run cargo build -p dreamos"))
}
