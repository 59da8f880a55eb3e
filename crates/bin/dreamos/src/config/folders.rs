//! Several folders as one setting: a list in the file, parted by colons in a variable, one flag for each.

use serde::Deserialize;
use std::fmt;
use std::path::PathBuf;

/// Folders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Folders(pub(crate) Vec<PathBuf>);

/// A path that does not begin at the root.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a whole path: begin it at the root, as in /srv/repositories")]
pub(crate) struct RelativeFolder(String);

impl Folders {
    /// What flags say, if there are any.
    pub(crate) fn of_flags(folders: Vec<PathBuf>) -> Option<Self> {
        (!folders.is_empty()).then_some(Self(folders))
    }

    /// Refuses what means another folder wherever the server is started.
    pub(crate) fn validate(&self) -> Result<(), RelativeFolder> {
        let relative = self.0.iter().find(|folder| !folder.is_absolute());
        relative.map_or(Ok(()), |folder| Err(RelativeFolder(folder.display().to_string())))
    }
}

impl fmt::Display for Folders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<String> = self.0.iter().map(|folder| folder.display().to_string()).collect();
        f.write_str(&paths.join(":"))
    }
}

impl std::str::FromStr for Folders {
    type Err = RelativeFolder;

    fn from_str(text: &str) -> Result<Self, RelativeFolder> {
        let folders = Self(text.split(':').filter(|part| !part.is_empty()).map(PathBuf::from).collect());
        folders.validate().map(|()| folders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_parted_by_colons_and_begin_at_the_root() {
        let folders: Folders = "/srv/a::/srv/b".parse().unwrap();
        assert_eq!(folders.0, [PathBuf::from("/srv/a"), PathBuf::from("/srv/b")]);
        assert_eq!(folders.to_string(), "/srv/a:/srv/b");
        assert!("/srv/a:b".parse::<Folders>().unwrap_err().to_string().contains("`b`"));
        assert!(Folders(vec![PathBuf::from("./a")]).validate().is_err());
        assert_eq!(Folders::of_flags(Vec::new()), None);
    }
}
