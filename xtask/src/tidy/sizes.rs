//! How long files and functions may be. Exceptions stand in `xtask/oversize.txt`, which may only shrink.

mod functions;

use std::collections::BTreeMap;

use super::Breach;
use super::tree::{File, Tree};

const LIST: &str = "xtask/oversize.txt";

/// What lines of one kind are held to: by rank, and each.
struct Limits {
    kind: &'static str,
    median: usize,
    p90: usize,
    each: usize,
}

const FILES: Limits = Limits { kind: "file", median: 150, p90: 350, each: 600 };
const FUNCTIONS: Limits = Limits { kind: "function", median: 40, p90: 40, each: 100 };

/// What was found, and the figures in one line.
pub(super) struct Report {
    pub breaches: Vec<Breach>,
    pub figures: String,
}

pub(super) fn check(tree: &Tree) -> Report {
    let production: Vec<&File> = tree.files.iter().filter(|file| file.is_production()).collect();
    let mut breaches = Vec::new();
    let mut functions = BTreeMap::new();
    for file in &production {
        match functions::lengths(&file.text) {
            Ok(found) => functions.extend(found.into_iter().map(|(name, lines)| (format!("{} {name}", file.path), lines))),
            Err(error) => breaches.push(Breach::new(&file.path, format!("does not parse: {error}"))),
        }
    }
    let files = production.iter().map(|file| (file.path.clone(), file.text.lines().count())).collect();
    let mut allowed = match allowed(tree) {
        Ok(allowed) => allowed,
        Err(breach) => {
            breaches.push(breach);
            BTreeMap::new()
        }
    };
    let figures = format!(
        "{}; {}.",
        measure(&FILES, &files, &mut allowed, &mut breaches),
        measure(&FUNCTIONS, &functions, &mut allowed, &mut breaches)
    );
    for what in allowed.keys() {
        breaches.push(Breach::new(LIST, format!("lists {what}, which is within its limit or gone: remove the entry")));
    }
    Report { breaches, figures }
}

/// Holds `sizes` to `limits`, uses up the entries of `allowed` that are needed, and says the figures.
fn measure(limits: &Limits, sizes: &BTreeMap<String, usize>, allowed: &mut BTreeMap<String, usize>, breaches: &mut Vec<Breach>) -> String {
    let Limits { kind, median, p90, each } = limits;
    for (what, &lines) in sizes.iter().filter(|(_, lines)| *lines > each) {
        match allowed.remove(what) {
            None => breaches.push(Breach::new(what, format!("is a {kind} of {lines} lines, more than {each}: split it"))),
            Some(listed) if listed < lines => {
                breaches.push(Breach::new(what, format!("has grown to {lines} lines from {listed}: split it")));
            }
            Some(listed) if listed > lines => {
                breaches.push(Breach::new(LIST, format!("lists {what} with {listed} lines; it has {lines}: lower the entry")));
            }
            Some(_) => {}
        }
    }
    let mut lines: Vec<usize> = sizes.values().copied().collect();
    lines.sort_unstable();
    let (middle, ninth) = (rank(&lines, 50), rank(&lines, 90));
    for (name, found, limit) in [("median", middle, *median), ("90th percentile", ninth, *p90)] {
        if found > limit {
            breaches.push(Breach::new(format!("all {kind}s"), format!("have a {name} of {found} lines, more than {limit}")));
        }
    }
    format!("{} {kind}s: median {middle} lines, p90 {ninth}, longest {}", lines.len(), lines.last().copied().unwrap_or(0))
}

/// The nearest rank, of sorted values.
fn rank(sorted: &[usize], percent: usize) -> usize {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0)
}

fn allowed(tree: &Tree) -> Result<BTreeMap<String, usize>, Breach> {
    let Some(list) = tree.files.iter().find(|file| file.path == LIST) else { return Ok(BTreeMap::new()) };
    let entries = list.text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    entries
        .map(|line| {
            let parsed = line.trim().rsplit_once(' ').and_then(|(what, lines)| Some((what.to_owned(), lines.parse().ok()?)));
            parsed.ok_or_else(|| Breach::new(LIST, format!("cannot be read at: {line}")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "crates/base/a/src/x.rs";

    fn file(lines: usize) -> String {
        format!("//! X.\n{}", "// line\n".repeat(lines - 1))
    }

    fn function(lines: usize) -> String {
        format!("//! X.\nimpl X {{\n    fn long() {{\n{}    }}\n}}\n", "        step();\n".repeat(lines - 2))
    }

    fn check_with(text: &str, list: &str) -> Vec<String> {
        // Enough small files and functions beside it that only the one limit of each is in question.
        let small = "//! S.\nfn a() {}\nfn b() {}\n";
        let mut files: Vec<(String, &str)> = (0..20).map(|n| (format!("crates/base/a/src/s{n}.rs"), small)).collect();
        files.push((PATH.into(), text));
        files.push((LIST.into(), list));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        check(&Tree::of(&files)).breaches.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn one_file_and_one_function_have_a_limit() {
        assert_eq!(check_with(&file(600), ""), Vec::<String>::new());
        assert_eq!(check_with(&file(601), ""), ["crates/base/a/src/x.rs: is a file of 601 lines, more than 600: split it"]);
        assert_eq!(check_with(&function(100), ""), Vec::<String>::new());
        assert_eq!(check_with(&function(101), ""), ["crates/base/a/src/x.rs long: is a function of 101 lines, more than 100: split it"]);
    }

    #[test]
    fn exceptions_only_shrink() {
        let entry = |lines: usize| format!("# kept\n{PATH} {lines}\n");
        assert_eq!(check_with(&file(700), &entry(700)), Vec::<String>::new());
        assert!(check_with(&file(701), &entry(700))[0].contains("has grown to 701"));
        assert!(check_with(&file(699), &entry(700))[0].contains("lower the entry"));
        assert!(check_with(&file(600), &entry(700))[0].contains("remove the entry"));
        assert!(check_with(&function(120), &format!("{PATH} long 120\n")).is_empty());
        assert!(check_with(&file(10), "nonsense\n")[0].contains("cannot be read"));
    }

    #[test]
    fn the_many_have_limits_too() {
        let text = function(60);
        let found = check(&Tree::of(&[(PATH, &text)])).breaches;
        assert!(found.iter().any(|b| b.message.contains("90th percentile of 60")), "{found:?}");
        let text = file(200);
        let found = check(&Tree::of(&[(PATH, &text)])).breaches;
        assert!(found.iter().any(|b| b.message.contains("median of 200")), "{found:?}");
    }

    #[test]
    fn ranks_are_nearest_ranks() {
        assert_eq!(rank(&[], 90), 0);
        assert_eq!(rank(&[7], 50), 7);
        assert_eq!(rank(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90), 9);
        assert_eq!(rank(&[1, 2, 3, 4], 50), 2);
    }
}
