//! Where files stand and what they are called.

use super::Breach;
use super::tree::{File, Tree};

/// All that stands at the top of the checkout.
const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".config",
    ".github",
    ".gitignore",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "Makefile",
    "README.md",
    "STYLE.md",
    "clippy.toml",
    "crates",
    "deny.toml",
    "docs",
    "examples",
    "openapi.json",
    "rustfmt.toml",
    "scripts",
    "sdk",
    "tests",
    "ui",
    "xtask",
];

/// Words of files that tell how work went. Work is told by its commits; what stays true goes into docs/.
const REPORTS: &[&str] = &["summary", "report", "status", "progress", "handoff", "walkthrough", "findings", "retrospective"];

pub(super) fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for name in tree.top.iter().filter(|name| !TOP.contains(&name.as_str())) {
        breaches.push(Breach::new(name, "is unknown at the top: move it below, or add it to TOP in xtask/src/tidy/names.rs"));
    }
    for file in &tree.files {
        if file.name() == "mod.rs" {
            breaches.push(Breach::new(&file.path, "is a mod.rs: name the module's file after it, foo.rs beside foo/"));
        }
        if is_report(file) {
            breaches.push(Breach::new(&file.path, "reads like a report on work: say it in the commit, or in docs/ as what is true now"));
        }
    }
    breaches
}

/// Prompts and examples may be called after what they produce; documents of ours may not.
fn is_report(file: &File) -> bool {
    let Some(stem) = file.name().strip_suffix(".md") else { return false };
    let ours = !file.path.contains('/') || file.path.starts_with("docs/") || stem.to_uppercase() == stem;
    ours && stem.to_lowercase().split(['-', '_', '.', ' ']).any(|word| REPORTS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_a_closed_list() {
        let mut tree = Tree::of(&[]);
        tree.top = vec!["crates".into(), "notes".into()];
        let breaches = check(&tree);
        assert_eq!(breaches.iter().map(|b| b.place.as_str()).collect::<Vec<_>>(), ["notes"]);
    }

    #[test]
    fn modules_and_documents_have_names_that_say_what_they_hold() {
        for (path, breaks) in [
            ("crates/base/a/src/run/mod.rs", true),
            ("crates/base/a/src/run.rs", false),
            ("IMPLEMENTATION_SUMMARY.md", true),
            ("docs/status-report.md", true),
            ("crates/base/a/PROGRESS.md", true),
            ("crates/domain/a/prompts/report.md", false),
            ("docs/operations.md", false),
        ] {
            assert_eq!(check(&Tree::of(&[(path, "")])).len(), usize::from(breaks), "{path}");
        }
    }
}
