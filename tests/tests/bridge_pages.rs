//! What docs/bridge prints beside its walks is not out of date: its rules can be written, and its commands have the flags that they show.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use dream_tests::{Cli, Failure, Outcome, Place};

#[test]
fn the_rules_that_the_pages_print_can_be_written() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("dreamos"), folder.path().join("server.log"))?;
    let (server, _, _) = place.start()?;
    let (cli, file) = (Cli::of(&place), folder.path().join("rules.toml"));
    let mut seen = 0;
    for (page, text) in pages()? {
        for rules in blocks(&text, "toml").filter(|block| block.contains("[[rule]]")) {
            fs::write(&file, rules).map_err(Failure::system("writing rules"))?;
            let checked = cli.run(["bridge", "rules", "check", &file.to_string_lossy()])?;
            assert_eq!(checked.code, 0, "{page}: {}\n{rules}", checked.stderr);
            seen += 1;
        }
    }
    assert!(seen >= 2, "the pages have their rules");
    assert!(server.stop()?.success());
    Ok(())
}

#[test]
fn the_commands_that_the_pages_print_are_there_with_their_flags() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let cli = Cli::of(&Place::embedded(folder.path().join("dreamos"), folder.path().join("server.log"))?);
    let mut seen = 0;
    for (page, text) in pages()? {
        for line in blocks(&text, "sh").flat_map(str::lines).filter_map(|line| line.trim().strip_prefix("dreamos ")) {
            let line = line.split('#').next().unwrap_or_default();
            let is_word = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') && !word.starts_with('-');
            let help = cli.run(line.split_whitespace().take_while(is_word).chain(["--help"]))?;
            let shown = String::from_utf8_lossy(&help.stdout);
            assert_eq!(help.code, 0, "{page}: dreamos {line}: {}", help.stderr);
            for flag in line.split_whitespace().take_while(|word| !matches!(*word, "|" | ">")).filter(|word| word.starts_with("--")) {
                assert!(shown.contains(flag), "{page}: dreamos {line}: there is no {flag}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 30, "the pages have their commands: {seen}");
    Ok(())
}

/// The pages, by name.
fn pages() -> Outcome<Vec<(String, String)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bridge");
    let entries = fs::read_dir(&folder).map_err(Failure::system("reading docs/bridge"))?;
    entries
        .map(|entry| {
            let path = entry.map_err(Failure::system("reading docs/bridge"))?.path();
            let text = fs::read_to_string(&path).map_err(Failure::system(format!("reading {}", path.display())))?;
            Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text))
        })
        .collect()
}

/// What stands between the fences of a language.
fn blocks<'t>(page: &'t str, language: &str) -> impl Iterator<Item = &'t str> + use<'t> {
    let fence = format!("```{language}\n");
    let parts: Vec<&str> = page.split(&fence).skip(1).filter_map(|rest| rest.split("```").next()).collect();
    parts.into_iter()
}
