//! How an attempt ends: it hands in its artifacts, or it fails.

use super::{RunSet, StageIndex, gatekeeping::record_on};
use crate::{
    Artifact, ArtifactEvent, AttemptEvent, CallRef, CheckResult, Gate, NewIds, ProducedBy, Refusal, StageEvent, Version, VersionEvent,
    VersionMade, VersionRef, Why,
};
use dream_id::{ArtifactId, AttemptId, ReviewId, VersionId};
use dream_ledger::{By, Digest, Stream};

/// One artifact that an attempt hands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its name in the template.
    pub name: String,
    /// The SHA-256 of its manifest of files.
    pub digest: Digest,
    /// Its media type.
    pub media_type: String,
    /// How many files it has.
    pub files: u32,
    /// How many bytes they have together.
    pub bytes: u64,
}

/// Everything that an attempt hands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Exactly the artifacts that the template asks for, in any order.
    pub products: Vec<Product>,
    /// What the machine's checks found.
    pub checks: Vec<CheckResult>,
    /// Its model calls, by number.
    pub calls: Vec<CallRef>,
    /// What they cost, in millionths of a US dollar.
    pub cost_micros: u64,
    /// The version of the access policy now.
    pub policy_version: Digest,
}

/// How an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A stable word for what went wrong.
    pub code: String,
    /// The body that says it in full.
    pub message: Option<Digest>,
    /// What the machine's checks found, if it came so far.
    pub checks: Vec<CheckResult>,
    /// Its model calls, by number.
    pub calls: Vec<CallRef>,
    /// What they cost, in millionths of a US dollar.
    pub cost_micros: u64,
    /// Whether another attempt could succeed.
    pub retryable: bool,
}

/// What follows from a handed-in output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Produced {
    /// It passed its gate.
    Passed,
    /// People are asked.
    Review(ReviewId),
    /// Its checks failed where the gate asks nobody: the attempt failed.
    Failed {
        /// Whether another attempt follows.
        will_retry: bool,
    },
}

impl RunSet {
    /// Takes in what a running attempt made: new versions of its artifacts, which then stand at the stage's gate.
    ///
    /// # Errors
    /// [`Refusal::AttemptNotRunning`] when the attempt was superseded meanwhile; [`Refusal::WrongOutput`] when the artifacts are
    /// not exactly those that the template asks for.
    pub fn produced(&mut self, attempt: AttemptId, work: Work, by: &By, ids: &mut NewIds<'_>) -> Result<Produced, Refusal> {
        let index = self.stage_of_attempt(attempt)?;
        let stage = self.at(index)?;
        let ordered = ordered_products(stage, &work.products)?;
        let checks_passed = stage.spec.checks_pass(&work.checks);
        if !checks_passed && matches!(stage.spec.gate, Gate::None {}) {
            let Work { checks, calls, cost_micros, .. } = work;
            let failure = Failure { code: String::from("checks_failed"), message: None, checks, calls, cost_micros, retryable: true };
            return self.fail_attempt(attempt, failure, by).map(|will_retry| Produced::Failed { will_retry });
        }
        let made_by = ProducedBy::Attempt { id: attempt };
        let versions =
            ordered.into_iter().map(|product| self.add_version(index, product, made_by, by, ids)).collect::<Result<Vec<_>, _>>()?;
        let Work { checks, calls, cost_micros, policy_version, .. } = work;
        self.on_attempt(attempt, by, AttemptEvent::Produced { artifacts: versions.clone(), checks, calls, cost_micros });
        self.on_stage(index, by, StageEvent::Produced { attempt, artifacts: versions, checks_passed });
        let review = self.enter_gate(index, policy_version, false, by, ids)?;
        self.settle(by);
        Ok(review.map_or(Produced::Passed, Produced::Review))
    }

    /// Records that a running attempt failed; another follows until the template's limit, then the stage and the run fail.
    /// Returns whether another follows.
    ///
    /// # Errors
    /// [`Refusal::AttemptNotRunning`] when the attempt was superseded meanwhile.
    pub fn fail_attempt(&mut self, attempt: AttemptId, failure: Failure, by: &By) -> Result<bool, Refusal> {
        let index = self.stage_of_attempt(attempt)?;
        let stage = self.at(index)?;
        let will_retry = failure.retryable && stage.failures + 1 < stage.spec.max_attempts;
        let Failure { code, message, checks, calls, cost_micros, .. } = failure;
        self.on_attempt(attempt, by, AttemptEvent::Failed { code: code.clone(), message, checks, calls, cost_micros });
        self.on_stage(index, by, StageEvent::AttemptFailed { attempt, code, will_retry });
        self.settle(by);
        Ok(will_retry)
    }

