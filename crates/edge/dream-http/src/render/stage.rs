//! Stages of a run.

use super::values::{checks, reason, status, usd, version_ref};
use crate::texts::Texts;
use dream_api::{Reason, Stage, Status};
use dream_app::runs::RunSummary;
use dream_govern::{Phase, StageView};

/// A stage as it stands.
pub(crate) fn stage(of: &RunSummary, stage: &dream_govern::Stage, view: StageView, texts: &Texts) -> Stage {
    let spent = of.budget.stages.get(&stage.id);
    let cancelled = stage.phase == Phase::Cancelled;
    Stage {
        id: stage.id,
        name: stage.spec.name.clone(),
        title: stage.spec.title.clone(),
        role: stage.spec.craft.name().to_owned(),
        needs: stage.spec.needs.clone(),
        status: status(view.status),
        reason: view.reason.map(reason).or(cancelled.then_some(Reason::User)),
        message: message(of, stage, view, texts),
        attempt: stage.number,
        artifacts: stage.output.iter().flat_map(|output| &output.artifacts).map(version_ref).collect(),
        checks: checks(of.found(stage), texts),
        review: stage.review,
        cost_usd: usd(spent.map_or(0, |spent| spent.settled_micros)),
        updated_at: stage.changed_at,
    }
}

/// What to know about the status, and what to do next.
fn message(of: &RunSummary, stage: &dream_govern::Stage, view: StageView, texts: &Texts) -> Option<String> {
    let run = of.run.id;
    let failure = || {
        let failure = of.latest(stage)?.failure.as_ref()?;
        Some(failure.message.and_then(|text| texts.get(text)).unwrap_or(&failure.code).to_owned())
    };
    let standing = status(view.status);
    match (standing, view.reason.map(reason)?) {
        (Status::Waiting, Reason::Approval) => stage.review.map(|review| format!("people are asked: see `dreamos review show {review}`")),
        (Status::Queued, Reason::Dependency) => Some(format!("it needs {}", waits_for(of, stage).join(", "))),
        (Status::Blocked, Reason::Budget) => {
            let cap = usd(of.budget.cap_micros);
            Some(format!(
                "what the run may spend, {cap} USD, does not suffice for the next call: raise it with `dreamos budget raise {run} --to USD --reason TEXT`"
            ))
        }
        (Status::Blocked, Reason::Expired) => {
            stage.review.map(|review| format!("nobody decided in time: ask again with `dreamos review ask-again {review}`"))
        }
        (Status::Blocked | Status::Running, Reason::Paused) => {
            Some(format!("a person paused the run: let it go on with `dreamos run resume {run}`"))
        }
        (Status::Failed, Reason::Rejected) => {
            Some(format!("a person rejected it: do it again with `dreamos run rerun {run} --from {}`", stage.name()))
        }
        (Status::Blocked | Status::Failed, _) => failure(),
        _ => None,
    }
}

fn waits_for<'s>(of: &'s RunSummary, stage: &dream_govern::Stage) -> Vec<&'s str> {
    let needed = of.stages.iter().filter(|other| stage.spec.needs.contains(&other.spec.name) && !other.phase.is_done());
    needed.map(|other| other.spec.name.as_str()).collect()
}
