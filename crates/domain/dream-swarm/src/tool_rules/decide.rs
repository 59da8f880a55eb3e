//! The decision: a call held against the rules.

use super::{ToolEffect, ToolRule, pattern::Reading};
use crate::action::check_bounds;
use serde_json::Value;

/// The kinds of tools of the agent protocol that change nothing.
const HARMLESS: [&str; 3] = ["read", "search", "think"];

/// What the rules say about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToolDecision {
    /// What is done about it.
    pub effect: ToolEffect,
    /// The rule that says so, counted from 0: the first of those with this effect. `None` when no rule covers the call, or its arguments
    /// are too large or too deep to be looked at, which denies it.
    pub rule: Option<usize>,
}

/// What `rules` say about a call of `tool`, whose kind in the agent protocol is `kind`, with these arguments.
///
/// `deny` beats `ask`, and `ask` beats `allow`. A call that no rule covers is allowed when its kind is `read`, `search` or `think`, and asked
/// for otherwise; a kind is only what the caller knows of the tool, so a tool of somebody else's server should have none.
///
/// It takes time in proportion to the size of the arguments, whatever the patterns are.
#[must_use]
pub fn decide_tool(rules: &[ToolRule], tool: &str, kind: Option<&str>, arguments: &Value) -> ToolDecision {
    if check_bounds(arguments).is_err() {
        return ToolDecision { effect: ToolEffect::Deny, rule: None };
    }
    let covering = rules.iter().enumerate().filter(|(_, rule)| rule.covers(tool, kind, arguments));
    // The first of those whose effect is the strongest.
    let strongest = covering.max_by_key(|(number, rule)| (rule.effect, std::cmp::Reverse(*number)));
    match strongest {
        Some((number, rule)) => ToolDecision { effect: rule.effect, rule: Some(number) },
        None if kind.is_some_and(|kind| HARMLESS.contains(&kind)) => ToolDecision { effect: ToolEffect::Allow, rule: None },
        None => ToolDecision { effect: ToolEffect::Ask, rule: None },
    }
}

impl ToolRule {
    /// Whether it says anything about this call.
    fn covers(&self, tool: &str, kind: Option<&str>, arguments: &Value) -> bool {
        let reading = if self.effect == ToolEffect::Allow { Reading::Narrow } else { Reading::Wide };
        let named = self.tool.covers(tool) || kind.is_some_and(|kind| self.tool.as_str() == kind);
        named && self.arguments.iter().all(|pattern| pattern.reads(arguments, reading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArgumentPattern, ArgumentTest, TextPattern};
    use serde_json::json;

    fn rules(json: Value) -> Vec<ToolRule> {
        serde_json::from_value(json).unwrap()
    }

    fn check(rules: &[ToolRule], (tool, kind): (&str, Option<&str>), arguments: &Value, effect: ToolEffect, rule: Option<usize>) {
        assert_eq!(decide_tool(rules, tool, kind, arguments), ToolDecision { effect, rule }, "{tool} {kind:?} {arguments}");
    }

    #[test]
    fn deny_beats_ask_beats_allow_whatever_the_order() {
        let mut rules = rules(json!([
            { "effect": "allow", "tool": "git__*" },
            { "effect": "ask", "tool": "git__push" },
            { "effect": "allow", "tool": "execute", "arguments": [{ "at": "/command", "glob": "git *" }] },
            { "effect": "deny", "tool": "*", "arguments": [{ "at": "/command", "glob": "*rm -rf*" }] },
            { "effect": "allow", "tool": "fs__write", "arguments": [{ "at": "/path", "prefix": "docs/" }, { "at": "/mode", "equals": 1 }] },
        ]));
        for _ in 0..2 {
            let at = |number: usize| if rules[0].tool.as_str() == "git__*" { number } else { 4 - number };
            let nothing = json!({});
            check(&rules, ("git__log", None), &nothing, ToolEffect::Allow, Some(at(0)));
            check(&rules, ("git__push", None), &nothing, ToolEffect::Ask, Some(at(1)));
            let shell = |command: &str| json!({ "command": command });
            check(&rules, ("shell", Some("execute")), &shell("git status"), ToolEffect::Allow, Some(at(2)));
            check(&rules, ("shell", Some("execute")), &shell("git status; rm -rf /"), ToolEffect::Deny, Some(at(3)));
            check(&rules, ("shell", Some("execute")), &shell("git status; reboot"), ToolEffect::Ask, None);
            check(&rules, ("shell", Some("execute")), &json!({ "command": ["git", "status"] }), ToolEffect::Allow, Some(at(2)));
            check(&rules, ("shell", Some("execute")), &json!({ "command": ["rm -rf", "/"] }), ToolEffect::Deny, Some(at(3)));
            check(&rules, ("fs__write", Some("edit")), &json!({ "path": "docs/a", "mode": 1.0 }), ToolEffect::Allow, Some(at(4)));
            check(&rules, ("fs__write", Some("edit")), &json!({ "path": "docs/a" }), ToolEffect::Ask, None);
            check(&rules, ("fs__write", Some("edit")), &json!({ "path": "docs/../a", "mode": 1 }), ToolEffect::Ask, None);
            rules.reverse();
        }
    }

    #[test]
    fn what_changes_something_is_asked_for_unless_a_rule_says_otherwise() {
        for (kind, effect) in [
            (Some("read"), ToolEffect::Allow),
            (Some("search"), ToolEffect::Allow),
            (Some("think"), ToolEffect::Allow),
            (Some("edit"), ToolEffect::Ask),
            (Some("execute"), ToolEffect::Ask),
            (Some("fetch"), ToolEffect::Ask),
            (Some("new_kind"), ToolEffect::Ask),
            (None, ToolEffect::Ask),
        ] {
            check(&[], ("tool", kind), &json!({}), effect, None);
        }
    }

    #[test]
    fn arguments_of_ten_thousand_levels_are_denied_and_cost_nothing() {
        let mut deep = json!("x");
        for _ in 0..10_000 {
            deep = Value::Array(vec![deep]);
        }
        check(&rules(json!([{ "effect": "allow", "tool": "*" }])), ("t", Some("read")), &deep, ToolEffect::Deny, None);
        // Dropped level by level, as nothing here may recurse.
        while let Value::Array(mut items) = deep {
            deep = items.pop().unwrap_or_default();
        }
    }

    #[test]
    fn a_rule_reads_back_as_it_was_written_and_a_wrong_one_is_refused() {
        let written = json!({ "effect": "ask", "tool": "a*", "arguments": [{ "at": "/x", "prefix": "y" }] });
        let rule: ToolRule = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(&rule).unwrap(), written);
        for wrong in [
            json!({ "effect": "maybe", "tool": "a" }),
            json!({ "effect": "ask", "tool": "" }),
            json!({ "effect": "ask", "tool": "a", "args": [] }),
            json!({ "effect": "ask", "tool": "a", "arguments": [{ "at": "x", "prefix": "y" }] }),
            json!({ "effect": "ask", "tool": "a", "arguments": [{ "at": "/x" }] }),
            json!({ "effect": "ask", "tool": "a", "arguments": [{ "at": "/x", "prefix": "y", "glob": "z" }] }),
        ] {
            assert!(serde_json::from_value::<ToolRule>(wrong.clone()).is_err(), "{wrong}");
        }
        let glob = ArgumentTest::Glob(TextPattern::new("*").unwrap());
        let many = vec![ArgumentPattern::new("/x", glob).unwrap(); 9];
        assert!(crate::check_tool_rules(&[ToolRule { arguments: many, ..rule }]).is_err());
    }
}
