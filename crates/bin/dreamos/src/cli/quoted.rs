//! Every command that a message, a page or a document tells people to type is one that this program understands.

use super::Cli;
use clap::builder::ValueParser;
use clap::error::ErrorKind;
use clap::{Command, CommandFactory};
use std::path::{Path, PathBuf};

/// What is started by the server alone, and read before the command line is.
const INTERNAL: [&str; 2] = ["dreamos mcp-connect", "dreamos agent run-llm"];

/// Where people are told what to type.
const PLACES: [&str; 10] =
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "STYLE.md", "docs", "examples", "crates", "scripts", "sdk", "ui/src"];

/// What is not written by hand, or shows wrong commands on purpose.
const PASSED_OVER: [&str; 6] = ["node_modules", "target", "dist", "tests", "tests.rs", "quoted.rs"];

/// The command line with every value taken as text: `RUN` and `{id}` stand for values.
fn lenient(command: Command) -> Command {
    let text = |arg: clap::Arg| if arg.get_action().takes_values() { arg.value_parser(ValueParser::string()) } else { arg };
    command.mut_args(text).mut_subcommands(lenient)
}

/// What is wrong with `text`.
fn fault(command: &Command, text: &str) -> Option<String> {
    if INTERNAL.iter().any(|internal| text.starts_with(internal)) {
        return None;
    }
    let words = words(text);
    let choice = words.iter().position(|word| !word.starts_with('-') && word.contains('|'));
    let with = |at: usize, one: &str| {
        let mut words = words.clone();
        words[at] = one.to_owned();
        words
    };
    let why = match choice {
        None => refused(command, &words),
        Some(at) => words[at].split('|').find_map(|one| refused(command, &with(at, one))),
    };
    why.map(|why| format!("`{text}`: {why}"))
}

/// Why the command line refuses `words`. A command that is only named, without any argument, is complete.
fn refused(command: &Command, words: &[String]) -> Option<String> {
    let (mut named, mut last) = (1, command);
    while let Some(next) = words.get(named).and_then(|word| last.find_subcommand(word)) {
        (named, last) = (named + 1, next);
    }
    let chosen_later = last.has_subcommands() && words.get(named).is_some_and(|word| word.starts_with(['$', '{']));
    let abridged = words.iter().any(|word| word.contains('…')) || named == words.len();
    let error = command.clone().try_get_matches_from(words).err()?;
    let missing = [ErrorKind::MissingRequiredArgument, ErrorKind::MissingSubcommand, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
    let fine = chosen_later || error.kind() == ErrorKind::DisplayHelp || (abridged && missing.contains(&error.kind()));
    (!fine).then(|| error.to_string().lines().take(3).collect::<Vec<_>>().join(" "))
}

/// The words of one command, as a shell reads them, up to what ends it: an operator, a comment, or an explanation in the next column.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    let text = text.replace("\\\"", "\"").replace(" [", " ").replace("] ", " ");
    let mut letters = text.trim_end_matches(']').chars().chain([' ']).peekable();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            ('"' | '\'', None) => (quote, begun) = (Some(letter), true),
            (_, Some(open)) if open == letter => quote = None,
            (' ', None) => {
                let ends = word.ends_with([';', ')', ',', ':']);
                let word = std::mem::take(&mut word);
                let operator = ["|", "||", "&", "&&", "→", "·"].contains(&word.as_str()) || word.starts_with(['>', '<', '#', '(', ';']);
                if operator || word.starts_with("2>") {
                    break;
                }
                if begun {
                    words.push(word.trim_end_matches([';', ')', ',', ':']).to_owned());
                }
                if ends || letters.peek() == Some(&' ') {
                    break;
                }
                begun = false;
            }
            _ => {
                word.push(letter);
                begun = true;
            }
        }
    }
    words
}

