//! What an attempt works from, gathered from the ledger and the blobs: the same attempt always gathers the same.

use super::Denied;
use crate::{AppError, Kind, Op, bodies, files};
use dream_govern::{ArtifactKind, Attempt, Constraint, ProductSpec, Rule, Run, Stage, VersionRef};
use dream_id::{AttemptId, ConstraintId, OrgId, Scope};
use dream_ledger::Stream;
use dream_roles::{Check, Contract, Craft, Feedback, Input, PromptError, Prompts};
use dream_store::Reader;

/// Everything that the work of one attempt is made from.
#[derive(Debug, Clone)]
pub(crate) struct Assignment {
    pub(crate) stage_title: String,
    pub(crate) brief: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) constraints: Vec<String>,
    /// What reviewers said when they sent earlier work back.
    pub(crate) feedback: Vec<Feedback>,
    /// The work that they sent back last.
    pub(crate) previous: Vec<Input>,
    /// What the checks said of the attempt before, if it failed.
    pub(crate) failures: Vec<String>,
    pub(crate) variant: u32,
    pub(crate) contracts: Vec<Contract>,
    /// What constraints forbid in what is handed in.
    pub(crate) denied: Denied,
    /// What the crafts are told, as it was when the attempt began.
    pub(crate) prompts: Prompts,
    /// The provider's name for the model.
    pub(crate) model: String,
}

/// An attempt with the streams around it.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) org: OrgId,
    pub(crate) run: Stream<Run>,
    pub(crate) stage: Stream<Stage>,
    pub(crate) attempt: Stream<Attempt>,
}

impl Task {
    /// The attempt and what it belongs to.
    pub(crate) async fn load(op: &Op, attempt: AttemptId) -> Result<Self, AppError> {
        let mut reader = op.read().await?;
        let missing = || AppError::not_found("attempt", attempt);
        let attempt = reader.find::<Attempt>(op.scope(), attempt).await?.ok_or_else(missing)?;
        let stage = reader.find::<Stage>(op.scope(), attempt.basis.stage).await?.ok_or_else(missing)?;
        let run = reader.find::<Run>(op.scope(), attempt.basis.run).await?.ok_or_else(missing)?;
        Ok(Self { org: attempt.org(), run, stage, attempt })
    }

    /// Whether the stage assembles the release instead of asking a model.
    pub(crate) fn is_bundle(&self) -> bool {
        self.stage.spec.produces.iter().any(|product| product.kind == ArtifactKind::Bundle)
    }

    /// Gathers what the attempt works from, to be worked by `model`.
    pub(crate) async fn gather(&self, op: &Op, model: &str) -> Result<Assignment, AppError> {
        let basis = &self.attempt.basis;
        let inputs = self.files_of(op, &basis.inputs).await?;
        let mut reader = op.read().await?;
        let bound = self.constraints(&mut reader).await?;
        let mut constraints = Vec::with_capacity(bound.len());
        for constraint in &bound {
            constraints.push(bodies::read_text(op, &mut reader, self.org, constraint.added.text).await?);
        }
        let contracts = self.stage.spec.produces.iter().map(|product| self.contract(product, &bound)).collect::<Result<_, _>>()?;
        Ok(Assignment {
            stage_title: self.stage.spec.title.clone(),
            brief: bodies::read_text(op, &mut reader, self.org, basis.brief).await?,
            inputs,
            constraints,
            feedback: self.feedback(op, &mut reader).await?,
            previous: self.previous(op, &mut reader).await?,
            failures: self.failures(op, &mut reader, basis.failed).await?,
            variant: basis.variant,
            contracts,
            denied: Denied::by(bound.iter().flat_map(|constraint| &constraint.added.rules)),
            prompts: self.prompts(op, &mut reader).await?,
            model: model.to_owned(),
        })
    }

