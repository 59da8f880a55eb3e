//! Where a run and its stages stand, in the common vocabulary, computed from their states alone.

use super::RunSet;
use crate::{ArtifactKind, Phase, Reason, Run, RunEvent, Stage, Status};
use dream_ledger::{By, Digest, Stream};

/// Where a run and its stages stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunView {
    /// The run's status.
    pub status: Status,
    /// Why.
    pub reason: Option<Reason>,
    /// Its stages, in order.
    pub stages: Vec<StageView>,
    /// The digest of the release bundle, when all stages are done and one of them makes it.
    pub release: Option<Digest>,
}

/// Where a stage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageView {
    /// Its status.
    pub status: Status,
    /// Why.
    pub reason: Option<Reason>,
}

impl RunView {
    /// Where `run` with all its `stages`, in order, stands. The run's status is the first that applies: cancelled, failed,
    /// done (all), waiting (any), running (any), blocked (any), queued.
    #[must_use]
    pub fn of(run: &Run, stages: &[&Stage]) -> Self {
        let views: Vec<StageView> = stages.iter().map(|stage| stage_view(run, stages, stage)).collect();
        let release = if stages.iter().all(|stage| stage.phase.is_done()) { release_of(stages) } else { None };
        let first = |status: Status| views.iter().find(|view| view.status == status).map(|view| (status, view.reason));
        let (status, reason) = if run.is_cancelled() {
            (Status::Cancelled, None)
        } else if let Some(failed) = first(Status::Failed) {
            failed
        } else if stages.iter().all(|stage| stage.phase.is_done()) {
            (Status::Done, Some(if release.is_some() { Reason::Released } else { Reason::Approved }))
        } else {
            let any = [Status::Waiting, Status::Running, Status::Blocked].into_iter().find_map(first);
            any.unwrap_or((Status::Queued, None))
        };
        Self { status, reason, stages: views, release }
    }
}

fn stage_view(run: &Run, stages: &[&Stage], stage: &Stage) -> StageView {
    let (status, reason) = match stage.phase {
        Phase::Approved if makes_bundle(stage) => (Status::Done, Some(Reason::Released)),
        Phase::Approved => (Status::Done, Some(Reason::Approved)),
        Phase::Passed => (Status::Done, Some(Reason::Passed)),
        Phase::Rejected => (Status::Failed, Some(Reason::Rejected)),
        Phase::Exhausted => (Status::Failed, Some(Reason::Attempts)),
        Phase::Cancelled => (Status::Cancelled, None),
        Phase::Queued | Phase::Running | Phase::Waiting => unfinished(run, stages, stage),
    };
    StageView { status, reason }
}

/// A pause holds everything but an attempt that already runs: its review can be decided, but nothing follows from that yet.
fn unfinished(run: &Run, stages: &[&Stage], stage: &Stage) -> (Status, Option<Reason>) {
    if let Some(hold @ (Reason::Question | Reason::Credential)) = stage.hold {
        return (Status::Waiting, Some(hold));
    }
    if let Some(hold) = stage.hold {
        return (Status::Blocked, Some(hold));
    }
    match stage.phase {
        Phase::Running => (Status::Running, run.paused.then_some(Reason::Paused)),
        _ if run.paused => (Status::Blocked, Some(Reason::Paused)),
        Phase::Waiting => (Status::Waiting, Some(Reason::Approval)),
        _ => {
            let missing = stages.iter().any(|need| stage.spec.needs.contains(&need.spec.name) && !need.phase.is_done());
            (Status::Queued, missing.then_some(Reason::Dependency))
        }
    }
}

fn makes_bundle(stage: &Stage) -> bool {
    stage.spec.produces.iter().any(|product| product.kind == ArtifactKind::Bundle)
}

fn release_of(stages: &[&Stage]) -> Option<Digest> {
    let bundle_of = |stage: &&Stage| {
        let product = stage.spec.produces.iter().find(|product| product.kind == ArtifactKind::Bundle)?;
        stage.output.as_ref()?.artifacts.iter().find(|version| version.name == product.name).map(|version| version.digest)
    };
    stages.iter().rev().find_map(bundle_of)
}

impl RunSet {
    /// Where the run and its stages stand.
    #[must_use]
    pub fn view(&self) -> RunView {
        let stages: Vec<&Stage> = self.streams.stages.iter().map(Stream::state).collect();
        RunView::of(self.run(), &stages)
    }

    /// Ends a decision: the run's own status follows its stages.
    pub(super) fn settle(&mut self, by: &By) {
        let view = self.view();
        let run = self.run();
        if run.is_cancelled() || (run.status, run.reason) == (view.status, view.reason) {
            return;
        }
        let failed = self.stages().find(|(_, stage)| stage.phase.is_failed()).map(|(_, stage)| stage.spec.name.clone());
        let event = match (view.status, view.reason, failed) {
            (Status::Failed, Some(reason), Some(stage)) => RunEvent::Failed { stage, reason },
            (Status::Done, _, _) => RunEvent::Finished { release: view.release },
            (status, reason, _) => RunEvent::StatusChanged { status, reason },
        };
        self.streams.run.record(by, event);
    }
}
