//! Constraints and their rules, both ways.

use super::values::{micros, usd};
use crate::failure::Failure;
use crate::ledger::History;
use crate::texts::Texts;
use dream_api::{Constraint, ConstraintReach, ConstraintRule};
use dream_govern::{ConstraintScope, Rule, RunSet};

/// A constraint; its text is among `texts`, and who added and when it was lifted in its `history`. `set` names the stages of its run.
pub(crate) fn constraint(constraint: &dream_govern::Constraint, set: Option<&RunSet>, texts: &Texts, history: &History) -> Constraint {
    let added = &constraint.added;
    Constraint {
        id: constraint.id,
        reach: reach(&added.scope, set),
        text: texts.get(added.text).unwrap_or(&added.title).to_owned(),
        rules: added.rules.iter().map(wire_rule).collect(),
        from_review: added.from_review,
        added_by: history.first_person(),
        added_at: constraint.added_at,
        lifted_at: history.last_at("constraint.lifted").filter(|_| constraint.lifted),
    }
}

fn reach(scope: &ConstraintScope, set: Option<&RunSet>) -> ConstraintReach {
    match scope {
        ConstraintScope::Artifact { run, name } => {
            let producers = set.into_iter().flat_map(RunSet::stages).filter(|(_, stage)| stage.spec.product(name).is_some());
            ConstraintReach::Stages { run: *run, stages: producers.map(|(_, stage)| stage.spec.name.clone()).collect() }
        }
        ConstraintScope::Stages { run, stages } => ConstraintReach::Stages { run: *run, stages: stages.clone() },
        ConstraintScope::Run { run } => ConstraintReach::Run { run: *run },
        ConstraintScope::Project { project } => ConstraintReach::Project { project: *project },
        ConstraintScope::Organisation {} => ConstraintReach::Organisation {},
    }
}

fn wire_rule(rule: &Rule) -> ConstraintRule {
    match rule {
        Rule::DeniedTool { tool } => ConstraintRule::DeniedTool { tool: tool.clone() },
        Rule::DeniedPath { path } => ConstraintRule::DeniedPath { path: path.clone() },
        Rule::DeniedHost { host } => ConstraintRule::DeniedHost { host: host.clone() },
        Rule::MaxCost { micros } => ConstraintRule::MaxCost { usd: usd(*micros) },
        Rule::RequiredSection { artifact, heading } => {
            ConstraintRule::RequiredSection { artifact: artifact.clone().unwrap_or_default(), section: heading.clone() }
        }
    }
}

/// A rule that a caller names. A required section without an artifact binds every document.
pub(crate) fn rule(rule: ConstraintRule) -> Result<Rule, Failure> {
    Ok(match rule {
        ConstraintRule::DeniedTool { tool } => Rule::DeniedTool { tool },
        ConstraintRule::DeniedPath { path } => Rule::DeniedPath { path },
        ConstraintRule::DeniedHost { host } => Rule::DeniedHost { host },
        ConstraintRule::MaxCost { usd } => Rule::MaxCost { micros: micros(usd, "rules")? },
        ConstraintRule::RequiredSection { artifact, section } => {
            Rule::RequiredSection { artifact: Some(artifact).filter(|name| !name.is_empty()), heading: section }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_go_both_ways() {
        for known in [
            Rule::DeniedTool { tool: "shell".into() },
            Rule::DeniedPath { path: "secrets/".into() },
            Rule::DeniedHost { host: "example.org".into() },
            Rule::MaxCost { micros: 1_500_000 },
            Rule::RequiredSection { artifact: Some("prd".into()), heading: "Risks".into() },
            Rule::RequiredSection { artifact: None, heading: "Risks".into() },
        ] {
            assert_eq!(rule(wire_rule(&known)).unwrap(), known);
        }
    }
}
