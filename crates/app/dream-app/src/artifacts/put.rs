//! A person's own version of an artifact: it voids the approval of the old one and makes stale what rested on it.

use crate::{AppError, Command, Kind, Op, bodies::Text, decisions, files, work::Task};
use dream_access::{Action, policy_version};
use dream_govern::{Artifact, CheckResult, NewVersion, Run, Stage};
use dream_id::{ArtifactId, RunId};
use dream_ledger::Stream;
use dream_roles::File;
use dream_store::Unit;
use serde::Serialize;

/// A version to put in.
#[derive(Debug, Clone)]
pub struct PutArtifact {
    /// The artifact.
    pub artifact: ArtifactId,
    /// The version's files; what is not among them is not in it.
    pub files: Vec<File>,
}

/// Puts in a new version of an artifact, whatever its newest is. Returns its number.
pub async fn put(op: &Op, put: PutArtifact) -> Result<u32, AppError> {
    put_over(op, put, None).await
}

/// Puts in a new version of an artifact, if `base` is still its newest. Returns its number.
///
/// # Errors
/// `stale_version` when somebody put in another one since.
pub async fn put_over(op: &Op, put: PutArtifact, base: Option<u32>) -> Result<u32, AppError> {
    let missing = || AppError::not_found("artifact", put.artifact);
    let mut reader = op.read().await?;
    let artifact: Stream<Artifact> = reader.find(op.scope(), put.artifact).await?.ok_or_else(missing)?;
    let run: Stream<Run> = reader.find(op.scope(), artifact.run).await?.ok_or_else(missing)?;
    op.allow(Action::ArtifactPut, Some(run.project))?;
    let stage: Stream<Stage> = reader.find(op.scope(), artifact.stage).await?.ok_or_else(missing)?;
    drop(reader);
    let (checks, mut details) = check(op, &artifact, &stage, put.files.clone()).await?;
    let stored = files::store(op, artifact.org(), &put.files).await?;
    details.push(stored.manifest);
    let media_type = media_type(&artifact).to_owned();
    let (digest, files, bytes) = (stored.digest, stored.files, stored.bytes);
    let version = NewVersion { artifact: put.artifact, digest, media_type, files, bytes, checks, policy_version: policy_version() };
    op.run(&Put { run: run.id(), artifact: put.artifact, digest, base, version, details }).await
}

/// What the stage's own checks say of the person's files; they inform the review and never block the person.
async fn check(
    op: &Op,
    artifact: &Stream<Artifact>,
    stage: &Stream<Stage>,
    files: Vec<File>,
) -> Result<(Vec<CheckResult>, Vec<Text>), AppError> {
    let Some(output) = &stage.output else { return Ok((Vec::new(), Vec::new())) };
    let task = Task::load(op, output.attempt).await?;
    if task.is_bundle() {
        return Ok((Vec::new(), Vec::new()));
    }
    let assignment = task.gather(op).await?;
    let Some(contract) = assignment.contract(&artifact.name) else { return Ok((Vec::new(), Vec::new())) };
    let examined = assignment.examine(contract, files);
    let (mut checks, mut details) = (Vec::new(), Vec::new());
    for result in examined.results() {
        let detail = match result.failures.as_slice() {
            [] => None,
            sentences => Some(Text::prepare(op, artifact.org(), sentences.join("\n").into_bytes()).await?),
        };
        let failures = u32::try_from(result.failures.len()).unwrap_or(u32::MAX);
        checks.push(CheckResult { name: result.name, passed: result.passed, failures, detail: detail.as_ref().map(|text| text.digest) });
        details.extend(detail);
    }
    Ok((checks, details))
}

fn media_type(artifact: &Artifact) -> &'static str {
    use dream_govern::ArtifactKind as Kind;
    use dream_roles::OutputKind as Form;
    match artifact.kind {
        Kind::Document => Form::Document.media_type(),
        Kind::Tree => Form::Tree.media_type(),
        Kind::Report => Form::Report.media_type(),
        Kind::Bundle => crate::work::BUNDLE_MEDIA_TYPE,
    }
}

fn stale(base: u32, newest: u32) -> AppError {
    let message = format!("version {base} is not the newest: there is version {newest}; look at it, and put yours again if it still fits");
    AppError::new(Kind::Conflict, "stale_version", message).with("replaces", base).with("newest", newest)
}

#[derive(Serialize)]
struct Put {
    run: RunId,
    artifact: ArtifactId,
    digest: dream_ledger::Digest,
    /// Not part of what the command asks for: sent again after it was done, it still gets the same answer.
    #[serde(skip)]
    base: Option<u32>,
    #[serde(skip)]
    version: NewVersion,
    #[serde(skip)]
    details: Vec<Text>,
}

impl Command for Put {
    const NAME: &'static str = "artifact.put";
    type Answer = u32;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<u32, AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        op.allow(Action::ArtifactPut, Some(set.run().project))?;
        let newest = set.artifact(self.artifact).and_then(|artifact| artifact.newest.as_ref()).map(|newest| newest.number);
        if let Some(base) = self.base.filter(|base| Some(*base) != newest) {
            return Err(stale(base, newest.unwrap_or(0)));
        }
        for detail in &self.details {
            detail.keep(tx, set.org()).await?;
        }
        let made = decisions::with_ids(op, |ids| set.put_artifact(self.version.clone(), &op.by(), ids))?;
        decisions::save(op, tx, set).await?;
        Ok(made.number)
    }
}
