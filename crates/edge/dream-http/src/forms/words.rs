//! What the control room says of decisions, for the pages that the server renders: one catalogue for both.

use serde_json::Value;
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../../../../ui/src/lib/text/en/decisions.json");

/// The catalogue by the names of its words.
pub(super) static DECISIONS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(TEXT).unwrap_or_else(|error| {
        tracing::error!(error.message = %error, "the catalogue of words about decisions is broken; this is a defect");
        Value::Null
    })
});

/// What a stage under review is called: from its second attempt on with the attempt's number.
pub(super) fn title(stage: &str, attempt: u32) -> String {
    let pattern = DECISIONS.get("titled").and_then(Value::as_str).filter(|_| attempt > 1).unwrap_or("{stage}");
    pattern.replace("{attempt}", &attempt.to_string()).replace("{stage}", stage)
}

/// A part of the catalogue as templates read it.
pub(super) fn words(part: &Value) -> minijinja::Value {
    match part {
        Value::Object(parts) => minijinja::Value::from_pairs(parts.iter().map(|(name, part)| (name.clone(), words(part)))),
        Value::String(text) => minijinja::Value::from(text.as_str()),
        // The catalogue has nothing else; a test makes sure.
        _ => minijinja::Value::UNDEFINED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_api::{ReviewStatus, Risk};
    use dream_govern::Verdict;

    #[test]
    fn a_title_has_the_number_of_a_later_attempt() {
        assert_eq!(title("Product requirements", 1), "Product requirements");
        assert_eq!(title("Product requirements", 3), "Product requirements, attempt 3");
    }

    #[test]
    fn every_decision_has_its_word() {
        let statuses = [
            ReviewStatus::Waiting,
            ReviewStatus::Approved,
            ReviewStatus::ChangesRequested,
            ReviewStatus::Regenerate,
            ReviewStatus::Rejected,
            ReviewStatus::Expired,
            ReviewStatus::Withdrawn,
        ];
        let verdicts = [Verdict::Approve, Verdict::RequestChanges, Verdict::Regenerate, Verdict::Reject];
        let risks = [Risk::Low, Risk::Medium, Risk::High];
        let names = statuses.map(|status| ("decision", status.as_str().to_owned())).into_iter();
        let names = names.chain(verdicts.map(|verdict| ("verdict", verdict.name().to_owned())));
        for (of, name) in names.chain(risks.map(|risk| ("risk", risk.as_str().to_owned()))) {
            assert!(DECISIONS[of][&name].is_string(), "{of}.{name} has no word");
        }
        for name in ["mayNot", "approve", "requestChanges", "regenerate", "reject", "commentOptional", "needs", "underReview"] {
            assert!(DECISIONS[name].is_string(), "{name} has no word");
        }
    }
}
