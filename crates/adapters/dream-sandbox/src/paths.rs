//! What a command may be given of the host's files, and what never.

use crate::options::SandboxOptions;
use crate::wire::Place;
use dream_ports::{ConfinedCommand, SandboxError};
use std::path::{Component, Path, PathBuf};

/// The folder in a forbidden one below which workspaces are.
const WORKSPACES: &str = "workspaces";
/// What every command may read: see the launcher's Landlock rules.
const SYSTEM: [&str; 7] = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc"];

/// Every place that `command` names, checked.
pub(crate) fn places(options: &SandboxOptions, command: &ConfinedCommand) -> Result<Vec<Place>, SandboxError> {
    let forbidden: Vec<PathBuf> = options.forbidden.iter().map(|path| resolved(path)).collect();
    for path in &forbidden {
        if SYSTEM.iter().any(|system| path.starts_with(resolved(Path::new(system)))) {
            return Err(refused(path, "every command may read the system's programs and settings: keep the data folder elsewhere"));
        }
    }
    let readable = command.readable.iter().map(|path| (path, false));
    let writable = std::iter::once(&command.workspace).chain(&command.writable).map(|path| (path, true));
    let named = readable.chain(writable);
    let places = named.map(|(path, writable)| place(path, writable, &forbidden)).collect::<Result<Vec<_>, _>>()?;
    if !command.workspace.is_dir() {
        return Err(refused(&command.workspace, "it is not a folder"));
    }
    Ok(places)
}

/// The forbidden folder that `workspace` is below, and what is between them.
pub(crate) fn passages(options: &SandboxOptions, workspace: &Path) -> Vec<PathBuf> {
    let workspace = resolved(workspace);
    let kept: Vec<PathBuf> = options.forbidden.iter().map(|path| resolved(path)).collect();
    workspace.ancestors().skip(1).filter(|above| kept.iter().any(|kept| above.starts_with(kept))).map(Path::to_path_buf).collect()
}

fn place(path: &Path, writable: bool, forbidden: &[PathBuf]) -> Result<Place, SandboxError> {
    let plain = path.components().all(|component| matches!(component, Component::RootDir | Component::Normal(_)));
    if !path.is_absolute() || !plain {
        return Err(refused(path, "it is not an absolute path without `..`"));
    }
    if path.to_str().is_none() {
        return Err(refused(path, "its name is not UTF-8"));
    }
    let source = path.canonicalize().map_err(|error| refused(path, &error.to_string()))?;
    if source.parent().is_none() {
        return Err(refused(path, "it is the root of all files"));
    }
    for kept in forbidden {
        if kept.starts_with(&source) || (source.starts_with(kept) && !is_workspace(&source, kept)) {
            return Err(refused(path, "the server's own data is there"));
        }
    }
    Ok(Place { source, target: path.to_path_buf(), writable })
}

/// Below `workspaces`, and not that folder itself.
fn is_workspace(path: &Path, kept: &Path) -> bool {
    path.strip_prefix(kept.join(WORKSPACES)).is_ok_and(|rest| rest.components().next().is_some())
}

/// Without symbolic links, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for above in absolute.ancestors() {
        if let Ok(found) = above.canonicalize() {
            return absolute
                .strip_prefix(above)
                .map_or(found.clone(), |rest| if rest.as_os_str().is_empty() { found } else { found.join(rest) });
        }
    }
    absolute
}

fn refused(path: &Path, why: &str) -> SandboxError {
    SandboxError::Path { path: path.to_path_buf(), why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_ports::{Network, ResourceLimits, SandboxLevel};
    use std::collections::BTreeMap;

    fn check(data: &Path, workspace: &Path, readable: &[&Path]) -> Result<Vec<Place>, String> {
        let command = ConfinedCommand {
            label: "test".to_owned(),
            program: "/bin/true".into(),
            arguments: Vec::new(),
            environment: BTreeMap::new(),
            workspace: workspace.to_path_buf(),
            writable: Vec::new(),
            readable: readable.iter().map(|path| path.to_path_buf()).collect(),
            network: Network::None,
            limits: ResourceLimits::default(),
            floor: SandboxLevel::Landlock,
        };
        places(&SandboxOptions::new(data), &command).map_err(|error| error.to_string())
    }

    #[test]
    fn the_data_folder_is_never_given_and_a_workspace_below_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        let data = top.join("data");
        let workspace = data.join("workspaces").join("one");
        std::fs::create_dir_all(workspace.join("inner")).unwrap();
        std::fs::write(data.join("run.json"), "{}").unwrap();
        std::os::unix::fs::symlink(&data, workspace.join("link")).unwrap();
        let outside = tempfile::tempdir().unwrap();

        assert!(check(&data, &workspace, &[]).is_ok());
        assert!(check(&data, &workspace.join("inner"), &[]).is_ok());
        assert!(check(&data, outside.path(), &[Path::new("/usr/bin")]).is_ok());
        for refused in [&data, &data.join("workspaces"), &top, Path::new("/"), &workspace.join("link"), &workspace.join("link/workspaces")]
        {
            assert!(check(&data, refused, &[]).is_err(), "{}", refused.display());
            assert!(check(&data, &workspace, &[refused]).is_err(), "{}", refused.display());
        }
        assert!(check(&data, &workspace, &[&data.join("run.json")]).is_err());
        assert!(check(&data, Path::new("relative"), &[]).is_err());
        assert!(check(&data, &workspace.join("../../../data"), &[]).is_err());
        assert!(check(&data, &workspace.join("absent"), &[]).is_err());
        assert!(check(Path::new("/usr/share/dreamos"), outside.path(), &[]).is_err(), "what all may read holds no data folder");
    }
}
