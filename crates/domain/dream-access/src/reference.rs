//! The policy table as a page for people: `docs/reference/policy.md`.

use crate::{Action, Level, Role, TokenScope, Who, policy_version};
use std::fmt::Write as _;

const HEAD: &str = "# Policy

Who may do what. This page is made from the table that the server decides by; a test keeps the two the same.

- A role counts at the level named: `organisation` actions look at the role in the organisation alone, `project` actions at the
  highest of the roles in the organisation, through teams, and at the project.
- A token acts only within its scopes, whatever the role of its person. No scope includes another.
- `people` actions are closed to agents and to the server's own workers: a decision at a gate is always a person's.
- Nobody grants a role above their own, and the last owner can neither be removed nor demoted.
- Knowing a link, an id or a digest gives no authority.
";

/// The page.
#[must_use]
pub fn policy_reference() -> String {
    let mut page = format!("{HEAD}\nVersion of the table: `{}`\n\n| action | level |", policy_version());
    for role in Role::ALL {
        push(&mut page, format_args!(" {role} |"));
    }
    page.push_str(" token scope | who | what it is |\n|---|---|");
    page.push_str(&":-:|".repeat(Role::ALL.len()));
    page.push_str("---|---|---|\n");
    for action in Action::ALL {
        push_row(&mut page, *action);
    }
    page.push_str("\n## Token scopes\n\n| scope | actions |\n|---|---|\n");
    for scope in TokenScope::ALL {
        let within = |action: &&Action| action.rule().scope == scope;
        let actions: Vec<String> = Action::ALL.iter().filter(within).map(|action| format!("`{action}`")).collect();
        push(&mut page, format_args!("| {scope} | {} |\n", actions.join(", ")));
    }
    page
}

fn push_row(page: &mut String, action: Action) {
    let rule = action.rule();
    let level = match rule.level {
        Level::Organisation => "organisation",
        Level::Project => "project",
    };
    push(page, format_args!("| `{action}` | {level} |"));
    for role in Role::ALL {
        page.push_str(if role >= rule.role { " ✓ |" } else { " |" });
    }
    let who = match rule.who {
        Who::Anyone => "anyone",
        Who::People => "people",
    };
    push(page, format_args!(" {} | {who} | {} |\n", rule.scope, rule.title));
}

fn push(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = page.write_fmt(text);
}
