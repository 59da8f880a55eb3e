//! What a rollback will do.

use super::values::{usd, version_ref};
use dream_api::{RollbackPlan, SupersededAttempt};
use dream_govern::{CannotUndo, RunSet, Superseded, UndoPlan};
use dream_id::AttemptId;

/// The plan of a rollback of the run `set`.
pub(crate) fn plan(set: &RunSet, plan: &UndoPlan) -> RollbackPlan {
    let attempt = |stage: &str, id: AttemptId| {
        let number = set.attempt(id)?.basis.number;
        Some(SupersededAttempt { id, stage: stage.to_owned(), number })
    };
    let attempts =
        plan.superseded.iter().flat_map(|Superseded { stage, attempts, .. }| attempts.iter().filter_map(move |id| attempt(stage, *id)));
    RollbackPlan {
        run: set.run().id,
        to: plan.stage.clone(),
        superseded_stages: plan.superseded.iter().map(|superseded| superseded.stage.clone()).collect(),
        superseded_attempts: attempts.collect(),
        superseded_artifacts: plan.superseded.iter().flat_map(|superseded| &superseded.versions).map(version_ref).collect(),
        superseded_reviews: plan.superseded.iter().filter_map(|superseded| superseded.review).collect(),
        cannot_undo: cannot_undo(&plan.cannot_undo),
    }
}

fn cannot_undo(remains: &CannotUndo) -> Vec<String> {
    let mut sentences = Vec::new();
    if remains.spent_micros > 0 {
        sentences.push(format!("{} USD that the run has spent stay spent.", usd(remains.spent_micros)));
    }
    if remains.reserved_micros > 0 {
        sentences.push(format!("Calls under way may still cost {} USD.", usd(remains.reserved_micros)));
    }
    if let Some(released) = remains.released {
        sentences.push(format!("The bundle {released} was released: whoever has it keeps it."));
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_undone_is_said_in_sentences() {
        let nothing = CannotUndo { spent_micros: 0, reserved_micros: 0, released: None };
        assert!(cannot_undo(&nothing).is_empty());
        let all = CannotUndo { spent_micros: 12_500, reserved_micros: 1, released: Some(dream_ledger::Digest::of(b"x")) };
        let sentences = cannot_undo(&all);
        assert_eq!(sentences.len(), 3);
        assert!(sentences[0].contains("0.0125 USD"), "{sentences:?}");
    }
}
