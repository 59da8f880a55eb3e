//! Constraints.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Constraint, LiftConstraint, NewConstraint, Page};
use dream_id::{ConstraintId, ProjectId, RunId};

impl Client {
    /// Lists what binds a run, oldest first.
    pub async fn run_constraints(&self, run: RunId, page: &PageOf) -> Result<Page<Constraint>, ClientError> {
        self.org_get(Call::get(&["runs", &run.to_string(), "constraints"]).page(page)).await
    }

    /// Binds what starts later in a run.
    pub async fn constrain_run(&self, run: RunId, body: &NewConstraint) -> Result<Constraint, ClientError> {
        self.post(&["runs", &run.to_string(), "constraints"], body).await
    }

    /// Binds what starts later in every run of a project.
    pub async fn constrain_project(&self, project: ProjectId, body: &NewConstraint) -> Result<Constraint, ClientError> {
        self.post(&["projects", &project.to_string(), "constraints"], body).await
    }

    /// Binds what starts later in every run of the organisation.
    pub async fn constrain_organisation(&self, body: &NewConstraint) -> Result<Constraint, ClientError> {
        self.post(&["constraints"], body).await
    }

    /// Lifts a constraint.
    pub async fn lift_constraint(&self, constraint: ConstraintId, body: &LiftConstraint) -> Result<Constraint, ClientError> {
        self.post(&["constraints", &constraint.to_string(), "lift"], body).await
    }
}
