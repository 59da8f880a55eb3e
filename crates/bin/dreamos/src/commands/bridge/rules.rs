//! `dreamos bridge rules` and `dreamos bridge test`: which events go where, in which words.

use super::received::steps;
use super::source::kind;
use crate::commands::input;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{CheckedRules, Rules, SourceKind, TestEvent, TestRules, TestedEvent, TestedRules, WriteRules};
use dream_client::ClientError;
use dream_id::ReceivedId;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the rules in force
    Show,
    /// Write the rules anew: the next event is asked of them
    Write {
        /// Their TOML
        file: PathBuf,
        /// Refuse unless this version is in force; 0 for none [default: whichever is]
        #[arg(long, value_name = "N")]
        over: Option<u32>,
    },
    /// Look whether rules can be written, with every fault, its line and its column
    Check {
        /// Their TOML
        file: PathBuf,
    },
}

/// Rules to try, and the event to try them on.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// The rule; all without it
    rule: Option<String>,
    /// The file with the payload, as a source would send it
    #[arg(long, value_name = "FILE", required_unless_present = "received", conflicts_with = "received")]
    event: Option<PathBuf>,
    /// Something that came in, by its id
    #[arg(long, value_name = "ID")]
    received: Option<ReceivedId>,
    /// The kind of source that would send it
    #[arg(long, value_name = "KIND", default_value = "generic", value_parser = kind)]
    kind: SourceKind,
    /// The name of the source that would send it
    #[arg(long, value_name = "NAME", default_value = "test")]
    source: String,
    /// The event's type, where the sender says it in a header
    #[arg(long, value_name = "TYPE")]
    r#type: Option<String>,
    /// Rules in place of those in force: their TOML
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let rules = match command {
        Command::Show => client.rules().await?,
        Command::Write { file, over } => {
            let text = input::text(&file, "the rules")?;
            let seen = match over {
                Some(seen) => seen,
                None => client.rules().await?.version,
            };
            client.write_rules(&WriteRules { text }, seen).await.map_err(|error| at_file(error, &file))?
        }
        Command::Check { file } => {
            let text = input::text(&file, "the rules")?;
            let checked = client.check_rules(&WriteRules { text }).await.map_err(|error| at_file(error, &file))?;
            context.printer.answer(&checked, show_checked)?;
            return Ok(Exit::Done);
        }
    };
    context.printer.answer(&rules, show)?;
    Ok(Exit::Done)
}

/// Tries rules on an event: what they would say, where and why. Nothing is sent.
pub(crate) async fn test(test: Test, context: &Context) -> Result<Exit, CliError> {
    let event = match test.event {
        Some(path) => {
            let payload = json(&path, "the event")?;
            Some(TestEvent { source: test.source, kind: test.kind, event_type: test.r#type, payload })
        }
        None => None,
    };
    let text = test.rules.as_deref().map(|path| input::text(path, "the rules")).transpose()?;
    let body = TestRules { text, rule: test.rule, received: test.received, event };
    let tested = context.client()?.test_rules(&body).await;
    let tested = tested.map_err(|error| match &test.rules {
        Some(file) => at_file(error, file),
        None => error.into(),
    })?;
    context.printer.answer(&tested, show_tested)?;
    Ok(Exit::Done)
}

/// The error with its faults at the lines of the file that was read: the server does not know what it is called.
fn at_file(error: ClientError, file: &Path) -> CliError {
    match error {
        ClientError::Problem { mut problem, retry_after } if problem.code == "rules_invalid" => {
            let lines: Vec<String> = problem.detail.lines().map(|line| at_line(line, file)).collect();
            problem.detail = lines.join("\n");
            ClientError::Problem { problem, retry_after }.into()
        }
        other => other.into(),
    }
}

fn at_line(fault: &str, file: &Path) -> String {
    fault.strip_prefix("rules.toml:").map_or_else(|| fault.to_owned(), |rest| format!("{}:{rest}", file.display()))
}

/// The JSON in a file.
pub(super) fn json(path: &Path, what: &str) -> Result<serde_json::Value, CliError> {
    let text = input::text(path, what)?;
    serde_json::from_str(&text)
        .map_err(|error| CliError::usage(format!("{what} {} is not JSON: {error}", path.display()), "save it as JSON"))
}

fn show(style: &Style, rules: &Rules) -> String {
    if rules.version == 0 {
        return "no rules were ever written: nothing that comes in is sent anywhere".to_owned();
    }
    let pairs = [
        ("version", Cell::new(rules.version)),
        ("digest", Cell::maybe(rules.digest.as_ref())),
        ("written", Cell::maybe(rules.written_at.map(|at| style.time(at)))),
    ];
    format!("{}{}\n\n{}", fields(style, &pairs), warned(&rules.warnings), rules.text)
}

fn show_checked(_: &Style, checked: &CheckedRules) -> String {
    format!("these rules can be written{}", warned(&checked.warnings))
}

fn warned(warnings: &[String]) -> String {
    warnings.iter().map(|warning| format!("\nwarning: {warning}")).collect()
}

fn show_tested(style: &Style, tested: &TestedRules) -> String {
    let shown: Vec<String> = tested.events.iter().map(|event| show_event(style, event)).collect();
    shown.join("\n\n")
}

fn show_event(style: &Style, event: &TestedEvent) -> String {
    let text = |name: &str| event.event.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let pairs = [
        ("title", Cell::new(text("title"))),
        ("type", Cell::new(text("type"))),
        ("severity", Cell::new(text("severity"))),
        ("phase", Cell::new(text("phase"))),
        ("key", Cell::new(text("key"))),
    ];
    let mut shown = format!("{}{}", fields(style, &pairs), steps(&event.trace));
    for message in &event.messages {
        shown.push_str(&format!("\n\n{} would send to {}:", message.rule, message.destination));
        if let Some(thread) = &message.thread {
            shown.push_str(&format!("\n  in the thread `{thread}`"));
        }
        if message.edit {
            shown.push_str("\n  in place of the message about the same thing, if there is one");
        }
        for post in &message.posts {
            shown.push_str(&format!("\n{post:#}"));
        }
    }
    if event.messages.is_empty() {
        shown.push_str("\n\nnothing would be sent");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_at_the_file_that_was_read() {
        let file = Path::new("ops/alerts.toml");
        assert_eq!(at_line("rules.toml:5:13: rule `a`: no", file), "ops/alerts.toml:5:13: rule `a`: no");
        assert_eq!(at_line("see rules.toml:5", file), "see rules.toml:5");
    }
}
