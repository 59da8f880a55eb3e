//! The reference of all commands, as checked in: a change of the command line shows in review.

use super::Cli;
use clap::{Command, CommandFactory};
use std::path::Path;

const HEAD: &str = "\
# Commands

Written from the command line's own help by the tests of `crates/bin/dreamos`; `UPDATE_GOLDEN=1 cargo nextest run -p dreamos` writes it anew.
Every command takes the common options of the first section.
";

fn reference() -> String {
    let mut text = HEAD.to_owned();
    describe(&Cli::command(), "dreamos", &mut text);
    text
}

fn describe(command: &Command, name: &str, text: &mut String) {
    let help = command.clone().bin_name(name).term_width(100).render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.extend(["\n## ", name, "\n\n```text\n", lines.join("\n").trim_end(), "\n```\n"]);
    for verb in command.get_subcommands() {
        describe(verb, &format!("{name} {}", verb.get_name()), text);
    }
}

#[test]
fn the_reference_of_commands_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/reference/commands.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, reference()).unwrap();
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(reference(), checked_in, "the command line changed; if that is meant, run this test with UPDATE_GOLDEN=1");
}
