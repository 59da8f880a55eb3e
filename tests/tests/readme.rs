//! The README's walk works as it is printed there: every line between its fences is run, in order, by a shell.
#![forbid(unsafe_code)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use dream_tests::{Cli, Failure, Outcome, Place, pasted, text};

const WALK: &str = "## Five minutes";

#[test]
fn the_walk_in_the_readme_works_line_by_line() -> Outcome {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(top.join("README.md")).map_err(Failure::system("reading the README"))?;
    let lines = walk(&readme);
    assert!(lines.len() >= 10, "the walk is in the README: {lines:?}");

    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    symlink(top.join("scripts"), folder.path().join("scripts")).map_err(Failure::system("linking the scripts"))?;
    let place = Place::embedded(folder.path().join("dreamos"), folder.path().join("server.log"))?;
    let (server, _, _) = place.start()?;
    // What `make demo` does once its server is up.
    let cli = Cli::of(&place);
    let sample = cli.json(["demo", "seed"])?;

    let output = pasted::shell(&place, folder.path(), &lines.join("\n"), &[])?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    let shown = cli.json(["run", "show", text(&sample, "/run")?])?;
    assert_eq!(text(&shown, "/status")?, "done", "the walk ends with a release");
    assert!(server.stop()?.success());
    Ok(())
}

/// The lines of the walk, without those that build, start and end the server.
fn walk(readme: &str) -> Vec<&str> {
    let mut lines = pasted::lines(readme, WALK);
    lines.retain(|line| !line.starts_with("make ") && !line.starts_with("export PATH="));
    lines
}
