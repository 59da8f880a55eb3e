//! Rules: which events go where, in which words, and how often. People write them in TOML.

mod limits;
mod message;
mod parse;
mod record;
mod when;

pub use limits::{Batch, Cap, Dedup, Escalation, Quiet, QuietThen, Update};
pub(crate) use message::MessageTemplate;
pub use record::{Rules, RulesEvent};
pub use when::{Missed, When};

use crate::template::{Engine, Part};
use dream_toml::SourceErrors;
use std::time::Duration;

/// The most rules of one organisation.
pub const MOST_RULES: usize = 200;

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name, unique in its file.
    pub name: String,
    /// The line it begins on.
    pub line: usize,
    /// Which events it is about.
    pub when: When,
    /// The destinations it sends to, by name.
    pub to: Vec<String>,
    /// Whether later rules look at an event that this one matched.
    pub stop: bool,
    /// What counts as the same event again.
    pub dedup: Option<Dedup>,
    /// Whether events are collected before they are sent.
    pub batch: Option<Batch>,
    /// When it keeps quiet.
    pub quiet: Option<Quiet>,
    /// How much it may send.
    pub cap: Option<Cap>,
    /// Who is told when nobody reacts.
    pub escalate: Option<Escalation>,
    /// Whether news of the same thing edits the message about it.
    pub update: Update,
    /// Whether everything about one thing goes into one thread, and after how long in silence a new one is begun.
    pub thread: Option<Duration>,
    /// Whether a send whose answer was lost is sent again, where that may double it.
    pub repeat_unknown: bool,
    pub(crate) message: MessageTemplate,
    pub(crate) key: Option<Part>,
}

/// The rules of an organisation, compiled.
#[derive(Debug, Clone)]
pub struct RuleSet {
    rules: Vec<Rule>,
    pub(crate) engine: Engine,
}

impl RuleSet {
    /// Reads the rules in `text`; `file` is the name that errors give.
    ///
    /// # Errors
    /// [`SourceErrors`] with everything that is wrong: line, column, rule, what, and what would be right.
    pub fn parse(file: &str, text: &str) -> Result<Self, SourceErrors> {
        parse::parse(file, text)
    }

    /// The rules in the order in which they are asked.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of this name.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// The destinations that any rule names, each once.
    #[must_use]
    pub fn destinations(&self) -> Vec<&str> {
        let escalated = self.rules.iter().filter_map(|rule| rule.escalate.as_ref()).flat_map(|escalate| &escalate.to);
        let mut names: Vec<&str> = self.rules.iter().flat_map(|rule| &rule.to).chain(escalated).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
