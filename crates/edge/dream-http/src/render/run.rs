//! Runs.

use super::stage::stage;
use super::values::{digest, reason, status, usd, version_ref};
use crate::texts::Texts;
use dream_api::{ArtifactRef, Reason, Run, Status};
use dream_app::runs::RunSummary;
use dream_ledger::Digest;

/// The texts that a run's stages show: what the checks found in what their latest attempts made, and how these failed.
pub(crate) fn texts_of_run(of: &RunSummary) -> Vec<Digest> {
    of.stages
        .iter()
        .flat_map(|stage| {
            let failure = of.latest(stage).and_then(|attempt| attempt.failure.as_ref()?.message);
            of.found(stage).iter().filter_map(|check| check.detail).chain(failure)
        })
        .collect()
}

/// A run with its stages.
pub(crate) fn run(of: &RunSummary, texts: &Texts) -> Run {
    let (run, view) = (&of.run, of.view());
    let standing = status(view.status);
    let stages: Vec<_> = of.stages.iter().zip(&view.stages).map(|(found, view)| stage(of, found, *view, texts)).collect();
    let message = stages.iter().find(|stage| stage.status == standing && stage.message.is_some());
    Run {
        id: run.id,
        project: run.project,
        status: standing,
        reason: view.reason.map(reason).or((standing == Status::Cancelled).then_some(Reason::User)),
        message: message.and_then(|stage| stage.message.as_ref().map(|text| format!("{}: {text}", stage.title))),
        template: run.template.name.clone(),
        template_digest: digest(run.template.digest),
        cost_usd: usd(of.budget.settled_micros),
        max_cost_usd: usd(of.budget.cap_micros),
        requested_by: Some(run.requester),
        release: run.release.and_then(|bundle| release(of, bundle)),
        started_at: run.started_at,
        updated_at: run.changed_at,
        finished_at: standing.is_final().then_some(run.changed_at),
        stages,
    }
}

/// The bundle among what the stages handed in.
fn release(of: &RunSummary, bundle: Digest) -> Option<ArtifactRef> {
    let versions = of.stages.iter().rev().filter_map(|stage| stage.output.as_ref()).flat_map(|output| &output.artifacts);
    versions.into_iter().find(|version| version.digest == bundle).map(version_ref)
}
