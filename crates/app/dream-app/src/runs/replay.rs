//! Running a run again from its record alone: the same bytes, or the first divergence by name.

use crate::{AppError, Op, files, work};
use dream_access::Action;
use dream_govern::{ProducedBy, RunSet, Stage, VersionRef};
use dream_id::RunId;
use dream_ledger::Digest;
use dream_ports::{CallRecord, ModelError};
use dream_roles::File;

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// Every stage that has an output, in order.
    pub stages: Vec<ReplayedStage>,
}

/// What a replay found of one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayedStage {
    /// The stage's name.
    pub name: String,
    /// The number of the attempt that was replayed.
    pub attempt: u32,
    /// Where it first differs; `None` when every artifact came out byte by byte as it was.
    pub divergence: Option<Diverged>,
}

/// Where a replay first differs from the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diverged {
    /// What differs, for people.
    pub at: String,
    /// The digest on record: of a request, or of an artifact.
    pub recorded: Option<Digest>,
    /// The digest that came out.
    pub replayed: Option<Digest>,
}

impl Replay {
    /// Whether everything came out as it was.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.stages.iter().all(|stage| stage.divergence.is_none())
    }
}

/// Replays the standing output of every stage of `run`. Nothing is called, nothing is paid, nothing is changed.
pub async fn replay(op: &Op, run: RunId) -> Result<Replay, AppError> {
    let set = super::find(op, run).await?;
    op.allow(Action::RunReplay, Some(set.run().project))?;
    let mut stages = Vec::new();
    for (_, stage) in set.stages() {
        if stage.output.is_some() {
            let attempt = stage.output.as_ref().and_then(|output| set.attempt(output.attempt)).map_or(0, |attempt| attempt.basis.number);
            let divergence = replay_stage(op, &set, stage).await?;
            stages.push(ReplayedStage { name: stage.spec.name.clone(), attempt, divergence });
        }
    }
    Ok(Replay { stages })
}

async fn replay_stage(op: &Op, set: &RunSet, stage: &Stage) -> Result<Option<Diverged>, AppError> {
    let Some(output) = &stage.output else { return Ok(None) };
    let task = work::Task::load(op, output.attempt).await?;
    let made = if task.is_bundle() {
        vec![work::bundle(op, &task).await?]
    } else {
        match again(op, &task).await? {
            Ok(products) => products,
            Err(divergence) => return Ok(Some(divergence)),
        }
    };
    for version in &output.artifacts {
        let by_person = set.version(version.version).is_some_and(|version| matches!(version.made.produced_by, ProducedBy::Person { .. }));
        if by_person {
            // A person's own bytes have no record to be made again from; the ledger holds their digest.
            continue;
        }
        let product = made.iter().find(|product| product.name == version.name);
        let files = product.map(|product| product.files.as_slice()).unwrap_or_default();
        if let Some(divergence) = compare(op, set, version, files).await? {
            return Ok(Some(divergence));
        }
    }
    Ok(None)
}

async fn again(op: &Op, task: &work::Task) -> Result<Result<Vec<work::Product>, Diverged>, AppError> {
    let recorded = work::recorded(op, task).await?;
    // The model that was asked then, whichever are configured now.
    let model = recorded.values().next().map(|(row, _)| row.model.clone()).unwrap_or_default();
    let assignment = task.gather(op).await?;
    let records =
        recorded.into_values().map(|(row, reply)| CallRecord { attempt: row.attempt, number: row.number, request: row.request, reply });
    let mut calls = work::Recorded::new(task.attempt.id(), records.collect());
    Ok(work::perform(assignment, op.app().prompts.clone(), &model, &mut calls).await.map_err(|failure| diverged(&failure)))
}

fn diverged(failure: &work::Failure) -> Diverged {
    let (recorded, replayed) = match failure {
        work::Failure::Model(ModelError::Diverged(divergence)) => (divergence.expected, Some(divergence.got)),
        _ => (None, None),
    };
    Diverged { at: failure.to_string(), recorded, replayed }
}

async fn compare(op: &Op, set: &RunSet, version: &VersionRef, made: &[File]) -> Result<Option<Diverged>, AppError> {
    let tree = files::tree_of(made)?;
    let replayed = tree.digest()?;
    if replayed == version.digest {
        return Ok(None);
    }
    let before = files::tree(op.app(), set.org(), version.digest).await?;
    let differs = |path: &str| before.file(path) != tree.file(path);
    let paths = before.files().iter().chain(tree.files()).map(|file| file.path.as_str());
    let first = paths.filter(|path| differs(path)).min().unwrap_or("the manifest");
    let at = format!("{}: {first} came out different", version.name);
    Ok(Some(Diverged { at, recorded: Some(version.digest), replayed: Some(replayed) }))
}