/// The commands in a text: those in backquotes, those in blocks of documents, and those that a program prints behind `: ` or `or `.
fn commands(path: &Path, text: &str) -> Vec<String> {
    let quoted = text.split("`dreamos ").skip(1).filter_map(|rest| rest.split_once('`')).map(|(command, _)| command);
    let mut found: Vec<String> = quoted.filter(|command| !command.contains('\n')).map(|command| format!("dreamos {command}")).collect();
    let mut block = false;
    for line in text.replace("\\\n", " ").lines() {
        if line.starts_with("```") {
            block = !block;
        } else if block && path.extension().is_some_and(|name| name == "md") {
            let parts = line.split("dreamos ").skip(1);
            found.extend(
                parts.filter(|part| part.starts_with(|letter: char| letter.is_ascii_lowercase())).map(|part| format!("dreamos {part}")),
            );
        } else if path.extension().is_some_and(|name| name == "rs" || name == "ts" || name == "svelte") {
            let printed = [": ", ":  ", ":    ", ", or ", "=\"", "'"];
            for before in printed {
                let begins = format!("{before}dreamos ");
                let rests = line.split(&begins).skip(1).map(|rest| rest.split(['"', '\'', '<', '`']).next());
                found.extend(rests.map(|rest| format!("dreamos {}", rest.unwrap_or_default())));
            }
        }
    }
    found
}

fn files(place: &Path, found: &mut Vec<PathBuf>) {
    let name = place.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if PASSED_OVER.contains(&name) || place.ends_with("reference/commands.md") {
        return;
    }
    if let Ok(entries) = std::fs::read_dir(place) {
        for entry in entries {
            files(&entry.unwrap().path(), found);
        }
    } else if place.extension().is_none_or(|ends| ["md", "rs", "ts", "svelte", "py", "json"].iter().any(|known| ends == *known)) {
        found.push(place.to_owned());
    }
}

#[test]
fn every_command_that_people_are_told_to_type_exists() {
    let (root, command) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.."), lenient(Cli::command()));
    let (mut paths, mut seen, mut faults) = (Vec::new(), 0, Vec::new());
    for place in PLACES {
        files(&root.join(place), &mut paths);
    }
    for path in paths {
        // What is not text tells nobody what to type.
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for quoted in commands(&path, &text) {
            seen += 1;
            faults.extend(fault(&command, &quoted).map(|fault| format!("{}: {fault}", path.display())));
        }
    }
    assert!(seen > 300, "only {seen} commands were found");
    assert!(faults.is_empty(), "{} of {seen}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_command_that_lists_what_was_not_found_exists() {
    let command = lenient(Cli::command());
    for (noun, listing) in dream_app::LISTINGS {
        let fault = listing.and_then(|listing| fault(&command, &format!("dreamos {listing}")));
        assert_eq!(fault, None, "{noun}");
    }
}

#[test]
fn a_command_that_does_not_exist_is_found() {
    let command = lenient(Cli::command());
    for wrong in [
        "dreamos artifact version list",
        "dreamos token create NAME",
        "dreamos run show RUN --colour",
        "dreamos review approve REVIEW",
        "dreamos agent start|jump AGENT",
        "dreamos run show RUN RUN",
    ] {
        assert!(fault(&command, wrong).is_some(), "{wrong}");
    }
    for right in [
        "dreamos run",
        "dreamos run show",
        "dreamos run wait $RUN --until review --timeout 2m",
        "dreamos review approve {id} --digest {} --comment \"It is good.\" && echo yes",
        "dreamos run ${chosen} ${run.id}",
        "dreamos agent start|stop AGENT",
        "dreamos up          an embedded store",
        "dreamos project create …",
    ] {
        assert_eq!(fault(&command, right), None, "{right}");
    }
    let told = commands(Path::new("a.md"), "Say `dreamos run list`.\n```sh\nA=$(dreamos token list --json | jq .)\ndreamos up\n```\n");
    assert_eq!(told, ["dreamos run list", "dreamos token list --json | jq .)", "dreamos up"]);
}
