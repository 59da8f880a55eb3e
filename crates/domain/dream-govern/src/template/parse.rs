//! A template from its TOML.

use super::{commands, graph, model::Template};
use crate::{
    Gate, GateRule, GateWhen, ProductSpec, StageSpec,
    duration::{parse_term, parse_usd},
};
use dream_ledger::Digest;
use dream_toml::{Placed, Section, Source, SourceErrors, is_name};
use std::str::FromStr;

/// The most stages of a template.
const MOST_STAGES: usize = 24;
/// The most bytes that a stage's rules may have as JSON: they are part of the stage's row.
const MOST_STAGE_BYTES: usize = 4_096;

/// A stage as read, with the lines that the checks of the graph name.
pub(super) struct ReadStage<'s> {
    pub(super) spec: StageSpec,
    pub(super) section: Section<'s>,
}

impl Template {
    /// Reads and validates a template. `checks` are the names of the machine checks there are; empty allows any name.
    ///
    /// # Errors
    /// [`SourceErrors`] with everything that is wrong, each fault with file, line and stage.
    pub fn parse(file: &str, text: &str, checks: &[&str]) -> Result<Self, SourceErrors> {
        let source = Source::new(file, text);
        let document = source.document();
        let template = document.as_ref().and_then(|document| read(&source, &source.root(document), checks));
        let template = template.map(|template| Self { digest: Digest::of(text.as_bytes()), ..template });
        drop(document);
        source.finish(template)
    }
}

fn read<'s>(source: &'s Source<'s>, root: &Section<'s>, checks: &[&str]) -> Option<Template> {
    root.allow(&["name", "title", "max_cost_usd", "stage"]);
    let name = name_of(root, "template");
    let title = title_of(root, name);
    let cost = root.text("max_cost_usd").map(|text| value_or_fault(root, &text, "bad_amount", parse_usd(text.value)));
    let stages: Vec<ReadStage<'s>> = root.sections("stage").into_iter().map(|section| read_stage(section, checks)).collect();
    if stages.is_empty() || stages.len() > MOST_STAGES {
        root.fault(root.offset_of("stage"), "stage_count", format!("it has {} stages; it needs 1 to {MOST_STAGES}", stages.len()));
    }
    graph::check(&stages);
    if source.has_faults() {
        return None;
    }
    let stages = graph::in_order(stages);
    let max_cost_micros = cost.flatten().unwrap_or(super::USUAL_COST_CAP_MICROS);
    Some(Template { name: name.to_owned(), title, max_cost_micros, stages, digest: Digest::of(&[]) })
}

fn read_stage<'s>(section: Section<'s>, checks: &[&str]) -> ReadStage<'s> {
    let named = section.item("name").and_then(|item| item.as_str()).unwrap_or_default();
    let section = if named.is_empty() { section } else { section.of_part("stage", named) };
    section.allow(&["name", "title", "role", "needs", "inputs", "produces", "checks", "command", "max_attempts", "gate"]);
    let name = name_of(&section, "stage");
    let craft = section.needed("role").and_then(|role| parsed(&section, &role, "unknown_role"));
    let products = section.sections("produces");
    if products.is_empty() || products.len() > 6 {
        section.fault(section.offset_of("produces"), "product_count", String::from("a stage produces 1 to 6 artifacts"));
    }
    let named_checks = section.texts("checks", 16);
    for check in named_checks.iter().filter(|check| !checks.is_empty() && !checks.contains(&check.value)) {
        section.fault(check.offset, "unknown_check", format!("`{}` is not a check; there are {}", check.value, checks.join(", ")));
    }
    let produces: Vec<ProductSpec> = products.iter().filter_map(read_product).collect();
    let spec = StageSpec {
        name: name.to_owned(),
        title: title_of(&section, name),
        craft: craft.unwrap_or(crate::Craft::Builder),
        needs: owned(section.texts("needs", MOST_STAGES)),
        inputs: owned(section.texts("inputs", 12)),
        commands: commands::read(&section, &produces, &named_checks.iter().map(|check| check.value).collect::<Vec<_>>()),
        produces,
        checks: owned(named_checks),
        max_attempts: section.number("max_attempts", 1..=10).and_then(|number| u32::try_from(number).ok()).unwrap_or(3),
        gate: read_gate(&section).unwrap_or(Gate::None {}),
    };
    let bytes = serde_json::to_vec(&spec).map_or(usize::MAX, |json| json.len());
    if bytes > MOST_STAGE_BYTES {
        let message = format!("its rules take {bytes} bytes as JSON; {MOST_STAGE_BYTES} are allowed: shorten sections, checks or schema");
        section.fault(section.offset(), "stage_too_large", message);
    }
    ReadStage { spec, section }
}

