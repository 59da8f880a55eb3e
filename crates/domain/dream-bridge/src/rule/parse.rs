//! Reading rules from TOML.

mod limits;
mod message;
mod when;

use super::{MOST_RULES, MessageTemplate, Rule, RuleSet, Update};
use crate::schedule::parse_length;
use crate::template::{Engine, Part, TemplateFault};
use dream_toml::{Placed, Section, Source, SourceErrors, is_name};

/// The largest file of rules, in bytes.
const MOST_BYTES: usize = 262_144;
/// What a rule may have.
const KEYS: [&str; 22] = [
    "name",
    "sources",
    "types",
    "severity",
    "phases",
    "labels",
    "when",
    "to",
    "stop",
    "message",
    "key",
    "dedup",
    "group",
    "digest",
    "quiet",
    "cap",
    "escalate",
    "update",
    "thread",
    "repeat_unknown",
    "enabled",
    "description",
];

pub(super) fn parse(file: &str, text: &str) -> Result<RuleSet, SourceErrors> {
    let source = Source::new(file, text).up_to(MOST_BYTES);
    let Some(document) = source.document() else { return source.finish(None) };
    let root = source.root(&document);
    root.allow(&["rule"]);
    let mut set = RuleSet { rules: Vec::new(), engine: Engine::new() };
    let sections = root.sections("rule");
    if sections.len() > MOST_RULES {
        root.fault(root.offset(), "too_many", format!("{} rules; {MOST_RULES} are allowed", sections.len()));
    }
    for section in sections.into_iter().take(MOST_RULES) {
        let read = rule(section.clone(), &mut set.engine);
        let Some((enabled, rule)) = read else { continue };
        if set.rules.iter().any(|earlier| earlier.name == rule.name) {
            section.fault(section.offset_of("name"), "duplicate", format!("there are two rules named `{}`", rule.name));
        }
        if enabled {
            set.rules.push(rule);
        }
    }
    let whole = (!source.has_faults()).then_some(set);
    source.finish(whole)
}

fn rule(section: Section<'_>, engine: &mut Engine) -> Option<(bool, Rule)> {
    let name = section.needed_parsed("name", name)?;
    let section = section.of_part("rule", &name);
    section.allow(&KEYS);
    let to = section.list("to", 20, destination);
    if to.is_empty() {
        section.fault(section.offset_of("to"), "missing_key", "`to` must name at least one destination".to_owned());
    }
    let mut compile = Compiler { engine, rule: &name };
    let rule = Rule {
        line: section.line(),
        when: when::when(&section, &mut compile),
        key: section.text("key").and_then(|text| compile.template(&section, "key", text)),
        message: section.table("message").map_or_else(MessageTemplate::default, |section| message::message(&section, &mut compile)),
        dedup: section.table("dedup").and_then(|section| limits::dedup(&section)),
        batch: limits::batch(&section),
        quiet: section.table("quiet").and_then(|section| limits::quiet(&section)),
        cap: section.table("cap").and_then(|section| limits::cap(&section)),
        escalate: section.table("escalate").and_then(|section| limits::escalate(&section)),
        update: section.parsed("update", update).unwrap_or_default(),
        thread: section.parsed("thread", parse_length),
        stop: section.boolean("stop").unwrap_or(false),
        repeat_unknown: section.boolean("repeat_unknown").unwrap_or(false),
        name: name.clone(),
        to,
    };
    // It is for people who read the file alone; text it must be all the same.
    let _ = section.text("description");
    if rule.batch.is_some() && rule.update == Update::Edit {
        let message = "a rule that collects events cannot also edit one message for each: remove `update` or `group` and `digest`";
        section.fault(section.offset_of("update"), "contradiction", message.to_owned());
    }
    Some((section.boolean("enabled").unwrap_or(true), rule))
}

fn name(text: &str) -> Result<String, String> {
    if is_name(text) {
        return Ok(text.to_owned());
    }
    let shown: String = text.chars().take(60).collect();
    Err(format!("`{shown}` is not a name: a lowercase letter, then up to 39 lowercase letters, digits and `-`"))
}

/// The name of a destination: every name that a destination can have.
pub(super) fn destination(text: &str) -> Result<String, String> {
    if crate::is_name(text) {
        return Ok(text.to_owned());
    }
    let shown: String = text.chars().take(80).collect();
    Err(format!("`{shown}` is not a destination's name; {}", crate::NAME_RULE))
}

fn update(text: &str) -> Result<Update, String> {
    match text {
        "new" => Ok(Update::New),
        "edit" => Ok(Update::Edit),
        _ => Err(format!("`{text}` is neither `new` nor `edit`")),
    }
}

/// Compiles the templates of one rule, and says where in the file each fault stands.
pub(super) struct Compiler<'e> {
    engine: &'e mut Engine,
    rule: &'e str,
}

impl Compiler<'_> {
    pub(super) fn template(&mut self, section: &Section<'_>, key: &str, text: Placed<&str>) -> Option<Part> {
        let name = self.name(key, text.offset);
        let compiled = self.engine.template(&name, text.value);
        Self::noted(section, key, &text, compiled)
    }

    pub(super) fn expression(&mut self, section: &Section<'_>, key: &str, text: Placed<&str>) -> Option<Part> {
        let name = self.name(key, text.offset);
        let compiled = self.engine.expression(&name, text.value);
        Self::noted(section, key, &text, compiled)
    }

    fn name(&self, key: &str, offset: usize) -> String {
        format!("{}/{key}/{offset}", self.rule)
    }

    fn noted(section: &Section<'_>, key: &str, text: &Placed<&str>, compiled: Result<Part, TemplateFault>) -> Option<Part> {
        compiled
            .map_err(|fault| {
                let line = fault.line();
                let place = if line > 1 { format!(" (line {line} of the template)") } else { String::new() };
                section.fault(text.offset, fault.code(), format!("`{key}`{place}: {fault}"));
            })
            .ok()
    }
}
