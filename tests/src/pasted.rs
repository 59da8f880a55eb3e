//! What the documentation prints for pasting, run as a reader would: by a shell, with the binary on its path.

use std::path::Path;
use std::process::{Command, Output};

use crate::{Failure, Outcome, Place};

/// The lines between the fences of `sh` blocks below `heading`, up to the next heading of that depth.
#[must_use]
pub fn lines<'t>(page: &'t str, heading: &str) -> Vec<&'t str> {
    let section = page.split(heading).nth(1).unwrap_or_default().split("\n## ").next().unwrap_or_default();
    section.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).flat_map(str::lines).collect()
}

/// Runs `script` in `folder` with bash, which stops at the first line that fails. `settings` are variables beside the caller's.
///
/// # Errors
/// When bash cannot be started.
pub fn shell(place: &Place, folder: &Path, script: &str, settings: &[(&str, &Path)]) -> Outcome<Output> {
    let mut path = place.binary().parent().map(Path::to_path_buf).unwrap_or_default().into_os_string();
    // The system's own programs first: an agent may run as a user of its own, who passes them and no folder below somebody's home.
    path.push(":/usr/bin:/bin");
    if let Some(rest) = std::env::var_os("PATH") {
        path.push(":");
        path.push(rest);
    }
    let mut command = Command::new("bash");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DREAMOS_")) {
        command.env_remove(name);
    }
    command.args(["-euo", "pipefail", "-c", script]).env("PATH", path).current_dir(folder);
    command.envs(settings.iter().copied());
    command.output().map_err(Failure::system("starting bash"))
}
