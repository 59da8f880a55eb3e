//! Starting a run.

use crate::{AppError, Command, Kind, Op, bodies::Text, constraints, decisions, templates};
use dream_access::{Action, policy_version};
use dream_govern::{Constraint, NewRun as Start, Project, Rule, RunSet, SeedConstraint, Template};
use dream_id::{ProjectId, RunId};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// A run to start.
#[derive(Debug, Clone, Serialize)]
pub struct NewRun {
    /// The project.
    pub project: ProjectId,
    /// The most that it may spend, in micro-USD; `None` takes the template's.
    pub cost_cap_micros: Option<u64>,
}

/// A constraint that a run begins with.
#[derive(Debug, Clone)]
pub struct RunConstraint {
    /// The stages that it binds; empty means all.
    pub stages: Vec<String>,
    /// Its text, as the prompts will hold it.
    pub text: String,
    /// What the machine enforces.
    pub rules: Vec<Rule>,
}

/// What a run starts with besides its project.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// The template, when not the project's.
    pub template: Option<TemplateChoice>,
    /// What binds it from its first stage on.
    pub constraints: Vec<RunConstraint>,
}

/// A template that is named: the organisation's own, or a built-in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateChoice {
    /// Its name.
    pub name: String,
    /// The number of the version that the organisation published; `None` takes what stands now.
    pub version: Option<u32>,
}

/// Starts a run of the project's template on its brief.
pub async fn start(op: &Op, new: NewRun) -> Result<RunId, AppError> {
    start_under(op, new, Terms::default()).await
}

/// Starts a run on terms of its own.
///
/// # Errors
/// `unknown_template`, `unknown_version`, `standard_violated`, `project_archived`.
pub async fn start_under(op: &Op, new: NewRun, terms: Terms) -> Result<RunId, AppError> {
    let mut bound = Vec::with_capacity(terms.constraints.len());
    for RunConstraint { stages, text, rules } in terms.constraints {
        let (title, text) = constraints::titled(op, &text).await?;
        bound.push(Bound { stages, title, text, rules });
    }
    let chosen = match &terms.template {
        Some(TemplateChoice { name, version: Some(number) }) => Some(templates::version(op, name, *number).await?.text),
        _ => None,
    };
    op.run(&StartRun { new, template: terms.template, chosen, bound }).await
}

#[derive(Serialize)]
struct StartRun {
    #[serde(flatten)]
    new: NewRun,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<TemplateChoice>,
    /// The text of the chosen version, which never changes.
    #[serde(skip)]
    chosen: Option<String>,
    bound: Vec<Bound>,
}

#[derive(Serialize)]
struct Bound {
    stages: Vec<String>,
    title: String,
    text: Text,
    rules: Vec<Rule>,
}

impl StartRun {
    /// The constraints that the run begins with, their texts kept.
    async fn seeds(&self, op: &Op, tx: &mut Unit, project: &Stream<Project>, template: &Template) -> Result<Vec<SeedConstraint>, AppError> {
        let mut seeds = Vec::with_capacity(self.bound.len());
        for bound in &self.bound {
            op.allow(Action::ConstraintAddRun, Some(project.id()))?;
            if let Some(unknown) = bound.stages.iter().find(|name| !template.stages.iter().any(|stage| stage.name == **name)) {
                return Err(AppError::invalid("unknown_stage", format!("the template `{}` has no stage `{unknown}`", template.name)));
            }
            let text = bound.text.keep(tx, project.org()).await?;
            seeds.push(SeedConstraint { title: bound.title.clone(), text, rules: bound.rules.clone(), stages: bound.stages.clone() });
        }
        Ok(seeds)
    }
}

impl Command for StartRun {
    const NAME: &'static str = "run.start";
    type Answer = RunId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<RunId, AppError> {
        let missing = || AppError::not_found("project", self.new.project);
        let project: Stream<Project> = tx.find(op.scope(), self.new.project).await?.ok_or_else(missing)?;
        op.allow(Action::RunStart, Some(self.new.project))?;
        let (template, number) = match &self.template {
            Some(choice) => (&choice.name, choice.version),
            None => (&project.template, None),
        };
        let source = match (number, &self.chosen) {
            (Some(_), Some(text)) => templates::Source { name: template.clone(), text: text.clone() },
            _ => templates::source(tx, project.org(), template).await?,
        };
        let parsed = templates::parse(tx, project.org(), &source).await?;
        if self.new.cost_cap_micros.is_some_and(|cap| cap > parsed.template.cost_cap_micros()) {
            op.allow(Action::BudgetRaise, Some(self.new.project))?;
        }
        let seeds = self.seeds(op, tx, &project, &parsed.template).await?;
        launch(op, tx, &project, &parsed, self.new.cost_cap_micros, seeds).await
    }
}

/// Starts a run of `project` by an exact template, under its `own` constraints besides those that bind every run.
pub(super) async fn launch(
    op: &Op,
    tx: &mut Unit,
    project: &Stream<Project>,
    parsed: &templates::Governed,
    cost_cap_micros: Option<u64>,
    own: Vec<SeedConstraint>,
) -> Result<RunId, AppError> {
    if project.archived {
        return Err(AppError::new(Kind::Conflict, "project_archived", "the project is archived; no run starts in it"));
    }
    let constraints: Vec<Stream<Constraint>> = tx.list(op.scope(), &Filter::default().eq("lifted", false).null("run")).await?;
    let binds = |constraint: &Stream<Constraint>| {
        use dream_govern::ConstraintScope as Of;
        match &constraint.added.scope {
            Of::Organisation {} => true,
            Of::Project { project: of } => *of == project.id(),
            Of::Artifact { .. } | Of::Stages { .. } | Of::Run { .. } => false,
        }
    };
    let new = Start {
        org: project.org(),
        project: project.id(),
        template: &parsed.template,
        brief: project.brief,
        requester: op.person()?,
        cost_cap_micros,
        policy_version: policy_version(),
        constraints: constraints.into_iter().filter(binds).collect(),
        seeds: parsed.seeds(tx, project.org()).await?.into_iter().chain(own).collect(),
    };
    // The exact source is kept with the run, so that it can be read for ever.
    tx.keep_body(project.org(), parsed.source.as_bytes()).await?;
    let set: RunSet = crate::decisions::with_ids(op, |ids| RunSet::start(new, &op.by(), ids))?;
    let id = set.run().id;
    decisions::save(op, tx, set).await?;
    Ok(id)
}
