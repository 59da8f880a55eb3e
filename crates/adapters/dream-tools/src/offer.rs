//! What is offered to an agent: our tools as they are, those of other servers checked, cut, and named after their server.

use dream_ports::ToolSpec;
use rmcp::model::{JsonObject, Tool};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What stands between a server's name and its tool's.
const BETWEEN: &str = "__";
/// The longest name of a tool that model providers take.
const NAME: usize = 64;
/// The longest name of a server.
const SERVER: usize = 32;
/// The longest description, in characters.
const DESCRIPTION: usize = 4_000;
/// The largest schema of arguments, in bytes.
const SCHEMA: usize = 64 << 10;
/// The deepest schema of arguments.
const DEPTH: u32 = 32;
/// The most tools of one server.
pub(crate) const TOOLS: usize = 200;

/// Splits `SERVER__TOOL`; `None` for a tool of ours.
pub(crate) fn split(name: &str) -> Option<(&str, &str)> {
    name.split_once(BETWEEN)
}

/// Whether a server may be called so: lower-case letters, digits and `-`.
pub(crate) fn is_server_name(name: &str) -> bool {
    (1..=SERVER).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// One of our tools.
pub(crate) fn ours(spec: ToolSpec) -> Tool {
    let schema = match spec.parameters {
        Value::Object(schema) => schema,
        _ => JsonObject::new(),
    };
    Tool::new(spec.name, spec.description, schema)
}

/// A tool of `server` as an agent sees it.
pub(crate) fn behind(server: &str, tool: &Tool) -> Tool {
    let mut offered = tool.clone();
    offered.name = format!("{server}{BETWEEN}{}", tool.name).into();
    offered
}

/// The tools of `server` that can be offered, under the server's own names for them. What cannot is left out, and said so in the log.
pub(crate) fn checked(server: &str, tools: Vec<Tool>) -> Vec<Tool> {
    let mut names = BTreeSet::new();
    let mut offered = Vec::new();
    for tool in tools {
        match check(server, &tool) {
            Ok(()) if offered.len() < TOOLS && names.insert(tool.name.clone()) => offered.push(cleaned(tool)),
            Ok(()) => {
                tracing::warn!(server.name = server, tool.name = %tool.name, "a tool is not offered: it is one too many, or named twice");
            }
            Err(why) => {
                let name: String = tool.name.chars().filter(|letter| !letter.is_control()).take(NAME).collect();
                tracing::warn!(server.name = server, tool.name = name, why, "a tool is not offered");
            }
        }
    }
    offered
}

fn check(server: &str, tool: &Tool) -> Result<(), &'static str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if tool.name.is_empty() || !tool.name.bytes().all(plain) {
        return Err("its name has other characters than ASCII letters, digits, `_` and `-`");
    }
    if server.len() + BETWEEN.len() + tool.name.len() > NAME {
        return Err("its name and its server's have more than 64 characters together");
    }
    if tool.input_schema.get("type").and_then(Value::as_str) != Some("object") {
        return Err("the schema of its arguments is no object");
    }
    if !tool.input_schema.values().all(|value| is_shallow(value, DEPTH)) {
        return Err("the schema of its arguments is too deep");
    }
    match serde_json::to_vec(&*tool.input_schema) {
        Ok(schema) if schema.len() <= SCHEMA => Ok(()),
        _ => Err("the schema of its arguments is too large"),
    }
}

fn is_shallow(value: &Value, depth: u32) -> bool {
    match value {
        Value::Array(items) => depth > 0 && items.iter().all(|item| is_shallow(item, depth - 1)),
        Value::Object(members) => depth > 0 && members.values().all(|member| is_shallow(member, depth - 1)),
        _ => true,
    }
}

/// A tool with what a model needs of it, and nothing that could hide words from people.
fn cleaned(tool: Tool) -> Tool {
    let visible = |letter: &char| matches!(letter, '\n' | '\t') || !(letter.is_control() || is_hidden(*letter));
    let description: String = tool.description.unwrap_or_default().chars().filter(visible).take(DESCRIPTION).collect();
    let mut cleaned = Tool::new(tool.name, description, Arc::clone(&tool.input_schema));
    cleaned.annotations = tool.annotations;
    cleaned
}

/// Characters that people do not see and models read: tags, zero-width ones, and those that turn the direction of text.
fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tool(name: &str, schema: Value) -> Tool {
        let Value::Object(schema) = schema else { panic!("a schema is an object") };
        Tool::new(name.to_owned(), "does something", schema)
    }

    fn check_offered(tools: Vec<Tool>, expected: &[&str]) {
        let offered = checked("files", tools);
        assert_eq!(offered.iter().map(|tool| &*tool.name).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_a_server_says_of_its_tools_is_checked() {
        let object = || json!({"type": "object"});
        check_offered(vec![tool("read", object()), tool("a-b_C9", object())], &["read", "a-b_C9"]);
        check_offered(vec![tool("read", object()), tool("read", object())], &["read"]);
        check_offered(vec![tool("", object()), tool("re ad", object()), tool("ré", object())], &[]);
        check_offered(vec![tool(&"x".repeat(57), object()), tool(&"x".repeat(58), object())], &[&"x".repeat(57)]);
        check_offered(vec![tool("read", json!({})), tool("read", json!({"type": "string"}))], &[]);
        check_offered(vec![tool("read", json!({"type": "object", "title": "x".repeat(SCHEMA)}))], &[]);
        let deep = (0..100).fold(json!({}), |inner, _| json!({"items": inner}));
        check_offered(vec![tool("read", json!({"type": "object", "properties": deep}))], &[]);
        let many: Vec<Tool> = (0..500).map(|number| tool(&format!("t{number}"), object())).collect();
        assert_eq!(checked("files", many).len(), TOOLS);
    }

    #[test]
    fn a_description_hides_no_words_from_people() {
        let mut hidden = tool("read", json!({"type": "object"}));
        hidden.description = Some(format!("reads\u{200b}\u{e0041}\u{7} a file\n{}", "x".repeat(9_000)).into());
        let offered = checked("files", vec![hidden]);
        let description = offered[0].description.as_deref().unwrap();
        assert!(description.starts_with("reads a file\nx") && description.chars().count() == DESCRIPTION);
    }

    #[test]
    fn the_name_tells_the_server() {
        assert_eq!(split("files__read__all"), Some(("files", "read__all")));
        assert_eq!(split("send_message"), None);
        assert!(is_server_name("files-2") && !is_server_name("Files") && !is_server_name("a_b") && !is_server_name(""));
        assert_eq!(behind("files", &tool("read", json!({"type": "object"}))).name, "files__read");
    }
}
