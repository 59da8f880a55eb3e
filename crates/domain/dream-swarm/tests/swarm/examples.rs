//! The manifests that the examples and the documentation show are manifests.

use dream_swarm::Manifest;
use std::fs;
use std::path::{Path, PathBuf};

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

#[test]
fn every_example_is_a_manifest() {
    let mut seen = 0;
    let mut folders = vec![top().join("examples/agents")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let read = Manifest::parse(&path.display().to_string(), &fs::read_to_string(&path).unwrap());
                assert!(read.is_ok(), "{}", read.unwrap_err());
                seen += 1;
            }
        }
    }
    assert!(seen >= 4, "only {seen} manifests were found");
}

#[test]
fn the_least_manifest_of_the_reference_is_one() {
    let page = fs::read_to_string(top().join("docs/agents/manifest.md")).unwrap();
    let least = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let manifest = Manifest::parse("manifest.md", least).unwrap();
    assert_eq!((manifest.name.as_str(), manifest.role.as_str()), ("writer", "writer"));
}

#[test]
fn the_manifests_of_the_tutorials_are_manifests() {
    for page in ["python.md", "rust.md", "any-language.md"] {
        let text = fs::read_to_string(top().join("docs/agents").join(page)).unwrap();
        let pasted = text.split("agent.toml <<END\n").nth(1).and_then(|rest| rest.split("\nEND\n").next()).unwrap();
        // What the shell fills in.
        let mut filled = pasted.replace("$(command -v node)", "/usr/bin/node");
        for variable in ["$PWD", "$TARGET", "$PYTHON"] {
            filled = filled.replace(variable, "/somewhere");
        }
        let read = Manifest::parse(page, &filled);
        assert!(read.is_ok(), "{}", read.unwrap_err());
    }
}
