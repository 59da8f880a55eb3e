//! How many crates of others everything here is built from: they are most of what a clean build takes. The number stands in
//! `xtask/crates.txt`, which may only shrink unless somebody says why.

use super::Breach;
use super::tree::Tree;
use std::cmp::Ordering;

const LIST: &str = "xtask/crates.txt";
const LOCK: &str = "Cargo.lock";

pub(super) fn check(tree: &Tree) -> Vec<Breach> {
    let text = |path: &str| tree.files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let Some(lock) = text(LOCK) else { return vec![Breach::new(LOCK, "is missing")] };
    let allowed = text(LIST).and_then(|list| list.lines().find(|line| !line.starts_with('#'))?.trim().parse::<usize>().ok());
    let Some(allowed) = allowed else { return vec![Breach::new(LIST, "has no line with a number")] };
    // What is ours has no source.
    let found = lock.lines().filter(|line| line.starts_with("source = ")).count();
    let message = match found.cmp(&allowed) {
        Ordering::Greater => format!(
            "locks {found} crates of others, {} more than {LIST} allows: do without, or raise the number and say in the commit what for",
            found - allowed
        ),
        Ordering::Less => format!("locks {found} crates of others, fewer than {LIST} says: lower the number there"),
        Ordering::Equal => return Vec::new(),
    };
    vec![Breach::new(LOCK, message)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_with(lock: &str, list: &str) -> Vec<String> {
        check(&Tree::of(&[(LOCK, lock), (LIST, list)])).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_number_of_crates_of_others_is_held() {
        let lock = "[[package]]\nname = \"ours\"\n\n[[package]]\nname = \"a\"\nsource = \"registry\"\n\n[[package]]\nname = \"b\"\nsource = \"registry\"\n";
        assert_eq!(check_with(lock, "# why\n2\n"), Vec::<String>::new());
        assert!(check_with(lock, "1\n")[0].contains("2 crates of others, 1 more than"));
        assert!(check_with(lock, "3\n")[0].contains("lower the number"));
        assert!(check_with(lock, "many\n")[0].contains("no line with a number"));
    }
}