    /// The stage whose running attempt this is.
    pub(super) fn stage_of_attempt(&self, attempt: AttemptId) -> Result<StageIndex, Refusal> {
        let found = self.stages().find(|(_, stage)| stage.attempt == Some(attempt)).map(|(index, _)| index);
        found.ok_or(Refusal::AttemptNotRunning { attempt })
    }

    pub(super) fn on_attempt(&mut self, id: AttemptId, by: &By, event: AttemptEvent) {
        record_on(&mut self.streams.attempts, id, by, event);
    }

    /// Adds a version of an artifact of the stage at `index`, and the artifact itself if it is the first.
    pub(super) fn add_version(
        &mut self,
        index: StageIndex,
        product: Product,
        produced_by: ProducedBy,
        by: &By,
        ids: &mut NewIds<'_>,
    ) -> Result<VersionRef, Refusal> {
        let artifact = self.artifact_of(index, &product.name, by, ids)?;
        let stage = self.at(index)?;
        let basis = match produced_by {
            ProducedBy::Attempt { id } => Some(id),
            ProducedBy::Person { .. } => stage.output.as_ref().map(|output| output.attempt),
        };
        let inputs = basis.and_then(|id| self.attempt(id)).map(|attempt| attempt.basis.inputs.clone()).unwrap_or_default();
        let previous = self.artifact(artifact).and_then(|artifact| artifact.newest.as_ref()).map(|newest| newest.version);
        let number = self.artifact(artifact).map_or(1, Artifact::next_number);
        let version: VersionId = ids.make(by.at);
        let Product { name, digest, media_type, files, bytes } = product;
        let reference = VersionRef { name: name.clone(), artifact, version, number, digest };
        let run = self.run().id;
        let made = VersionMade { run, stage: stage.id, artifact, name, number, digest, media_type, files, bytes, produced_by, inputs };
        let stream = Stream::<Version>::create(self.org(), version, by, VersionEvent::Made(Box::new(made)))?;
        self.streams.versions.push(stream);
        record_on(&mut self.streams.artifacts, artifact, by, ArtifactEvent::Versioned { version, number, digest });
        if let Some(previous) = previous.filter(|id| self.version(*id).is_some_and(|version| version.superseded.is_none())) {
            record_on(&mut self.streams.versions, previous, by, VersionEvent::Superseded { why: Why::NewVersion });
        }
        Ok(reference)
    }

    fn artifact_of(&mut self, index: StageIndex, name: &str, by: &By, ids: &mut NewIds<'_>) -> Result<ArtifactId, Refusal> {
        if let Some(artifact) = self.artifact_named(name) {
            return Ok(artifact.id);
        }
        let stage = self.at(index)?;
        let spec = stage.spec.product(name).ok_or_else(|| Refusal::UnknownArtifact { name: name.to_owned() })?;
        let created = ArtifactEvent::Created { run: self.run().id, stage: stage.id, name: name.to_owned(), artifact_kind: spec.kind };
        let id: ArtifactId = ids.make(by.at);
        self.streams.artifacts.push(Stream::<Artifact>::create(self.org(), id, by, created)?);
        Ok(id)
    }
}

/// The products in the order of the template, exactly those that it asks for and none too large.
fn ordered_products(stage: &crate::Stage, products: &[Product]) -> Result<Vec<Product>, Refusal> {
    let wrong = |why| Refusal::WrongOutput { stage: stage.spec.name.clone(), why };
    let mut ordered = Vec::with_capacity(products.len());
    for spec in &stage.spec.produces {
        let mut named = products.iter().filter(|product| product.name == spec.name);
        let product = named.next().ok_or_else(|| wrong(format!("`{}` is missing", spec.name)))?;
        if named.next().is_some() {
            return Err(wrong(format!("`{}` is there twice", spec.name)));
        }
        check_size(stage, product)?;
        ordered.push(product.clone());
    }
    match products.iter().find(|product| stage.spec.product(&product.name).is_none()) {
        Some(extra) => Err(wrong(format!("`{}` was not asked for", extra.name))),
        None => Ok(ordered),
    }
}

/// The product is of this stage, and within its limit.
pub(super) fn check_size(stage: &crate::Stage, product: &Product) -> Result<(), Refusal> {
    let wrong = |why| Refusal::WrongOutput { stage: stage.spec.name.clone(), why };
    let spec = stage.spec.product(&product.name).ok_or_else(|| wrong(format!("`{}` is not one of its artifacts", product.name)))?;
    if product.bytes > spec.max_bytes {
        return Err(wrong(format!("`{}` has {} bytes; {} are allowed", product.name, product.bytes, spec.max_bytes)));
    }
    Ok(())
}
