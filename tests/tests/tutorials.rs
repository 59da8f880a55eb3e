//! The tutorials of docs/agents make a working agent as they are printed there: every line is run, in order, by a shell, and then the agent
//! has done its task inside its sandbox.
#![forbid(unsafe_code)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use dream_tests::{Cli, Failure, Outcome, Place, pasted, text};

#[test]
fn the_tutorial_in_python_makes_a_working_agent() -> Outcome {
    check("", "python.md", "## Five minutes", ("summariser", "summariser"), &[("SDK", "sdk/python")])
}

#[test]
fn the_tutorial_in_any_language_makes_a_working_agent() -> Outcome {
    check(
        "",
        "any-language.md",
        "## Five minutes, in JavaScript",
        ("javascript-writer", "javascript-writer"),
        &[("AGENTS", "examples/agents")],
    )
}

/// The crate is not compiled anew: what is pasted is an example of the SDK, word for word, and so is built with it.
#[test]
fn the_tutorial_in_rust_makes_a_working_agent() -> Outcome {
    let example = fs::read_to_string(checkout()?.join("crates/sdk/dream-agent-sdk/examples/counter.rs"));
    let example = example.map_err(Failure::system("reading the example"))?;
    let page = fs::read_to_string(checkout()?.join("docs/agents/rust.md")).map_err(Failure::system("reading the tutorial"))?;
    let pasted = page.split("cat > counter/src/main.rs <<'END'\n").nth(1).and_then(|rest| rest.split("END\n").next()).unwrap_or_default();
    assert_eq!(example.split_once("\n\n").map(|(_, code)| code), Some(pasted));
    let built = std::env::var_os("DREAMOS_BINARY").map(PathBuf::from).unwrap_or_default().with_file_name("examples").join("counter");
    let cargo =
        format!("cargo() {{ mkdir -p \"$TARGET/debug\" && cp '{}' \"$TARGET/debug/counter\"; }}\nunset CARGO_TARGET_DIR", built.display());
    check(&cargo, "rust.md", "## Five minutes", ("counter", "counter"), &[("SDK", "crates/sdk/dream-agent-sdk")])
}

fn checkout() -> Outcome<PathBuf> {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).map_err(Failure::system("finding the checkout"))
}

/// Pastes what `page` says below `heading`; then the newest task of the role is done, and the agent did it.
fn check(before: &str, page: &str, heading: &str, (agent, role): (&str, &str), places: &[(&str, &str)]) -> Outcome {
    let top = checkout()?;
    let read = fs::read_to_string(top.join("docs/agents").join(page)).map_err(Failure::system("reading the tutorial"))?;
    let lines = pasted::lines(&read, heading);
    assert!(lines.len() >= 8, "{page} has its lines: {lines:?}");

    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    // The agent may run as a user of its own, who reads what everybody may read.
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).map_err(Failure::system("opening the folder"))?;
    let place = Place::embedded(folder.path().join("dreamos"), folder.path().join("server.log"))?;
    let (server, _, _) = place.start()?;

    let settings: Vec<(&str, PathBuf)> = places.iter().map(|(name, below)| (*name, top.join(below))).collect();
    let settings: Vec<(&str, &Path)> = settings.iter().map(|(name, path)| (*name, path.as_path())).collect();
    let output = pasted::shell(&place, folder.path(), &format!("{before}\n{}", lines.join("\n")), &settings)?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");

    let cli = Cli::of(&place);
    let tasks = cli.json(["task", "list", "--role", role])?;
    assert_eq!(text(&tasks, "/items/0/status")?, "done", "{said}\n{tasks}");
    let shown = cli.json(["agent", "show", agent])?;
    assert_eq!(text(&shown, "/name")?, agent);
    assert!(server.stop()?.success());
    Ok(())
}
