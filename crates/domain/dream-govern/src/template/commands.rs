//! The checks of a stage that are commands.

use crate::duration::parse_term;
use crate::{ArtifactKind, CommandCheck, ProductSpec};
use dream_toml::{Section, is_name};

/// The most commands of a stage, and the most bytes of one.
const MOST: usize = 8;
const MOST_BYTES: usize = 1_000;
/// How long one may take unless it says so, and at most.
const USUAL_SECONDS: u64 = 120;
const LONGEST_SECONDS: u64 = 3_600;

/// Reads the commands of a stage that produces this and whose other checks have these names.
pub(super) fn read(stage: &Section<'_>, produces: &[ProductSpec], checks: &[&str]) -> Vec<CommandCheck> {
    if stage.item("command").is_none() {
        return Vec::new();
    }
    let sections = stage.sections("command");
    if sections.len() > MOST {
        let message = format!("it has {} commands; {MOST} are allowed: let a script of the artifact's own run several", sections.len());
        stage.fault(stage.offset_of("command"), "too_many", message);
    }
    let mut found: Vec<CommandCheck> = Vec::new();
    for section in &sections {
        let Some(command) = one(section, produces) else { continue };
        if checks.contains(&command.name.as_str()) || found.iter().any(|earlier| earlier.name == command.name) {
            section.fault(section.offset_of("name"), "duplicate", format!("there is another check called `{}`", command.name));
        }
        found.push(command);
    }
    found
}

fn one(section: &Section<'_>, produces: &[ProductSpec]) -> Option<CommandCheck> {
    section.allow(&["name", "artifact", "run", "timeout"]);
    let name = section.needed_parsed("name", |name| {
        let wrong = || format!("`{name}` is no name for a command: use a lowercase letter, then up to 39 of a-z, 0-9 and -");
        if is_name(name) { Ok(name.to_owned()) } else { Err(wrong()) }
    });
    let run = section.needed_parsed("run", |run| {
        let fits = !run.trim().is_empty() && run.len() <= MOST_BYTES && !run.contains('\0');
        if fits {
            Ok(run.to_owned())
        } else {
            Err(format!("a command has 1 to {MOST_BYTES} bytes; put more into a script of the artifact's own"))
        }
    });
    let timeout = section.parsed("timeout", |text| {
        let seconds = parse_term(text)?;
        if seconds <= LONGEST_SECONDS { Ok(seconds) } else { Err(String::from("a command may take an hour at most")) }
    });
    let mut trees = produces.iter().filter(|product| product.kind == ArtifactKind::Tree).map(|product| product.name.as_str());
    let artifact = match section.text("artifact") {
        Some(named) if trees.any(|tree| tree == named.value) => named.value.to_owned(),
        Some(named) => {
            let message = format!("`{}` is no tree of files that this stage produces", named.value);
            section.fault(named.offset, "unknown_artifact", message);
            return None;
        }
        None => {
            let Some(tree) = trees.next() else {
                let message = String::from("a command runs in a tree of files, and this stage produces none");
                section.fault(section.offset(), "unknown_artifact", message);
                return None;
            };
            tree.to_owned()
        }
    };
    Some(CommandCheck { name: name?, artifact, run: run?, timeout_s: timeout.unwrap_or(USUAL_SECONDS) })
}
