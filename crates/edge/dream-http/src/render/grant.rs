//! Standing leave.

use super::values::digest;
use crate::failure::Failure;
use dream_api::GrantedArguments as Wire;
use dream_clock::Timestamp;
use dream_swarm::{ArgumentPattern, ArgumentTest, Grant, GrantedArguments, TextPattern, ToolRuleError};

/// A grant as it stands at `now`.
pub(crate) fn grant(grant: &Grant, now: Timestamp) -> dream_api::Grant {
    let (made, signature) = (&grant.made, &grant.made.signature);
    dream_api::Grant {
        id: grant.id,
        agent: signature.agent,
        agent_name: signature.agent_name.clone(),
        project: signature.project,
        tool: signature.tool.clone(),
        arguments: arguments(&signature.arguments),
        permission: made.permission,
        given_by: grant.by,
        given_at: grant.made_at,
        until: made.until,
        most: made.most,
        used: grant.used,
        used_at: grant.used_at,
        revoked_at: grant.revoked_at,
        holds: grant.holds(now),
    }
}

fn arguments(arguments: &GrantedArguments) -> Wire {
    match arguments {
        GrantedArguments::Exact { digest: exact } => Wire::Exact { digest: digest(*exact) },
        GrantedArguments::Like { patterns } => Wire::Like { patterns: patterns.iter().map(pattern).collect() },
        GrantedArguments::Any {} => Wire::Any {},
    }
}

pub(super) fn pattern(pattern: &ArgumentPattern) -> dream_api::ArgumentPattern {
    let mut wire = dream_api::ArgumentPattern { at: pattern.at.clone(), equals: None, prefix: None, glob: None };
    match &pattern.test {
        ArgumentTest::Equals(value) => wire.equals = Some(value.clone()),
        ArgumentTest::Prefix(start) => wire.prefix = Some(start.clone()),
        ArgumentTest::Glob(glob) => wire.glob = Some(glob.to_string()),
    }
    wire
}

/// A pattern that a caller names.
pub(crate) fn argument_pattern_of(wire: dream_api::ArgumentPattern) -> Result<ArgumentPattern, Failure> {
    let refuse = |error: ToolRuleError| Failure::field(error.code(), "patterns", error.to_string());
    let test = match (wire.equals, wire.prefix, wire.glob) {
        (Some(value), None, None) => ArgumentTest::Equals(value),
        (None, Some(start), None) => ArgumentTest::Prefix(start),
        (None, None, Some(glob)) => ArgumentTest::Glob(TextPattern::new(glob).map_err(refuse)?),
        _ => return Err(Failure::field("invalid_body", "patterns", "a pattern has exactly one of `equals`, `prefix` and `glob`")),
    };
    ArgumentPattern::new(wire.at, test).map_err(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pattern_reads_back_as_it_was_named() {
        for (key, value) in [("equals", json!([1])), ("prefix", json!("docs/")), ("glob", json!("git *"))] {
            let named: dream_api::ArgumentPattern = serde_json::from_value(json!({ "at": "/x", key: value })).unwrap();
            assert_eq!(pattern(&argument_pattern_of(named.clone()).unwrap()), named);
        }
        let none = dream_api::ArgumentPattern { at: "/x".into(), equals: None, prefix: None, glob: None };
        assert_eq!(argument_pattern_of(none).unwrap_err().facts().code, "invalid_body");
    }
}
