//! A template as a run will follow it: validated, and tightened by the organisation's standard.

use super::{Source, publish, read::inline};
use crate::{AppError, Kind};
use dream_govern::{SeedConstraint, Standard, StandardRecord, Template, Violation};
use dream_id::{OrgId, Scope};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};

/// A template with the organisation's standard applied.
#[derive(Debug, Clone)]
pub struct Governed {
    /// The template, tightened.
    pub template: Template,
    /// Its source, before.
    pub source: String,
    standard: Option<Standard>,
}

impl Governed {
    /// The constraints that the standard begins every run with, their texts kept.
    pub(crate) async fn seeds(&self, tx: &mut Unit, org: OrgId) -> Result<Vec<SeedConstraint>, AppError> {
        let mut seeds = Vec::new();
        for constraint in self.standard.iter().flat_map(|standard| &standard.constraints) {
            let text = tx.keep_body(org, constraint.text.as_bytes()).await?;
            seeds.push(constraint.seed(text));
        }
        Ok(seeds)
    }
}

/// Validates a template and applies the organisation's standard to it.
pub(crate) async fn parse(tx: &mut Unit, org: OrgId, source: &Source) -> Result<Governed, AppError> {
    let template = publish::check(&format!("{}.toml", source.name), &source.text)?;
    let (template, standard) = judge(tx, org, &template).await?;
    Ok(Governed { template, source: source.text.clone(), standard })
}

/// The template as the organisation's standard tightens it.
///
/// # Errors
/// `standard_violated` with everything that only a change of the template can cure.
pub(super) async fn judge(tx: &mut Unit, org: OrgId, template: &Template) -> Result<(Template, Option<Standard>), AppError> {
    let records: Vec<Stream<StandardRecord>> = tx.list(Scope::Org(org), &Filter::default()).await?;
    let Some(record) = records.first() else { return Ok((template.clone(), None)) };
    let text = inline(tx, org, record.source).await?;
    let standard = Standard::parse("standard.toml", &text).map_err(|errors| publish::invalid(&errors))?;
    let tightened = standard.apply(template).map_err(|violations| violated(&violations))?;
    Ok((tightened, Some(standard)))
}

/// Each violation in a sentence.
pub(super) fn sentences(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(ToString::to_string).collect()
}

fn violated(violations: &[Violation]) -> AppError {
    let sentences = sentences(violations);
    AppError::new(Kind::Conflict, "standard_violated", sentences.join("\n")).with("violations", sentences)
}
