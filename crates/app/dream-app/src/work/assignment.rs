//! What an attempt works from, gathered from the ledger and the blobs: the same attempt always gathers the same.

use crate::{AppError, Kind, Op, bodies, files};
use dream_govern::{ArtifactKind, Attempt, Constraint, ProductSpec, Rule, Run, Stage, VersionRef};
use dream_id::{AttemptId, ConstraintId, OrgId, Scope};
use dream_ledger::Stream;
use dream_roles::{Assignment, Check, Contract, Craft, Denied, Input};
use dream_store::Reader;

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

    /// Gathers what the attempt works from.
    pub(crate) async fn gather(&self, op: &Op) -> Result<Assignment, AppError> {
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
            denied: denied(bound.iter().flat_map(|constraint| &constraint.added.rules)),
            instructions: self.instructions(op, &mut reader).await?,
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

    /// The instructions that the attempt was started under in the place of its craft's built-in ones: whatever was published since.
    async fn instructions(&self, op: &Op, reader: &mut Reader) -> Result<Option<(Craft, String)>, AppError> {
        let Some(pinned) = self.attempt.basis.prompt else { return Ok(None) };
        Ok(Some((self.craft()?, bodies::read_text(op, reader, self.org, pinned).await?)))
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

/// What `rules` forbid in what is handed in.
fn denied<'a>(rules: impl Iterator<Item = &'a Rule>) -> Denied {
    let mut denied = Denied::default();
    for rule in rules {
        match rule {
            Rule::DeniedPath { path } => denied.paths.push(path.clone()),
            Rule::DeniedHost { host } => denied.hosts.push(host.to_lowercase()),
            Rule::DeniedTool { .. } | Rule::MaxCost { .. } | Rule::RequiredSection { .. } => {}
        }
    }
    denied
}
