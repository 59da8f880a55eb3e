//! Words that may not stand in the tree, or only in some places.

use super::Breach;
use super::tree::{File, Tree};

/// Starts of paths that exist on one machine only. Written in two parts, or this file would break its own rule.
const MACHINE_PATHS: &[&str] = &[concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/"), concat!("/wo", "rk/")];
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const UNFINISHED_CODE: &[&str] = &[concat!("to", "do!("), concat!("unimple", "mented!(")];
const SWITCHED_OFF: &str = concat!("#[ign", "ore");
const SYSTEM_KEY: &str = concat!("SystemKey::", "mint");

pub(super) fn check(tree: &Tree) -> Vec<Breach> {
    tree.files.iter().flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let may_mint = file.name() == "wiring.rs" || file.is_test();
    let mut in_tests = false;
    for (number, line) in (1..).zip(file.text.lines()) {
        in_tests |= line.trim() == "#[cfg(test)]";
        let mut breach = |message: &str| breaches.push(Breach::new(format!("{}:{number}", file.path), message));
        if machine_path(line) {
            breach("names a path of one machine");
        }
        if !file.is_rust() {
            if is_code(file) && comment(line, "#").is_some_and(unfinished) {
                breach("marks something unfinished: finish it, or leave it out");
            }
            continue;
        }
        if comment(line, "//").is_some_and(unfinished) || UNFINISHED_CODE.iter().any(|call| line.contains(call)) {
            breach("marks something unfinished: finish it, or leave it out");
        }
        if line.trim_start().starts_with(SWITCHED_OFF) {
            breach("switches a test off: mend it or remove it");
        }
        if line.contains(SYSTEM_KEY) && !may_mint && !in_tests && comment(line, "//").is_none() {
            breach("mints the system's key: only wiring.rs does, and hands it to the workers");
        }
    }
    breaches
}

/// At a path's start, so that `/data/home/` is nothing of this.
fn machine_path(line: &str) -> bool {
    MACHINE_PATHS.iter().any(|path| {
        line.match_indices(path).any(|(at, _)| !line.get(..at).and_then(|before| before.chars().next_back()).is_some_and(in_path))
    })
}

fn in_path(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '~' | '*' | '/')
}

fn comment<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    line.find(mark).and_then(|at| line.get(at..))
}

fn unfinished(comment: &str) -> bool {
    comment.split(|c: char| !c.is_alphanumeric()).any(|word| UNFINISHED.contains(&word))
}

/// Scripts and configuration, where a `#` starts a comment.
fn is_code(file: &File) -> bool {
    file.path.starts_with("scripts/")
        || file.path.starts_with(".ci/")
        || file.name() == "Makefile"
        || [".toml", ".yml", ".sh"].iter().any(|suffix| file.name().ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(path: &str, text: &str) -> bool {
        !check(&Tree::of(&[(path, text)])).is_empty()
    }

    #[test]
    fn paths_of_a_machine_are_refused_anywhere() {
        let home = MACHINE_PATHS[0];
        assert!(breaks("docs/a.md", &format!("see {home}jo/dream")));
        assert!(breaks("crates/a/src/lib.rs", &format!("const P: &str = \"{home}jo\";")));
        assert!(!breaks("docs/a.md", &format!("the sandbox mounts /srv{home}jo")));
        assert!(!breaks("docs/a.md", "a home/ folder"));
    }

    #[test]
    fn unfinished_marks_are_refused_in_comments_and_macros() {
        let mark = UNFINISHED[0];
        assert!(breaks("crates/a/src/x.rs", &format!("let a = 1; // {mark}: more")));
        assert!(breaks("scripts/x", &format!("true # {mark}")));
        assert!(breaks("crates/a/src/x.rs", UNFINISHED_CODE[0]));
        // A check that refuses placeholders in somebody's document has to name them.
        assert!(!breaks("crates/a/src/x.rs", &format!("const PLACEHOLDERS: &[&str] = &[\"{mark}\"];")));
        assert!(!breaks("examples/briefs/list.md", &format!("A {mark} list")));
    }

    #[test]
    fn no_test_is_switched_off() {
        assert!(breaks("crates/a/tests/x.rs", &format!("    {SWITCHED_OFF} = \"later\"]")));
    }

    #[test]
    fn the_system_key_is_made_in_one_place() {
        let code = format!("let key = {SYSTEM_KEY}();");
        assert!(breaks("crates/edge/dream-http/src/runs.rs", &code));
        assert!(!breaks("crates/bin/dreamos/src/wiring.rs", &code));
        assert!(!breaks("crates/test/dream-testkit/src/app.rs", &code));
        assert!(!breaks("crates/app/dream-workers/tests/it.rs", &code));
        assert!(!breaks("crates/app/dream-workers/src/x.rs", &format!("#[cfg(test)]\nmod tests {{ {code} }}")));
        assert!(breaks("crates/app/dream-workers/src/x.rs", &format!("{code}\n#[cfg(test)]\nmod tests {{}}")));
    }
}
