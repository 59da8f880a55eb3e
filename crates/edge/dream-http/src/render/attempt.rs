//! Attempts.

use super::values::{checks, digest, usd, version_ref};
use crate::texts::Texts;
use dream_api::{Attempt, ModelCall, Reason, Status};
use dream_app::attempts::{CallRow, Provenance};
use dream_govern::{AttemptStatus, RunSet};

/// An attempt of the run `set`, with its recorded calls.
pub(crate) fn attempt(attempt: &dream_govern::Attempt, set: &RunSet, texts: &Texts, calls: &[CallRow]) -> Attempt {
    let basis = &attempt.basis;
    let stage = set.stages().find(|(_, stage)| stage.id == basis.stage);
    let (status, reason) = standing(attempt.status);
    let failure = attempt.failure.as_ref();
    let Provenance { input_tokens, output_tokens, .. } = Provenance::of(calls);
    Attempt {
        id: attempt.id,
        run: basis.run,
        stage: stage.map(|(_, stage)| stage.spec.name.clone()).unwrap_or_default(),
        number: basis.number,
        status,
        reason,
        message: failure.map(|failure| failure.message.and_then(|text| texts.get(text)).unwrap_or(&failure.code).to_owned()),
        model: basis.model.clone(),
        inputs: basis.inputs.iter().map(version_ref).collect(),
        rests_on: basis.rests_on.clone(),
        constraints: basis.constraints.clone(),
        feedback: basis.feedback,
        prompt: basis.prompt.map(digest),
        artifacts: attempt.artifacts.iter().map(version_ref).collect(),
        checks: checks(&attempt.checks, texts),
        calls: calls.iter().map(call).collect(),
        cost_usd: usd(attempt.cost_micros),
        input_tokens,
        output_tokens,
        started_at: attempt.started_at,
        finished_at: attempt.ended_at,
    }
}

fn standing(status: AttemptStatus) -> (Status, Option<Reason>) {
    match status {
        AttemptStatus::Running => (Status::Running, None),
        AttemptStatus::Produced => (Status::Done, None),
        AttemptStatus::Failed => (Status::Failed, Some(Reason::Error)),
        AttemptStatus::Superseded => (Status::Done, Some(Reason::Superseded)),
        AttemptStatus::Cancelled => (Status::Cancelled, Some(Reason::User)),
    }
}

/// A recorded model call.
fn call(row: &CallRow) -> ModelCall {
    ModelCall {
        number: row.number,
        model: row.model.clone(),
        input_tokens: row.input_tokens,
        output_tokens: row.output_tokens,
        request_digest: digest(row.request),
        response_digest: row.reply.map(digest),
    }
}
