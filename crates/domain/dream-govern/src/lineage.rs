//! Lineage both ways: everything that a version was made from, and everything that was made from it.

use crate::Version;
use dream_id::VersionId;
use std::collections::BTreeSet;

/// Everything behind and ahead of one version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lineage {
    /// The versions that it was made from, directly or not, oldest first.
    pub made_from: Vec<VersionId>,
    /// The versions that were made from it, directly or not, oldest first.
    pub used_by: Vec<VersionId>,
}

impl Lineage {
    /// The lineage of `of` among `versions`: all versions of its run.
    #[must_use]
    pub fn of(of: VersionId, versions: &[&Version]) -> Self {
        let inputs = |id: VersionId| versions.iter().filter(move |version| version.id == id).flat_map(|version| &version.made.inputs);
        let made_from = reach(of, |id| inputs(id).map(|input| input.version).collect());
        let uses = |version: &&&Version, id: VersionId| version.made.inputs.iter().any(|input| input.version == id);
        let used_by = reach(of, |id| versions.iter().filter(|version| uses(version, id)).map(|version| version.id).collect());
        Self { made_from: by_age(&made_from, versions), used_by: by_age(&used_by, versions) }
    }
}

fn reach(from: VersionId, next: impl Fn(VersionId) -> Vec<VersionId>) -> BTreeSet<VersionId> {
    let mut found = BTreeSet::new();
    let mut todo = next(from);
    while let Some(id) = todo.pop() {
        if found.insert(id) {
            todo.extend(next(id));
        }
    }
    found
}

fn by_age(ids: &BTreeSet<VersionId>, versions: &[&Version]) -> Vec<VersionId> {
    let mut found: Vec<&&Version> = versions.iter().filter(|version| ids.contains(&version.id)).collect();
    found.sort_by_key(|version| (version.made_at, version.id));
    found.into_iter().map(|version| version.id).collect()
}
