//! A standard from its TOML.

use crate::{Rule, SeedConstraint, duration::parse_usd};
use dream_ledger::Digest;
use dream_toml::{Placed, Section, Source, SourceErrors};

/// A validated standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// The stages that every template must have.
    pub required_stages: Vec<String>,
    /// The stages after which every template must ask people, always.
    pub required_gates: Vec<String>,
    /// The least number of people who must approve at any gate.
    pub least_quorum: u32,
    /// Whether the person who started a run, or made a version, may approve it.
    pub self_approval: bool,
    /// Tools that people are always asked about, whatever the rules of an agent say; `*` stands for any letters.
    pub ask_tools: Vec<String>,
    /// Whether people may give agents standing leave.
    pub standing_grants: bool,
    /// The constraints that every run begins with.
    pub constraints: Vec<StandardConstraint>,
    /// The digest of its source: its version.
    pub digest: Digest,
}

/// A constraint that every run of the organisation begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardConstraint {
    /// Its short name.
    pub title: String,
    /// Its text for the prompt.
    pub text: String,
    /// What the machine enforces.
    pub rules: Vec<Rule>,
    /// The stages that it binds; empty means all.
    pub stages: Vec<String>,
}

impl StandardConstraint {
    /// The constraint with its text kept as the body `text`.
    #[must_use]
    pub fn seed(&self, text: Digest) -> SeedConstraint {
        SeedConstraint { title: self.title.clone(), text, rules: self.rules.clone(), stages: self.stages.clone() }
    }
}

impl Standard {
    /// Reads and validates a standard.
    ///
    /// # Errors
    /// [`SourceErrors`] with everything that is wrong, each fault with file and line.
    pub fn parse(file: &str, text: &str) -> Result<Self, SourceErrors> {
        let source = Source::new(file, text);
        let document = source.document();
        let standard = document.as_ref().map(|document| read(&source.root(document), Digest::of(text.as_bytes())));
        drop(document);
        source.finish(standard)
    }
}

fn read(root: &Section<'_>, digest: Digest) -> Standard {
    root.allow(&[
        "required_stages",
        "required_gates",
        "least_quorum",
        "self_approval",
        "forbidden_tools",
        "ask_tools",
        "standing_grants",
        "constraint",
    ]);
    let mut constraints: Vec<StandardConstraint> = root.sections("constraint").iter().map(read_constraint).collect();
    let tools = owned(root.texts("forbidden_tools", 16));
    if !tools.is_empty() {
        constraints.push(StandardConstraint {
            title: String::from("Tools that the organisation forbids"),
            text: format!("Do not use these tools: {}.", tools.join(", ")),
            rules: tools.into_iter().map(|tool| Rule::DeniedTool { tool }).collect(),
            stages: Vec::new(),
        });
    }
    if constraints.len() > 16 {
        root.fault(root.offset_of("constraint"), "too_many", String::from("16 constraints are allowed"));
    }
    Standard {
        required_stages: owned(root.texts("required_stages", 24)),
        required_gates: owned(root.texts("required_gates", 24)),
        least_quorum: root.number("least_quorum", 1..=8).and_then(|number| u32::try_from(number).ok()).unwrap_or(1),
        self_approval: root.boolean("self_approval").unwrap_or(true),
        ask_tools: asked_tools(root),
        standing_grants: root.boolean("standing_grants").unwrap_or(true),
        constraints,
        digest,
    }
}

fn asked_tools(root: &Section<'_>) -> Vec<String> {
    let tools = root.texts("ask_tools", 16);
    for tool in &tools {
        if !(1..=256).contains(&tool.value.len()) || tool.value.chars().any(char::is_control) {
            root.fault(
                tool.offset,
                "bad_tool_pattern",
                String::from("a tool is named by 1 to 256 visible characters, `*` for any letters"),
            );
        }
    }
    owned(tools)
}

fn read_constraint(section: &Section<'_>) -> StandardConstraint {
    section.allow(&["title", "text", "stages", "denied_tools", "denied_paths", "denied_hosts", "required_sections", "max_cost_usd"]);
    let title = limited(section, "title", 120);
    let text = limited(section, "text", 4_096);
    let mut rules = rules(section, "denied_tools", |tool| Rule::DeniedTool { tool });
    rules.extend(self::rules(section, "denied_paths", |path| Rule::DeniedPath { path }));
    rules.extend(self::rules(section, "denied_hosts", |host| Rule::DeniedHost { host }));
    rules.extend(self::rules(section, "required_sections", |heading| Rule::RequiredSection { artifact: None, heading }));
    if let Some(cost) = section.text("max_cost_usd") {
        match parse_usd(cost.value) {
            Ok(micros) => rules.push(Rule::MaxCost { micros }),
            Err(message) => section.fault(cost.offset, "bad_amount", message),
        }
    }
    if rules.len() > 16 {
        section.fault(section.offset(), "too_many", String::from("16 rules are allowed in one constraint"));
    }
    StandardConstraint { title, text, rules, stages: owned(section.texts("stages", 24)) }
}

fn limited(section: &Section<'_>, key: &str, most: usize) -> String {
    let Some(text) = section.needed(key) else { return String::new() };
    if text.value.trim().is_empty() || text.value.chars().count() > most {
        section.fault(text.offset, "wrong_length", format!("`{key}` must have 1 to {most} characters"));
    }
    text.value.to_owned()
}

/// The rules that a list of texts makes; each that could not be enforced is a fault.
fn rules(section: &Section<'_>, key: &str, rule: impl Fn(String) -> Rule) -> Vec<Rule> {
    let read = |text: Placed<&str>| {
        let rule = rule(text.value.to_owned());
        rule.check().map_err(|why| section.fault(text.offset, "bad_rule", why)).ok().map(|()| rule)
    };
    section.texts(key, 16).into_iter().filter_map(read).collect()
}

fn owned(texts: Vec<Placed<&str>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value.to_owned()).collect()
}
