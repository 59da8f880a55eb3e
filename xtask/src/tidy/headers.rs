//! What every Rust file and every crate starts with.

use super::Breach;
use super::tree::{File, Tree};

/// The crate that must speak to the kernel directly.
const MAY_BE_UNSAFE: &str = "crates/adapters/dream-sandbox/";

/// Layers whose every public item says its meaning, units and errors.
const DOCUMENTED: &[&str] = &["crates/base/", "crates/sdk/", "crates/domain/", "crates/store/"];

pub(super) fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in tree.files.iter().filter(|file| file.is_rust()) {
        if !file.text.starts_with("//! ") {
            breaches.push(Breach::new(&file.path, "starts with no //! line that says what belongs in it"));
        }
        if is_crate_root(file) && !file.path.starts_with(MAY_BE_UNSAFE) && !has_line(file, "#![forbid(unsafe_code)]") {
            breaches.push(Breach::new(&file.path, "is a crate's root without #![forbid(unsafe_code)]"));
        }
        let documented = DOCUMENTED.iter().any(|layer| file.path.starts_with(layer));
        if documented && file.path.ends_with("src/lib.rs") && !has_line(file, "#![warn(missing_docs)]") {
            breaches.push(Breach::new(&file.path, "is a root of a documented layer without #![warn(missing_docs)]"));
        }
    }
    for file in tree.files.iter().filter(|file| file.name() == "Cargo.toml" && file.path != "Cargo.toml") {
        if !file.text.contains("[lints]\nworkspace = true") {
            breaches.push(Breach::new(&file.path, "does not take the workspace's lints: add [lints] workspace = true"));
        }
    }
    breaches
}

fn is_crate_root(file: &File) -> bool {
    ["src/lib.rs", "src/main.rs"].iter().any(|root| file.path.ends_with(root)) || file.path.contains("/src/bin/")
}

fn has_line(file: &File, line: &str) -> bool {
    file.text.lines().any(|it| it.trim() == line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_one(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn a_file_says_what_belongs_in_it() {
        assert_eq!(check_one("crates/base/a/src/x.rs", "//! Values.\nfn f() {}\n"), 0);
        assert_eq!(check_one("crates/base/a/src/x.rs", "fn f() {}\n"), 1);
        assert_eq!(check_one("crates/base/a/src/x.rs", "//!\nfn f() {}\n"), 1);
        assert_eq!(check_one("docs/a.md", "text"), 0);
    }

    #[test]
    fn a_crate_forbids_unsafe_code() {
        assert_eq!(check_one("crates/app/a/src/lib.rs", "//! A.\n#![forbid(unsafe_code)]\n"), 0);
        assert_eq!(check_one("crates/app/a/src/lib.rs", "//! A.\n// #![forbid(unsafe_code)]\n"), 1);
        assert_eq!(check_one("crates/bin/a/src/main.rs", "//! A.\n"), 1);
        assert_eq!(check_one("crates/adapters/dream-sandbox/src/lib.rs", "//! A.\n"), 0);
    }

    #[test]
    fn what_others_build_on_is_documented() {
        assert_eq!(check_one("crates/base/a/src/lib.rs", "//! A.\n#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n"), 0);
        assert_eq!(check_one("crates/sdk/a/src/lib.rs", "//! A.\n#![forbid(unsafe_code)]\n"), 1);
    }

    #[test]
    fn a_crate_takes_the_lints_of_the_workspace() {
        assert_eq!(check_one("crates/base/a/Cargo.toml", "[package]\n\n[lints]\nworkspace = true\n"), 0);
        assert_eq!(check_one("crates/base/a/Cargo.toml", "[package]\n"), 1);
    }
}
