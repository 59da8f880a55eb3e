//! What the organisation's standard and the constraints say about tools, before anybody is asked.

use super::opening::Work;
use crate::{AppError, Op, bodies};
use dream_govern::{Constraint, Rule, Stage, Standard, StandardRecord};
use dream_id::{OrgId, Scope};
use dream_ledger::Stream;
use dream_store::{Filter, Reader};
use dream_swarm::{TextPattern, ToolEffect};

/// What is said about tools above the rules of any agent.
#[derive(Debug, Clone, Default)]
pub(super) struct Governed {
    denied: Vec<TextPattern>,
    asked: Vec<TextPattern>,
    /// Whether people may give standing leave.
    pub(super) standing_grants: bool,
}

impl Governed {
    /// What holds for this work now.
    pub(super) async fn of(op: &Op, reader: &mut Reader, org: OrgId, work: &Work) -> Result<Self, AppError> {
        let mut governed = Self { standing_grants: true, ..Self::default() };
        if let Some(standard) = standard(op, reader, org).await? {
            governed.standing_grants = standard.standing_grants;
            governed.asked = standard.ask_tools.iter().filter_map(|tool| TextPattern::new(tool.as_str()).ok()).collect();
            let rules = standard.constraints.iter().filter(|constraint| constraint.stages.is_empty()).flat_map(|one| &one.rules);
            governed.denied.extend(rules.filter_map(denied));
        }
        for constraint in constraints(reader, org, work).await? {
            governed.denied.extend(constraint.added.rules.iter().filter_map(denied));
        }
        Ok(governed)
    }

    /// The effect for `tool` of this kind, where the agent's own rules say `effect`: nothing is ever loosened.
    pub(super) fn effect(&self, tool: &str, kind: Option<&str>, effect: ToolEffect) -> ToolEffect {
        let names = |patterns: &[TextPattern]| {
            patterns.iter().any(|pattern| pattern.covers(tool) || kind.is_some_and(|kind| pattern.as_str() == kind))
        };
        if names(&self.denied) {
            return ToolEffect::Deny;
        }
        if names(&self.asked) { effect.max(ToolEffect::Ask) } else { effect }
    }

    /// Whether it is this, and not the agent's own rules, that denies `tool`.
    pub(super) fn denies(&self, tool: &str, kind: Option<&str>) -> bool {
        self.effect(tool, kind, ToolEffect::Allow) == ToolEffect::Deny
    }
}

fn denied(rule: &Rule) -> Option<TextPattern> {
    match rule {
        Rule::DeniedTool { tool } => TextPattern::new(tool.as_str()).ok(),
        _ => None,
    }
}

async fn standard(op: &Op, reader: &mut Reader, org: OrgId) -> Result<Option<Standard>, AppError> {
    let records: Vec<Stream<StandardRecord>> = reader.list(Scope::Org(org), &Filter::default()).await?;
    let Some(record) = records.first() else { return Ok(None) };
    let text = bodies::read_text(op, reader, org, record.source).await?;
    // It was valid when it was published; one that cannot be read any more must not open what it closed.
    let unreadable = |errors| AppError::internal("reading the organisation's standard", errors);
    Standard::parse("standard.toml", &text).map(Some).map_err(unreadable)
}

/// The constraints that bind this work.
pub(crate) async fn constraints(reader: &mut Reader, org: OrgId, work: &Work) -> Result<Vec<Stream<Constraint>>, AppError> {
    let (scope, standing) = (Scope::Org(org), || Filter::default().eq("lifted", false));
    let mut found: Vec<Stream<Constraint>> = reader.list(scope, &standing().null("run").null("project")).await?;
    if let Some(project) = work.project {
        found.extend(reader.list(scope, &standing().eq("project", project.to_string())).await?);
    }
    let Some(stage) = work.stage else { return Ok(found) };
    let of_run: Vec<Stream<Constraint>> = reader.list(scope, &standing().eq("run", stage.run.to_string())).await?;
    if let (Some(project), Some(found_stage)) = (work.project, reader.find::<Stage>(scope, stage.stage).await?) {
        found.extend(of_run.into_iter().filter(|one| one.added.scope.covers(project, stage.run, &found_stage.spec)));
    }
    Ok(found)
}
