//! The slash commands, as they are registered with Discord: one table, whose names [`super::Ask`] reads.

use serde_json::{Value, json};

/// What is proposed while an option is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposes {
    /// Names of agents.
    Agents,
    /// Runs.
    Runs,
    /// Open tasks.
    Tasks,
    /// Reviews that wait.
    Reviews,
    /// Channels of messages.
    Channels,
}

/// A command, or a word of one.
struct Word {
    name: &'static str,
    about: &'static str,
    options: &'static [Opt],
    words: &'static [Word],
}

struct Opt {
    name: &'static str,
    about: &'static str,
    required: bool,
    /// The most characters.
    most: u32,
    proposes: Option<Proposes>,
    choices: &'static [&'static str],
}

const fn word(name: &'static str, about: &'static str, options: &'static [Opt]) -> Word {
    Word { name, about, options, words: &[] }
}

const fn group(name: &'static str, about: &'static str, words: &'static [Word]) -> Word {
    Word { name, about, options: &[], words }
}

const fn must(name: &'static str, about: &'static str, most: u32) -> Opt {
    Opt { name, about, required: true, most, proposes: None, choices: &[] }
}

const fn may(name: &'static str, about: &'static str, most: u32) -> Opt {
    Opt { name, about, required: false, most, proposes: None, choices: &[] }
}

const fn one_of(name: &'static str, about: &'static str, proposes: Proposes) -> Opt {
    Opt { name, about, required: true, most: 100, proposes: Some(proposes), choices: &[] }
}

const AGENT: Opt = one_of("name", "The agent", Proposes::Agents);
const RUN: Opt = one_of("run", "The run", Proposes::Runs);
const TASK: Opt = one_of("task", "The task", Proposes::Tasks);
const REVIEW: Opt = one_of("review", "The review", Proposes::Reviews);
const REASON: Opt = may("reason", "Why; it is kept in the ledger", 1_000);
const DIGEST: Opt = may("digest", "What you decide on: the digest that you saw, sha256:…", 71);

const COMMANDS: &[Word] = &[
    word("link", "Link your Discord account to yourself here", &[]),
    word("status", "How things stand", &[]),
    word("agents", "The agents and what they do", &[]),
    group(
        "agent",
        "One agent",
        &[
            word("start", "Start an agent", &[AGENT]),
            word("stop", "Stop an agent", &[AGENT]),
            word("restart", "Restart an agent", &[AGENT]),
            word("logs", "The newest log lines of an agent", &[AGENT]),
        ],
    ),
    group(
        "task",
        "Tasks",
        &[
            word(
                "create",
                "Create a task",
                &[
                    must("title", "Its title", 200),
                    may("body", "What is to be done", 4_000),
                    may("role", "The role that works it", 100),
                    Opt { choices: &["low", "normal", "high", "critical"], ..may("priority", "How urgent it is", 10) },
                ],
            ),
            word("list", "The newest tasks", &[]),
            word("show", "One task", &[TASK]),
            word(
                "assign",
                "Assign a task to a worker",
                &[TASK, Opt { proposes: Some(Proposes::Agents), ..must("worker", "The worker's name", 100) }],
            ),
        ],
    ),
    word(
        "message",
        "Send a message to a channel",
        &[one_of("channel", "The channel", Proposes::Channels), must("text", "What it says", 4_000)],
    ),
    group(
        "run",
        "Runs",
        &[
            word("list", "The newest runs", &[]),
            word("show", "One run and its stages", &[RUN]),
            word("pause", "Pause a run", &[RUN, REASON]),
            word("resume", "Let a run go on", &[RUN]),
            word("cancel", "Cancel a run", &[RUN, REASON]),
        ],
    ),
    group(
        "review",
        "What waits for people",
        &[
            word("list", "The reviews that wait", &[]),
            word("show", "What is under review, with its files and buttons", &[REVIEW]),
            word(
                "approve",
                "Approve exactly what you saw",
                &[REVIEW, Opt { required: true, ..DIGEST }, may("comment", "What you say about it", 1_000)],
            ),
            word("request-changes", "Ask for changes", &[REVIEW, must("comment", "What must change", 4_000), DIGEST]),
            word("regenerate", "Have it done again", &[REVIEW, may("comment", "What the next attempt should know", 4_000), DIGEST]),
            word(
                "constrain",
                "Add a constraint; the review stays open",
                &[REVIEW, must("constraint", "What must hold from now on", 4_000), DIGEST],
            ),
            word("reject", "Reject it; the run fails", &[REVIEW, must("comment", "Why", 4_000), DIGEST]),
        ],
    ),
    group(
        "logs",
        "Log lines",
        &[word("summary", "What happened lately", &[Opt { choices: &["15", "60", "240", "1440"], ..may("minutes", "How far back", 4) }])],
    ),
    word("stop-all", "Stop every agent until somebody starts them again", &[REASON]),
];

