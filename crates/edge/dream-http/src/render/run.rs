//! Runs.

use super::artifact::artifact_ref;
use super::stage::{latest_attempt, stage};
use super::values::{digest, reason, status, usd};
use crate::texts::Texts;
use dream_api::{ArtifactRef, Reason, Run, Status};
use dream_govern::{ArtifactKind, RunSet};
use dream_ledger::Digest;

/// The texts that a run's stages show: what their latest attempts' checks found, and how they failed.
pub(crate) fn texts_of_run(set: &RunSet) -> Vec<Digest> {
    let latest = set.stages().filter_map(|(_, stage)| latest_attempt(set, stage.id));
    latest
        .flat_map(|attempt| {
            let details = attempt.checks.iter().filter_map(|check| check.detail);
            details.chain(attempt.failure.as_ref().and_then(|failure| failure.message))
        })
        .collect()
}

/// A run with its stages.
pub(crate) fn run(set: &RunSet, texts: &Texts) -> Run {
    let (run, view) = (set.run(), set.view());
    let standing = status(view.status);
    let stages: Vec<_> = set.stages().zip(&view.stages).map(|((_, found), view)| stage(set, found, *view, texts)).collect();
    let message = stages.iter().find(|stage| stage.status == standing && stage.message.is_some());
    Run {
        id: run.id,
        project: run.project,
        status: standing,
        reason: view.reason.map(reason).or((standing == Status::Cancelled).then_some(Reason::User)),
        message: message.and_then(|stage| stage.message.as_ref().map(|text| format!("{}: {text}", stage.title))),
        template: run.template.name.clone(),
        template_digest: digest(run.template.digest),
        cost_usd: usd(set.budget().settled_micros),
        max_cost_usd: usd(set.budget().cap_micros),
        requested_by: Some(run.requester),
        release: run.release.and_then(|bundle| release(set, bundle)),
        started_at: run.started_at,
        updated_at: run.changed_at,
        finished_at: standing.is_final().then_some(run.changed_at),
        stages,
    }
}

fn release(set: &RunSet, bundle: Digest) -> Option<ArtifactRef> {
    let bundles = set.artifacts().filter(|artifact| artifact.kind == ArtifactKind::Bundle).map(|artifact| artifact.id);
    let ids: Vec<_> = bundles.collect();
    set.versions().find(|version| ids.contains(&version.made.artifact) && version.made.digest == bundle).map(artifact_ref)
}
