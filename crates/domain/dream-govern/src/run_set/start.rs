//! Starting a run.

use super::{RunSet, RunStreams};
use crate::{
    Approver, Budget, BudgetEvent, Constraint, ConstraintAdded, ConstraintEvent, ConstraintScope, Gate, NewIds, Refusal, Rule, Run,
    RunEvent, RunStarted, Stage, StageEvent, StagePlanned, StageSpec, Template,
};
use dream_id::{BudgetId, ConstraintId, OrgId, PersonId, ProjectId, RunId, StageId};
use dream_ledger::{By, Digest, Stream};

/// The most that a run may be allowed to spend: a million US dollars.
pub(super) const MOST_MICROS: u64 = 1_000_000_000_000;

/// What a run is started from.
#[derive(Debug, Clone)]
pub struct NewRun<'a> {
    /// The organisation.
    pub org: OrgId,
    /// The project.
    pub project: ProjectId,
    /// The template, with the organisation's standard applied.
    pub template: &'a Template,
    /// The body that holds the brief.
    pub brief: Digest,
    /// Who starts it.
    pub requester: PersonId,
    /// The most that it may spend, in millionths of a US dollar; `None` takes the template's.
    pub cost_cap_micros: Option<u64>,
    /// The version of the access policy.
    pub policy_version: Digest,
    /// The constraints of the project and the organisation.
    pub constraints: Vec<Stream<Constraint>>,
    /// The constraints that begin with this run: the defaults of the organisation's standard.
    pub seeds: Vec<SeedConstraint>,
}

/// A constraint that begins with a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedConstraint {
    /// Its short name.
    pub title: String,
    /// The body with its text.
    pub text: Digest,
    /// What the machine enforces.
    pub rules: Vec<Rule>,
    /// The stages that it binds; empty means all.
    pub stages: Vec<String>,
}

impl RunSet {
    /// Starts a run: its stages are queued, its budget is open.
    ///
    /// # Errors
    /// [`Refusal::BadValue`] for a cap over a million dollars or a template without stages.
    pub fn start(new: NewRun<'_>, by: &By, ids: &mut NewIds<'_>) -> Result<Self, Refusal> {
        let cap_micros = new.cost_cap_micros.unwrap_or_else(|| new.template.cost_cap_micros());
        if cap_micros > MOST_MICROS {
            return Err(Refusal::BadValue { what: "the cost cap", why: String::from("it is over a million US dollars") });
        }
        if new.template.stages.is_empty() {
            return Err(Refusal::BadValue { what: "the template", why: String::from("it has no stages") });
        }
        new.template.stages.iter().try_for_each(|spec| can_be_decided(spec, new.requester))?;
        let run: RunId = ids.make(by.at);
        let budget: BudgetId = ids.make(by.at);
        let stages = plan_stages(&new, run, by, ids)?;
        let mut constraints: Vec<_> = new.constraints.into_iter().filter(|constraint| !constraint.lifted).collect();
        for seed in new.seeds {
            let scope =
                if seed.stages.is_empty() { ConstraintScope::Run { run } } else { ConstraintScope::Stages { run, stages: seed.stages } };
            let added = ConstraintAdded { scope, title: seed.title, text: seed.text, rules: seed.rules, from_review: None };
            constraints.push(add_constraint(new.org, added, by, ids)?);
        }
        let started = RunStarted {
            project: new.project,
            template: new.template.pin(),
            brief: new.brief,
            requester: new.requester,
            budget,
            stages: stages.iter().map(Stream::id).collect(),
            constraints: constraints.iter().map(Stream::id).collect(),
            policy_version: new.policy_version,
        };
        Ok(Self {
            streams: RunStreams {
                run: Stream::<Run>::create(new.org, run, by, RunEvent::Started(Box::new(started)))?,
                budget: Stream::<Budget>::create(new.org, budget, by, BudgetEvent::Opened { run, cap_micros })?,
                stages,
                attempts: Vec::new(),
                reviews: Vec::new(),
                artifacts: Vec::new(),
                versions: Vec::new(),
                constraints,
            },
        })
    }
}

/// A gate that asks people by name must still have enough of them when the requester does not count.
fn can_be_decided(spec: &StageSpec, requester: PersonId) -> Result<(), Refusal> {
    let Gate::People(rule) = &spec.gate else { return Ok(()) };
    let counts = |approver: &&Approver| !matches!(approver, Approver::Person(person) if rule.exclude_requester && *person == requester);
    let named_only = rule.approvers.iter().all(|approver| matches!(approver, Approver::Person(_)));
    let enough = usize::try_from(rule.quorum).is_ok_and(|quorum| rule.approvers.iter().filter(counts).count() >= quorum);
    if !named_only || enough {
        return Ok(());
    }
    let why = format!("nobody could satisfy the gate of `{}` when {requester} starts the run", spec.name);
    Err(Refusal::BadValue { what: "the template", why })
}

fn plan_stages(new: &NewRun<'_>, run: RunId, by: &By, ids: &mut NewIds<'_>) -> Result<Vec<Stream<Stage>>, Refusal> {
    let plan = |(position, spec): (u32, &StageSpec)| {
        let planned = StagePlanned { run, position, spec: spec.clone() };
        let id: StageId = ids.make(by.at);
        Stream::create(new.org, id, by, StageEvent::Planned(Box::new(planned))).map_err(Refusal::from)
    };
    (0_u32..).zip(&new.template.stages).map(plan).collect()
}

/// A new constraint. On a run use [`RunSet::constrain`], which also deals with what it makes stale.
///
/// # Errors
/// [`Refusal::BadValue`] for a title that is empty or longer than 120 characters, more than 16 rules, or one that
/// [cannot be enforced](Rule::check).
pub fn add_constraint(org: OrgId, added: ConstraintAdded, by: &By, ids: &mut NewIds<'_>) -> Result<Stream<Constraint>, Refusal> {
    let length = added.title.chars().count();
    if length == 0 || length > 120 {
        return Err(Refusal::BadValue { what: "the constraint's title", why: format!("it has {length} characters; 1 to 120 are allowed") });
    }
    if added.rules.len() > 16 {
        return Err(Refusal::BadValue { what: "the constraint", why: format!("it has {} rules; 16 are allowed", added.rules.len()) });
    }
    added.rules.iter().try_for_each(Rule::check).map_err(|why| Refusal::BadValue { what: "the constraint's rule", why })?;
    let id: ConstraintId = ids.make(by.at);
    Ok(Stream::create(org, id, by, ConstraintEvent::Added(Box::new(added)))?)
}
