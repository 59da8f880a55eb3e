//! What the control room says of decisions, for the pages that the server renders: one catalogue for both.

use serde_json::Value;

pub(super) use dream_app::words::{DECISIONS, title};

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
        for name in ["mayNot", "approve", "requestChanges", "regenerate", "reject", "commentOptional", "highRisk", "needs", "underReview"] {
            assert!(DECISIONS[name].is_string(), "{name} has no word");
        }
    }
}
