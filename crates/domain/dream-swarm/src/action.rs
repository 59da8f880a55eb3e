//! What an agent wants to do, exactly: its canonical arguments, the digest that a decision binds, and what is shown of it.

mod bounds;
mod redact;

pub use bounds::{ArgumentsRefusal, MAX_ARGUMENTS, MAX_LEVELS, MAX_VALUES, check_bounds};
pub use redact::redacted;

use dream_id::{AgentId, OrgId, TaskId};
use dream_ledger::{Digest, jcs};
use serde::Serialize;
use serde_json::Value;

/// What [`action_digest`] is taken of.
#[derive(Serialize)]
struct Signed<'a> {
    agent: AgentId,
    arguments: &'a Value,
    org: OrgId,
    task: Option<TaskId>,
    tool: &'a str,
}

/// The SHA-256 of the RFC 8785 JSON `{agent, arguments, org, task, tool}`: what a decision about this call binds. The arguments are those
/// that will be used, nothing of them removed.
///
/// # Errors
/// [`ArgumentsRefusal`]: arguments that are too large, too deep, or have no exact form.
pub fn action_digest(org: OrgId, agent: AgentId, task: Option<TaskId>, tool: &str, arguments: &Value) -> Result<Digest, ArgumentsRefusal> {
    check_bounds(arguments)?;
    Ok(Digest::of(&canonical(&Signed { agent, arguments, org, task, tool })?))
}

/// The RFC 8785 JSON of arguments: what people are shown, byte for byte what the digest covers.
///
/// # Errors
/// [`ArgumentsRefusal`].
pub fn canonical_arguments(arguments: &Value) -> Result<Vec<u8>, ArgumentsRefusal> {
    check_bounds(arguments)?;
    canonical(arguments)
}

fn canonical(value: &impl Serialize) -> Result<Vec<u8>, ArgumentsRefusal> {
    let bytes = jcs::to_vec(value).map_err(|error| ArgumentsRefusal::Inexact(error.to_string()))?;
    if bytes.len() > MAX_ARGUMENTS { Err(ArgumentsRefusal::Large { bytes: bytes.len() }) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId;
    use serde_json::json;

    #[test]
    fn a_digest_is_of_the_exact_call_and_of_nothing_less() {
        let (org, agent, task) = (OrgId::from_parts(1, [1; 10]), AgentId::from_parts(2, [2; 10]), TaskId::from_parts(3, [3; 10]));
        let digest = |task, tool: &str, arguments: Value| action_digest(org, agent, task, tool, &arguments).unwrap();
        let this = digest(Some(task), "pay", json!({ "to": "ann", "amount": 100 }));
        assert_eq!(this, digest(Some(task), "pay", json!({ "amount": 100.0, "to": "ann" })), "order and notation say nothing");
        for other in [
            digest(Some(task), "pay", json!({ "to": "ann", "amount": 10_000 })),
            digest(Some(task), "pay2", json!({ "to": "ann", "amount": 100 })),
            digest(None, "pay", json!({ "to": "ann", "amount": 100 })),
            digest(Some(task), "pay", json!({ "to": "ann", "amount": 100, "note": null })),
        ] {
            assert_ne!(this, other);
        }
        let elsewhere = action_digest(OrgId::from_parts(9, [9; 10]), agent, Some(task), "pay", &json!({ "to": "ann", "amount": 100 }));
        assert_ne!(this, elsewhere.unwrap());
    }

    #[test]
    fn arguments_without_an_exact_form_have_no_digest() {
        assert!(matches!(canonical_arguments(&json!({ "n": u64::MAX })), Err(ArgumentsRefusal::Inexact(_))));
        assert!(matches!(canonical_arguments(&json!("x".repeat(MAX_ARGUMENTS))), Err(ArgumentsRefusal::Large { .. })));
    }

    /// Trap 11: the digest is taken of the real arguments, and what is shown to those who may not decide differs from them.
    #[test]
    fn what_is_redacted_is_never_what_is_signed() {
        let (org, agent) = (OrgId::from_parts(1, [1; 10]), AgentId::from_parts(2, [2; 10]));
        let digest = |arguments: &Value| action_digest(org, agent, None, "deploy", arguments).unwrap();
        let (one, two) = (json!({ "password": "a" }), json!({ "password": "b" }));
        assert_eq!(redacted(&one), redacted(&two));
        assert_ne!(digest(&one), digest(&two));
    }
}