    /// The artifacts behind `versions`, with their bytes.
    pub(super) async fn files_of(&self, op: &Op, versions: &[VersionRef]) -> Result<Vec<Input>, AppError> {
        let mut inputs = Vec::with_capacity(versions.len());
        for version in versions {
            inputs.push(Input { name: version.name.clone(), files: files::load(op.app(), self.org, version.digest).await? });
        }
        Ok(inputs)
    }

    /// The built-in prompts, with the one that the attempt was started under in its craft's place: whatever was published since.
    async fn prompts(&self, op: &Op, reader: &mut Reader) -> Result<Prompts, AppError> {
        let built_in = op.app().prompts.clone();
        let Some(pinned) = self.attempt.basis.prompt else { return Ok(built_in) };
        let text = bodies::read_text(op, reader, self.org, pinned).await?;
        let unusable = |error: PromptError| AppError::new(Kind::Internal, "prompt_unusable", error.to_string());
        built_in.with_override(self.craft()?, text).map_err(unusable)
    }

    fn craft(&self) -> Result<Craft, AppError> {
        let fault = |error| AppError::new(Kind::Internal, "template_unusable", format!("stage {}: {error}", self.stage.spec.name));
        self.stage.spec.craft.name().parse().map_err(fault)
    }

    /// The constraints that bind the attempt, lifted since or not.
    pub(crate) async fn constraints(&self, reader: &mut Reader) -> Result<Vec<Stream<Constraint>>, AppError> {
        let mut found = Vec::new();
        for id in &self.attempt.basis.constraints {
            let id: ConstraintId = *id;
            let constraint = reader.find::<Constraint>(Scope::Org(self.org), id).await?;
            found.push(constraint.ok_or_else(|| AppError::not_found("constraint", id))?);
        }
        Ok(found)
    }

    async fn failures(&self, op: &Op, reader: &mut Reader, failed: Option<AttemptId>) -> Result<Vec<String>, AppError> {
        let Some(id) = failed else { return Ok(Vec::new()) };
        let attempt = reader.find::<Attempt>(Scope::Org(self.org), id).await?.ok_or_else(|| AppError::not_found("attempt", id))?;
        let mut failures = Vec::new();
        for detail in attempt.checks.iter().filter(|check| !check.passed).filter_map(|check| check.detail) {
            failures.push(bodies::read_text(op, reader, self.org, detail).await?);
        }
        Ok(failures)
    }

    fn contract(&self, product: &ProductSpec, constraints: &[Stream<Constraint>]) -> Result<Contract, AppError> {
        let fault = |what: String| AppError::new(Kind::Internal, "template_unusable", format!("stage {}: {what}", self.stage.spec.name));
        let craft = self.craft()?;
        let kind = product.kind.name().parse().map_err(|error| fault(format!("{error}")))?;
        let mut contract = Contract::new(craft, &product.name, kind);
        contract.sections.clone_from(&product.sections);
        contract.sections.extend(required_sections(product, constraints));
        contract.max_bytes = product.max_bytes;
        contract.schema = match &product.schema {
            Some(text) => Some(serde_json::from_str(text).map_err(|error| fault(format!("the schema of {}: {error}", product.name)))?),
            None => None,
        };
        let checks = self.stage.spec.checks.iter().map(|name| name.parse::<Check>());
        contract.checks = checks.collect::<Result<_, _>>().map_err(|error| fault(error.to_string()))?;
        Ok(contract)
    }
}

/// The headings that constraints demand of this product, beyond its own.
fn required_sections<'a>(product: &'a ProductSpec, constraints: &'a [Stream<Constraint>]) -> impl Iterator<Item = String> + 'a {
    let rules = constraints.iter().flat_map(|constraint| &constraint.added.rules);
    let headings = rules.filter_map(move |rule| match rule {
        Rule::RequiredSection { artifact, heading } if artifact.as_ref().is_none_or(|name| *name == product.name) => Some(heading),
        _ => None,
    });
    headings.filter(|heading| product.kind == ArtifactKind::Document && !product.sections.contains(heading)).cloned()
}
