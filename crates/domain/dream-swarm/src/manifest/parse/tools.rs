//! The rules of a manifest on tools: `[[tools]]`.

use crate::{ArgumentPattern, ArgumentTest, MAX_ARGUMENT_PATTERNS, MAX_TOOL_RULES, TextPattern, ToolEffect, ToolRule, ToolRuleError};
use dream_toml::{Scalar, Section};
use serde_json::Value;

pub(super) fn read(root: &Section<'_>) -> Vec<ToolRule> {
    let sections = root.sections("tools");
    if sections.len() > MAX_TOOL_RULES {
        root.fault(root.offset_of("tools"), "too_many", format!("{MAX_TOOL_RULES} rules on tools are allowed"));
    }
    sections.iter().filter_map(read_one).collect()
}

fn read_one(section: &Section<'_>) -> Option<ToolRule> {
    section.allow(&["effect", "tool", "arguments"]);
    let effect = section.needed("effect").and_then(|effect| {
        let read = effect.value.parse::<ToolEffect>();
        read.map_err(|error| section.fault(effect.offset, "bad_effect", error.to_string())).ok()
    });
    let tool = section.needed("tool").and_then(|tool| pattern(section, "tool", tool.value));
    let patterns = section.sections("arguments");
    if patterns.len() > MAX_ARGUMENT_PATTERNS {
        let message = format!("{MAX_ARGUMENT_PATTERNS} patterns on arguments are allowed in one rule");
        section.fault(section.offset_of("arguments"), "too_many", message);
    }
    let arguments = patterns.iter().filter_map(argument).collect();
    Some(ToolRule { effect: effect?, tool: tool?, arguments })
}

fn argument(section: &Section<'_>) -> Option<ArgumentPattern> {
    section.allow(&["at", "equals", "prefix", "glob"]);
    let at = section.needed("at")?;
    let tests: Vec<&str> = ["equals", "prefix", "glob"].into_iter().filter(|test| section.item(test).is_some()).collect();
    let test = match tests.as_slice() {
        ["equals"] => ArgumentTest::Equals(match section.scalar("equals")? {
            Scalar::Text(text) => Value::from(text),
            Scalar::Number(number) => Value::from(number),
            Scalar::Boolean(truth) => Value::from(truth),
        }),
        ["prefix"] => ArgumentTest::Prefix(section.text("prefix")?.value.to_owned()),
        ["glob"] => ArgumentTest::Glob(pattern(section, "glob", section.text("glob")?.value)?),
        _ => {
            let message = String::from("a pattern on arguments has exactly one of `equals`, `prefix` and `glob`");
            section.fault(section.offset(), "bad_argument_pattern", message);
            return None;
        }
    };
    let fault = |error: ToolRuleError| section.fault(at.offset, error.code(), error.to_string());
    ArgumentPattern::new(at.value, test).map_err(fault).ok()
}

fn pattern(section: &Section<'_>, key: &str, text: &str) -> Option<TextPattern> {
    let fault = |error: ToolRuleError| section.fault(section.offset_of(key), error.code(), error.to_string());
    TextPattern::new(text).map_err(fault).ok()
}
