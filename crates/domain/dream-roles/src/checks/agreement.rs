//! Whether a report says of the machine's checks what the machine says.
//!
//! A stage that reports on a site is decided by the machine's own checks of that site; this check keeps a report that claims
//! otherwise from ever being shown to people.

use super::{Subject, schema::report, verify};
use serde_json::Value;

pub(super) fn check(subject: &Subject<'_>) -> Vec<String> {
    let report = report(subject).unwrap_or(Value::Null);
    let claims: Vec<&Value> = report.get("checks").and_then(Value::as_array).map(|claims| claims.iter().collect()).unwrap_or_default();
    let mut faults = Vec::new();
    for result in verify(subject.contract, subject.inputs) {
        let of_it: Vec<&&Value> = claims.iter().filter(|claim| claim.get("name").and_then(Value::as_str) == Some(&result.name)).collect();
        let word = if result.passed { "passed" } else { "failed" };
        let says = format!("\"name\": \"{}\", \"passed\": {}", result.name, result.passed);
        if of_it.is_empty() && subject.contract.schema.is_none() {
            faults.push(format!("The report says nothing of the check `{}`, which {word}: add {{{says}}} to `checks`.", result.name));
        }
        if of_it.iter().any(|claim| claim.get("passed").and_then(Value::as_bool) != Some(result.passed)) {
            faults.push(format!("The report contradicts the machine's check `{}`, which {word}: write {{{says}}}.", result.name));
        }
    }
    faults
}
