//! Every governed noun, its table, and the columns that queries filter by.

use crate::{Difference, Noun, StoreError, Unit, rebuild::rebuild_noun};
use dream_access::{Delegation, Member, Org, Person, Team, Token};
use dream_govern::{
    Artifact, Attempt, Budget, Constraint, ConstraintScope, Project, Review, Run, Stage, StandardRecord, TemplateRecord, Version,
};
use dream_id::{ProjectId, RunId};
use dream_sql::Value;

macro_rules! nouns {
    ($($noun:ident = $table:literal { $($column:ident: $value:expr),* $(,)? })*) => {
        $(impl Noun for $noun {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];

            fn columns(&self) -> Vec<Value> {
                vec![$(Value::from(($value as fn(&Self) -> _)(self))),*]
            }
        })*

        /// Rebuilds the rows of every noun.
        pub(crate) async fn rebuild_all(unit: &mut Unit, differences: &mut Vec<Difference>) -> Result<(), StoreError> {
            $(rebuild_noun::<$noun>(unit, differences).await?;)*
            Ok(())
        }

        /// Every governed table.
        pub const GOVERNED_TABLES: &[&str] = &[$($table),*];
    };
}

nouns! {
    Artifact = "artifacts" { run: |a| a.run.to_string(), name: |a| a.name.clone() }
    Attempt = "attempts" {
        run: |a| a.basis.run.to_string(),
        stage: |a| a.basis.stage.to_string(),
        status: |a| a.status.name(),
    }
    Budget = "budgets" { run: |b| b.run.to_string() }
    Constraint = "constraints" {
        run: |c| constraint_run(c).map(|run| run.to_string()),
        project: |c| constraint_project(c).map(|project| project.to_string()),
        lifted: |c| c.lifted,
    }
    Delegation = "delegations" { giver: |d| d.from.to_string(), receiver: |d| d.to.to_string() }
    Member = "members" { person: |m| m.person.to_string(), removed: |m| m.removed }
    Org = "orgs" { name: |o| o.name.clone() }
    Person = "persons" { name: |p| p.name.clone() }
    Project = "projects" { name: |p| p.name.clone() }
    Review = "reviews" {
        run: |r| r.run.to_string(),
        stage: |r| r.stage.to_string(),
        status: |r| r.status(),
        expires_at: |r| r.expires_at.micros(),
    }
    Run = "runs" { project: |r| r.project.to_string(), status: |r| r.status.name() }
    Stage = "stages" { run: |s| s.run.to_string(), position: |s| i64::from(s.position) }
    StandardRecord = "standards" {}
    Team = "teams" { name: |t| t.name.clone() }
    TemplateRecord = "templates" { name: |t| t.name.clone() }
    Token = "tokens" { person: |t| t.person.to_string(), digest: |t| t.digest.to_string() }
    Version = "versions" {
        run: |v| v.made.run.to_string(),
        artifact: |v| v.made.artifact.to_string(),
        number: |v| i64::from(v.made.number),
    }
}

fn constraint_run(constraint: &Constraint) -> Option<RunId> {
    match &constraint.added.scope {
        ConstraintScope::Artifact { run, .. } | ConstraintScope::Stages { run, .. } | ConstraintScope::Run { run } => Some(*run),
        ConstraintScope::Project { .. } | ConstraintScope::Organisation {} => None,
    }
}

fn constraint_project(constraint: &Constraint) -> Option<ProjectId> {
    match &constraint.added.scope {
        ConstraintScope::Project { project } => Some(*project),
        _ => None,
    }
}
