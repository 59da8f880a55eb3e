//! `ARTIFACT`, `ARTIFACT@N` and `ARTIFACT@A..B`, as the artifact commands take them.

use dream_id::ArtifactId;
use std::str::FromStr;

/// An artifact, or one version of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VersionRef {
    /// The artifact.
    pub(crate) artifact: ArtifactId,
    /// The version's number; the newest when `None`.
    pub(crate) version: Option<u32>,
}

/// Two versions of an artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VersionRange {
    /// The artifact.
    pub(crate) artifact: ArtifactId,
    /// The older version's number.
    pub(crate) from: u32,
    /// The newer version's number.
    pub(crate) to: u32,
}

impl FromStr for VersionRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (artifact, version) = match text.split_once('@') {
            Some((artifact, version)) => (artifact, Some(number(version)?)),
            None => (text, None),
        };
        Ok(Self { artifact: artifact.parse().map_err(|error| format!("{error}"))?, version })
    }
}

impl FromStr for VersionRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = || format!("`{text}` does not name two versions: write ARTIFACT@A..B, such as art_…@1..2");
        let (artifact, range) = text.split_once('@').ok_or_else(refuse)?;
        let (from, to) = range.split_once("..").ok_or_else(refuse)?;
        Ok(Self { artifact: artifact.parse().map_err(|error| format!("{error}"))?, from: number(from)?, to: number(to)? })
    }
}

fn number(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number @ 1..) => Ok(number),
        _ => Err(format!("`{text}` is not a version: versions are numbered from 1")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ART: &str = "art_01jd3kz5e8f0vs1m7q2w9x4t6b";

    #[test]
    fn versions_are_read() {
        let artifact = ART.parse().unwrap();
        assert_eq!(ART.parse(), Ok(VersionRef { artifact, version: None }));
        assert_eq!(format!("{ART}@3").parse(), Ok(VersionRef { artifact, version: Some(3) }));
        assert_eq!(format!("{ART}@1..4").parse(), Ok(VersionRange { artifact, from: 1, to: 4 }));
    }

    #[test]
    fn what_names_no_version_is_refused() {
        for text in
            ["prd", "art_x", "art_01jd3kz5e8f0vs1m7q2w9x4t6b@", "art_01jd3kz5e8f0vs1m7q2w9x4t6b@0", "run_01jd3kz5e8f0vs1m7q2w9x4t6b@1"]
        {
            assert!(text.parse::<VersionRef>().is_err(), "{text}");
        }
        for text in [ART.to_owned(), format!("{ART}@1"), format!("{ART}@1.."), format!("{ART}@0..1"), "1..2".to_owned()] {
            assert!(text.parse::<VersionRange>().is_err(), "{text}");
        }
    }
}