/// The commands of the bridge itself; the others are about agents, tasks and runs.
const OF_THE_BRIDGE: [&str; 4] = ["link", "status", "message", "logs"];

/// The commands as Discord takes them, to be put in the place of what was registered before: all, or those of the bridge alone.
#[must_use]
pub fn definitions(bridge_alone: bool) -> Value {
    let there = COMMANDS.iter().filter(|command| !bridge_alone || OF_THE_BRIDGE.contains(&command.name));
    Value::Array(there.map(|command| definition(command, None)).collect())
}

fn definition(word: &Word, kind: Option<u8>) -> Value {
    let words = word.words.iter().map(|word| definition(word, Some(1)));
    let options: Vec<Value> = words.chain(word.options.iter().map(option)).collect();
    let mut json = json!({"name": word.name, "description": word.about, "options": options});
    if let Some(members) = json.as_object_mut() {
        members.insert("type".to_owned(), json!(kind.unwrap_or(1)));
        if kind.is_none() {
            // Only in servers: who may see what depends on which organisation the server belongs to.
            members.insert("contexts".to_owned(), json!([0]));
            members.insert("integration_types".to_owned(), json!([0]));
        }
    }
    json
}

fn option(option: &Opt) -> Value {
    let mut json =
        json!({"type": 3, "name": option.name, "description": option.about, "required": option.required, "max_length": option.most});
    let (name, value) = match (option.choices, option.proposes) {
        ([], None) => return json,
        ([], Some(_)) => ("autocomplete", json!(true)),
        (choices, _) => ("choices", choices.iter().map(|choice| json!({"name": choice, "value": choice})).collect()),
    };
    if let Some(members) = json.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    json
}

/// What is proposed for the option `option` of the command with these words.
#[must_use]
pub fn proposes(words: &[String], option: &str) -> Option<Proposes> {
    let (mut found, mut level) = (None, COMMANDS);
    for word in words {
        let at = level.iter().find(|each| each.name == word)?;
        (found, level) = (Some(at), at.words);
    }
    found?.options.iter().find(|each| each.name == option)?.proposes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(level: &'static [Word], path: &[&'static str], see: &mut impl FnMut(&[&'static str], &Word)) {
        for word in level {
            let path: Vec<&str> = path.iter().copied().chain([word.name]).collect();
            see(&path, word);
            each(word.words, &path, see);
        }
    }

    #[test]
    fn every_command_is_within_discords_limits() {
        let definitions = definitions(false);
        assert!(definitions.as_array().unwrap().len() <= 100);
        each(COMMANDS, &[], &mut |path, word| {
            let fits = |name: &str| (1..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            assert!(fits(word.name) && (1..=100).contains(&word.about.len()), "{path:?}");
            assert!(word.options.len() <= 25 && word.words.len() <= 25 && path.len() <= 3, "{path:?}");
            let required: Vec<bool> = word.options.iter().map(|option| option.required).collect();
            assert!(required.is_sorted_by(|one, other| one >= other), "{path:?}: what is required stands first");
            for option in word.options {
                assert!(fits(option.name) && (1..=100).contains(&option.about.len()), "{path:?} {}", option.name);
            }
        });
        for command in definitions.as_array().unwrap() {
            assert!(command.to_string().len() <= 8_000, "Discord counts less than all of it");
        }
    }

    /// A server that runs the bridge alone registers what it can do, and no command that would only refuse.
    #[test]
    fn the_bridge_alone_registers_its_own_commands() {
        let names = |definitions: &Value| -> Vec<String> {
            definitions.as_array().unwrap().iter().map(|command| command["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&definitions(true)), OF_THE_BRIDGE);
        assert_eq!(names(&definitions(false)).len(), COMMANDS.len());
    }

    #[test]
    fn options_that_name_something_propose_it() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(proposes(&words("agent start"), "name"), Some(Proposes::Agents));
        assert_eq!(proposes(&words("review approve"), "review"), Some(Proposes::Reviews));
        for (line, option) in [("agent start", "other"), ("agent", "name"), ("nothing", "name"), ("task create", "title")] {
            assert_eq!(proposes(&words(line), option), None, "{line} {option}");
        }
    }
}
