//! Reports: the schema of each craft's, and the rendering of any report as Markdown.

use crate::{Craft, markdown::inline};
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// What readers look for first; other keys follow in alphabetical order.
const FIRST: [&str; 6] = ["summary", "checks", "findings", "threats", "not_covered", "notes"];
/// How deep a report is rendered; deeper parts stay JSON.
const DEEPEST: usize = 4;

/// The JSON Schema of a craft's reports, as text.
pub(crate) const fn schema_text(craft: Craft) -> &'static str {
    match craft {
        Craft::Security => include_str!("../schemas/security.json"),
        _ => include_str!("../schemas/qa.json"),
    }
}

/// A report as Markdown: a heading for each part, a list item for each entry.
pub(crate) fn to_markdown(name: &str, report: &Value) -> String {
    let mut out = format!("# {}\n", inline(&title(name)));
    match report {
        Value::Object(map) => {
            for (key, value) in in_order(map) {
                let _ = write!(out, "\n## {}\n\n", inline(&title(key))); // writing to a string cannot fail
                part(&mut out, value, 0);
            }
        }
        other => part(&mut out, other, 0),
    }
    out
}

fn in_order(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = map.iter().collect();
    let rank = |key: &str| FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len());
    entries.sort_by_key(|(key, _)| (rank(key), key.as_str()));
    entries
}

fn title(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn part(out: &mut String, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Array(items) if items.is_empty() => {
            let _ = writeln!(out, "{indent}None."); // writing to a string cannot fail
        }
        Value::Array(items) if depth < DEEPEST => items.iter().for_each(|item| entry(out, item, depth)),
        Value::Object(map) if depth < DEEPEST => in_order(map).into_iter().for_each(|(key, value)| field(out, key, value, depth)),
        other => {
            let _ = writeln!(out, "{indent}{}", scalar(other)); // writing to a string cannot fail
        }
    }
}

fn entry(out: &mut String, item: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    match item {
        Value::Object(map) => {
            let head = ["title", "name", "threat"].iter().find_map(|key| map.get(*key).map(|value| (*key, value)));
            let _ = writeln!(out, "{indent}- **{}**", head.map_or_else(|| "Entry".to_owned(), |(_, value)| scalar(value))); // cannot fail
            let rest = in_order(map).into_iter().filter(|(key, _)| head.is_none_or(|(found, _)| found != key.as_str()));
            rest.for_each(|(key, value)| field(out, key, value, depth + 1));
        }
        other => {
            let _ = writeln!(out, "{indent}- {}", scalar(other)); // writing to a string cannot fail
        }
    }
}

fn field(out: &mut String, key: &str, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    let nested = matches!(value, Value::Array(items) if !items.is_empty()) || matches!(value, Value::Object(map) if !map.is_empty());
    let name = inline(&title(key));
    if nested && depth < DEEPEST {
        let _ = writeln!(out, "{indent}- {name}:"); // writing to a string cannot fail
        part(out, value, depth + 1);
    } else {
        let _ = writeln!(out, "{indent}- {name}: {}", scalar(value)); // writing to a string cannot fail
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => inline(text),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        other => inline(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_report_reads_as_markdown_whatever_its_shape() {
        let report = json!({
            "zebra": 1, "summary": "All *fine*.\n# no heading",
            "checks": [{"name": "links", "passed": false, "evidence": ["a", "b"]}], "findings": []
        });
        let text = to_markdown("qa-report", &report);
        let expected = "# Qa report\n\n## Summary\n\nAll \\*fine\\*. \\# no heading\n\n## Checks\n\n- **links**\n  - Evidence:\n    - a\n    - b\n  - Passed: no\n\n## Findings\n\nNone.\n\n## Zebra\n\n1\n";
        assert_eq!(text, expected);
    }
}
