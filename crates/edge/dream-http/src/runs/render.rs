//! Runs, stages and plans as the API shows them.

use crate::words::{digest, usd, version, versions};
use dream_api::{Check, Reason, Replay, ReplayResult, ReplayStage, RollbackPlan, Run, Stage, Status};
use dream_govern::{CheckResult, RunSet, StageView, UndoPlan};
use dream_id::RunId;

/// A run and its stages.
pub(crate) fn run(set: &RunSet) -> Run {
    let (run, view, budget) = (set.run(), set.view(), set.budget());
    let status = status(view.status);
    let stages = set.stages().zip(&view.stages).map(|((_, state), view)| stage(set, state, *view)).collect();
    let bundles = set.stages().filter_map(|(_, stage)| stage.output.as_ref()).flat_map(|output| &output.artifacts);
    let release = run.release.and_then(|digest| bundles.into_iter().find(|version| version.digest == digest)).map(version);
    Run {
        id: run.id,
        project: run.project,
        status,
        reason: view.reason.and_then(reason),
        template: run.template.name.clone(),
        template_digest: digest(run.template.digest),
        stages,
        cost_usd: usd(budget.settled_micros),
        max_cost_usd: usd(budget.cap_micros),
        requested_by: run.requester,
        paused: run.paused,
        release,
        started_at: run.started_at,
        updated_at: run.changed_at,
        finished_at: status.is_final().then_some(run.changed_at),
    }
}

fn stage(set: &RunSet, stage: &dream_govern::Stage, view: StageView) -> Stage {
    let spent = set.budget().stages.get(&stage.id).map_or(0, |spending| spending.settled_micros);
    let output = stage.output.as_ref();
    let checks = output.and_then(|output| set.attempt(output.attempt)).map(|attempt| checks(&attempt.checks));
    let failure = stage.failed.and_then(|id| set.attempt(id)).and_then(|attempt| attempt.failure.as_ref());
    Stage {
        id: stage.id,
        name: stage.spec.name.clone(),
        title: stage.spec.title.clone(),
        role: stage.spec.craft.name().to_owned(),
        needs: stage.spec.needs.clone(),
        status: status(view.status),
        reason: view.reason.and_then(reason),
        message: failure.map(|failure| format!("the last attempt failed: {}", failure.code)),
        attempt: stage.number,
        artifacts: output.map(|output| versions(&output.artifacts)).unwrap_or_default(),
        checks: checks.unwrap_or_default(),
        review: stage.review,
        cost_usd: usd(spent),
        updated_at: stage.changed_at,
    }
}

/// What a rollback would do.
pub(crate) fn plan(run: RunId, plan: &UndoPlan) -> RollbackPlan {
    let lost = &plan.cannot_undo;
    let mut cannot_undo = Vec::new();
    if lost.spent_micros > 0 {
        cannot_undo.push(format!("{} USD that the run has spent stay spent.", usd(lost.spent_micros)));
    }
    if lost.reserved_micros > 0 {
        cannot_undo.push(format!("Calls under way may still cost {} USD.", usd(lost.reserved_micros)));
    }
    if let Some(released) = lost.released {
        cannot_undo.push(format!("The bundle {released} was released: whoever has it keeps it."));
    }
    RollbackPlan {
        run,
        to: plan.stage.clone(),
        superseded_stages: plan.superseded.iter().map(|lost| lost.stage.clone()).collect(),
        superseded_attempts: plan.superseded.iter().flat_map(|lost| lost.attempts.iter().copied()).collect(),
        superseded_artifacts: plan.superseded.iter().flat_map(|lost| versions(&lost.versions)).collect(),
        superseded_reviews: plan.superseded.iter().filter_map(|lost| lost.review).collect(),
        reviewed_again: versions(&plan.review_again),
        cannot_undo,
    }
}

/// What a replay found.
pub(crate) fn replay(run: RunId, replay: dream_app::runs::Replay) -> Replay {
    let result = if replay.is_identical() { ReplayResult::Identical } else { ReplayResult::Different };
    let stage = |stage: dream_app::runs::ReplayedStage| ReplayStage {
        name: stage.name,
        identical: stage.divergence.is_none(),
        first_divergence: stage.divergence,
    };
    Replay { run, result, stages: replay.stages.into_iter().map(stage).collect() }
}

/// What the machine checked.
pub(crate) fn checks(results: &[CheckResult]) -> Vec<Check> {
    results.iter().map(|result| Check { name: result.name.clone(), passed: result.passed, failures: result.failures }).collect()
}

fn status(status: dream_govern::Status) -> Status {
    Status::from_word(status.name()).unwrap_or(Status::Unknown)
}

fn reason(reason: dream_govern::Reason) -> Option<Reason> {
    Reason::from_word(reason.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_core_is_a_word_of_the_api() {
        for word in dream_govern::Status::ALL {
            assert_ne!(status(*word), Status::Unknown, "{word}");
        }
        for word in dream_govern::Reason::ALL {
            assert!(reason(*word).is_some(), "{word}");
        }
    }
}