fn read_product(section: &Section<'_>) -> Option<ProductSpec> {
    section.allow(&["name", "kind", "sections", "max_bytes", "schema"]);
    let name = name_of(section, "artifact");
    let kind: crate::ArtifactKind = section.needed("kind").and_then(|kind| parsed(section, &kind, "unknown_kind"))?;
    let schema = section.text("schema");
    if let Some(schema) = &schema
        && !serde_json::from_str::<serde_json::Value>(schema.value).is_ok_and(|value| value.is_object())
    {
        section.fault(schema.offset, "bad_schema", String::from("`schema` must be the text of a JSON object"));
    }
    Some(ProductSpec {
        name: name.to_owned(),
        kind,
        sections: owned(section.texts("sections", 24)),
        max_bytes: section.number("max_bytes", 1..=256 << 20).unwrap_or(kind.usual_max_bytes()),
        schema: schema.map(|schema| schema.value.to_owned()),
    })
}

fn read_gate(stage: &Section<'_>) -> Option<Gate> {
    let line = stage.offset_of("gate");
    let Some(item) = stage.item("gate") else {
        let message = String::from("it has no gate: add a [stage.gate] that says who approves, or gate = \"none\"");
        stage.fault(line, "gate_missing", message);
        return None;
    };
    if item.as_str() == Some("none") {
        return Some(Gate::None {});
    }
    let Some(gate) = stage.section("gate") else {
        stage.fault(line, "bad_gate", String::from("`gate` must be a table, or \"none\""));
        return None;
    };
    gate.allow(&["when", "approvers", "quorum", "exclude_requester", "exclude_author", "expires"]);
    let when = gate.text("when").map_or(Some(GateWhen::Always), |when| parsed(&gate, &when, "unknown_when"))?;
    let approvers = gate.texts("approvers", 12);
    let expires = gate.text("expires").map(|text| value_or_fault(&gate, &text, "bad_term", parse_term(text.value)));
    let rule = GateRule {
        when,
        approvers: approvers.iter().filter_map(|approver| parsed(&gate, approver, "unknown_approver")).collect(),
        quorum: gate.number("quorum", 1..=8).and_then(|number| u32::try_from(number).ok()).unwrap_or(1),
        exclude_requester: gate.boolean("exclude_requester").unwrap_or(false),
        exclude_author: gate.boolean("exclude_author").unwrap_or(false),
        expires_seconds: expires.map_or(Some(7 * 86_400), |seconds| seconds)?,
    };
    if let Some(message) = rule.cannot_be_satisfied() {
        gate.fault(gate.offset_of("approvers"), "unsatisfiable_gate", message);
    }
    Some(Gate::People(rule))
}

fn name_of<'s>(section: &Section<'s>, what: &str) -> &'s str {
    let Some(name) = section.needed("name") else { return "" };
    if !is_name(name.value) {
        let message = format!("`{}` is no name for a {what}: use a lowercase letter, then up to 39 of a-z, 0-9 and -", name.value);
        section.fault(name.offset, "bad_name", message);
    }
    name.value
}

fn title_of(section: &Section<'_>, name: &str) -> String {
    let Some(title) = section.text("title") else { return name.to_owned() };
    if title.value.trim().is_empty() || title.value.chars().count() > 100 {
        section.fault(title.offset, "wrong_length", String::from("`title` must have 1 to 100 characters"));
    }
    title.value.to_owned()
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(section: &Section<'_>, text: &Placed<&str>, code: &'static str) -> Option<T> {
    value_or_fault(section, text, code, text.value.parse::<T>().map_err(|error| error.to_string()))
}

fn value_or_fault<T>(section: &Section<'_>, text: &Placed<&str>, code: &'static str, value: Result<T, String>) -> Option<T> {
    value.map_err(|message| section.fault(text.offset, code, message)).ok()
}

fn owned(texts: Vec<Placed<&str>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value.to_owned()).collect()
}
