//! Whether projects can have git repositories here: folders that the operator allows, and git itself.

use super::Finding;
use crate::wiring;
use dream_agents::GitVersion;
use std::path::{Path, PathBuf};

const NAME: &str = "repositories";

/// Looks at the folders, and for git where there are any.
pub(super) async fn findings(folders: &[PathBuf]) -> Vec<Finding> {
    if folders.is_empty() {
        return vec![Finding::good(NAME, "none are allowed; `repositories` in [server] names folders that those of projects may lie in")];
    }
    let mut findings: Vec<Finding> = folders.iter().filter(|folder| !folder.is_dir()).map(|folder| missing(folder)).collect();
    findings.push(match GitVersion::find(wiring::PATH).await {
        Ok(version) => Finding::good(NAME, format!("{}; allowed below {}", version.0, listed(folders))),
        Err(error) => Finding::bad(NAME, error.to_string(), format!("install git into one of {}", wiring::PATH)),
    });
    findings
}

fn missing(folder: &Path) -> Finding {
    Finding::bad(NAME, format!("{} is not a folder", folder.display()), "make it, or take it out of `repositories` in [server]")
}

fn listed(folders: &[PathBuf]) -> String {
    folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_told() {
        let none = findings(&[]).await;
        assert!(none.len() == 1 && none[0].ok && none[0].detail.contains("none are allowed"), "{none:?}");
        let folder = tempfile::tempdir().unwrap();
        let found = findings(&[folder.path().to_owned(), folder.path().join("gone")]).await;
        assert!(!found[0].ok && found[0].detail.contains("gone is not a folder"), "{found:?}");
        assert!(found[1].ok && found[1].detail.contains("git version"), "{found:?}");
    }
}
