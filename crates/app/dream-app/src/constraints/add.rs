//! Adding a constraint.

use crate::{AppError, Command, Kind, Op, bodies::Text, decisions};
use dream_access::Action;
use dream_govern::{Constraint, ConstraintAdded, ConstraintScope, NewConstraint as OnRun, Rule, RunSet, add_constraint};
use dream_id::{ConstraintId, ReviewId};
use dream_store::{Filter, Unit};
use serde::Serialize;

/// The most constraints that may stand on one project, and on the organisation.
const MOST_BEYOND: usize = 24;

/// A constraint to add.
#[derive(Debug, Clone)]
pub struct NewConstraint {
    /// What it binds.
    pub scope: ConstraintScope,
    /// Its text, as the prompts will hold it.
    pub text: String,
    /// What the machine enforces.
    pub rules: Vec<Rule>,
}

/// Adds a constraint outside of a verdict.
pub async fn add(op: &Op, new: NewConstraint, review: Option<ReviewId>) -> Result<ConstraintId, AppError> {
    let prepared = Prepared::of(op, new).await?;
    op.run(&Add { prepared, review }).await
}

/// A constraint's title, which is its first line, and its text, ready to be kept.
pub(crate) async fn titled(op: &Op, text: &str) -> Result<(String, Text), AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AppError::invalid("constraint_empty", "a constraint needs a text; write what must hold from now on"));
    }
    let title = text.lines().next().unwrap_or_default().chars().take(120).collect();
    Ok((title, Text::prepare(op, op.org()?, text.as_bytes().to_vec()).await?))
}

/// A constraint whose text is ready to be kept.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Prepared {
    scope: ConstraintScope,
    title: String,
    text: Text,
    rules: Vec<Rule>,
}

impl Prepared {
    pub(crate) async fn of(op: &Op, new: NewConstraint) -> Result<Self, AppError> {
        let (title, text) = titled(op, &new.text).await?;
        Ok(Self { scope: new.scope, title, text, rules: new.rules })
    }

    fn action(&self) -> Action {
        match self.scope {
            ConstraintScope::Organisation {} => Action::ConstraintAddOrg,
            ConstraintScope::Project { .. } => Action::ConstraintAddProject,
            _ => Action::ConstraintAddRun,
        }
    }

    /// Adds it to a run, with all that this makes stale.
    pub(crate) async fn add(&self, op: &Op, tx: &mut Unit, set: &mut RunSet, review: Option<ReviewId>) -> Result<ConstraintId, AppError> {
        op.allow(self.action(), Some(set.run().project))?;
        let text = self.text.keep(tx, set.org()).await?;
        let new = OnRun { scope: self.scope.clone(), title: self.title.clone(), text, rules: self.rules.clone(), review };
        let id = decisions::with_ids(op, |ids| set.constrain(new, &op.by(), ids))?;
        tx.reach_out(set.org(), id, &self.scope).await?;
        Ok(id)
    }
}

#[derive(Serialize)]
struct Add {
    prepared: Prepared,
    review: Option<ReviewId>,
}

impl Command for Add {
    const NAME: &'static str = "constraint.add";
    type Answer = ConstraintId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<ConstraintId, AppError> {
        let run = match &self.prepared.scope {
            ConstraintScope::Artifact { run, .. } | ConstraintScope::Stages { run, .. } | ConstraintScope::Run { run } => Some(*run),
            ConstraintScope::Project { .. } | ConstraintScope::Organisation {} => None,
        };
        match (self.review, run) {
            (Some(review), _) => {
                let set = decisions::lock_of_review(op, tx, review).await?;
                self.on(op, tx, set).await
            }
            (None, Some(run)) => {
                let set = decisions::lock(op, tx, run).await?;
                self.on(op, tx, set).await
            }
            (None, None) => self.beyond(op, tx).await,
        }
    }
}

impl Add {
    async fn on(&self, op: &Op, tx: &mut Unit, mut set: RunSet) -> Result<ConstraintId, AppError> {
        let id = self.prepared.add(op, tx, &mut set, self.review).await?;
        decisions::save(op, tx, set).await?;
        Ok(id)
    }

    /// On a project or the organisation: binds what starts later, in every run.
    async fn beyond(&self, op: &Op, tx: &mut Unit) -> Result<ConstraintId, AppError> {
        let (org, prepared) = (op.org()?, &self.prepared);
        let project = match prepared.scope {
            ConstraintScope::Project { project } => Some(project),
            _ => None,
        };
        op.allow(prepared.action(), project)?;
        if let Some(project) = project {
            let found = tx.find::<dream_govern::Project>(op.scope(), project).await?;
            found.ok_or_else(|| AppError::not_found("project", project))?;
        }
        let standing = tx.list::<Constraint>(op.scope(), &Filter::default().eq("lifted", false).null("run")).await?;
        if standing.iter().filter(|other| other.added.scope == prepared.scope).count() >= MOST_BEYOND {
            let message = format!("{MOST_BEYOND} constraints of this scope stand already; lift one first");
            return Err(AppError::new(Kind::Conflict, "too_many_constraints", message));
        }
        let text = prepared.text.keep(tx, org).await?;
        let (scope, title, rules) = (prepared.scope.clone(), prepared.title.clone(), prepared.rules.clone());
        let added = ConstraintAdded { scope, title, text, rules, from_review: None };
        let mut stream = decisions::with_ids(op, |ids| add_constraint(org, added, &op.by(), ids))?;
        tx.save(&mut stream).await?;
        tx.reach_out(org, stream.id(), &prepared.scope).await?;
        Ok(stream.id())
    }
}
