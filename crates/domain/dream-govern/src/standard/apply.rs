//! What a standard does to a template: it tightens what can be tightened, and refuses what cannot.

use super::Standard;
use crate::{Gate, GateWhen, StageSpec, Template};

/// A way in which a template breaks the organisation's standard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// A required stage is missing.
    #[error("the organisation's standard requires a stage `{stage}`; template `{template}` has none")]
    MissingStage {
        /// The template.
        template: String,
        /// The stage.
        stage: String,
    },
    /// A required gate is missing, or does not always ask.
    #[error("the organisation's standard requires that people are always asked after stage `{stage}` of template `{template}`")]
    MissingGate {
        /// The template.
        template: String,
        /// The stage.
        stage: String,
    },
    /// With the standard's rules, nobody could satisfy a gate.
    #[error("with the organisation's standard, stage `{stage}` of template `{template}`: {why}")]
    UnsatisfiableGate {
        /// The template.
        template: String,
        /// The stage.
        stage: String,
        /// Why.
        why: String,
    },
}

impl Standard {
    /// The template with every gate at least as strict as the standard asks: its quorum raised, self-approval excluded. Nothing is
    /// ever loosened.
    ///
    /// # Errors
    /// Every [`Violation`] that only a change of the template can cure.
    pub fn apply(&self, template: &Template) -> Result<Template, Vec<Violation>> {
        let mut violations = self.missing(template);
        let mut tightened = template.clone();
        for stage in &mut tightened.stages {
            if let Some(why) = self.tighten(stage) {
                let (template, stage) = (template.name.clone(), stage.name.clone());
                violations.push(Violation::UnsatisfiableGate { template, stage, why });
            }
        }
        if violations.is_empty() { Ok(tightened) } else { Err(violations) }
    }

    fn missing(&self, template: &Template) -> Vec<Violation> {
        let find = |name: &String| template.stages.iter().find(|stage| &stage.name == name);
        let stages = self.required_stages.iter().filter(|name| find(name).is_none());
        let always = |stage: &StageSpec| matches!(&stage.gate, Gate::People(rule) if rule.when == GateWhen::Always);
        let gates = self.required_gates.iter().filter(|name| !find(name).is_some_and(always));
        let named = |stage: &String| (template.name.clone(), stage.clone());
        let stages = stages.map(named).map(|(template, stage)| Violation::MissingStage { template, stage });
        stages.chain(gates.map(named).map(|(template, stage)| Violation::MissingGate { template, stage })).collect()
    }

    /// Tightens the gate of `stage`; says why nobody could satisfy it then, if so.
    fn tighten(&self, stage: &mut StageSpec) -> Option<String> {
        let Gate::People(rule) = &mut stage.gate else { return None };
        rule.quorum = rule.quorum.max(self.least_quorum);
        if !self.self_approval {
            rule.exclude_requester = true;
            rule.exclude_author = true;
        }
        rule.cannot_be_satisfied()
    }
}
