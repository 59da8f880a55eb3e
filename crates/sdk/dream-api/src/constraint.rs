//! Constraints: text and rules that bind later work.

use crate::{Usd, schema};
use dream_clock::Timestamp;
use dream_id::{ConstraintId, PersonId, ProjectId, ReviewId, RunId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Constraint {
    /// Its id.
    #[schema(value_type = schema::ConstraintId)]
    pub id: ConstraintId,
    /// How far it reaches.
    pub reach: ConstraintReach,
    /// The text that every later prompt carries.
    pub text: String,
    /// What the machine enforces.
    pub rules: Vec<ConstraintRule>,
    /// The review it was added in.
    #[schema(value_type = Option<schema::ReviewId>)]
    pub from_review: Option<ReviewId>,
    /// Who added it.
    #[schema(value_type = Option<schema::PersonId>)]
    pub added_by: Option<PersonId>,
    /// When.
    #[schema(value_type = schema::Time)]
    pub added_at: Timestamp,
    /// When it stopped to bind.
    #[schema(value_type = Option<schema::Time>)]
    pub lifted_at: Option<Timestamp>,
}

/// How far a constraint reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ConstraintReach {
    /// Named stages of one run.
    Stages {
        /// The run.
        #[schema(value_type = schema::RunId)]
        run: RunId,
        /// The stages' names.
        stages: Vec<String>,
    },
    /// One run.
    Run {
        /// The run.
        #[schema(value_type = schema::RunId)]
        run: RunId,
    },
    /// Every run of a project.
    Project {
        /// The project.
        #[schema(value_type = schema::ProjectId)]
        project: ProjectId,
    },
    /// Every run of the organisation.
    Organisation {},
}

/// A rule that the machine enforces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ConstraintRule {
    /// A tool that may not be used.
    DeniedTool {
        /// Its name; `*` stands for any letters.
        tool: String,
    },
    /// A path that may not be in an artifact, nor be named in a tool's arguments.
    DeniedPath {
        /// A folder or a file: nothing may be at it or under it.
        path: String,
    },
    /// A host that may not be reached or linked to.
    DeniedHost {
        /// Its name; hosts below it are meant too.
        host: String,
    },
    /// The most that the bound work of a run may cost together.
    MaxCost {
        /// The limit.
        #[schema(value_type = schema::UsDollars)]
        usd: Usd,
    },
    /// A heading that a document must have.
    RequiredSection {
        /// The artifact's name; empty for every document.
        artifact: String,
        /// The heading, without `#`.
        section: String,
    },
}

/// A constraint to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConstraint {
    /// The text that every later prompt carries.
    #[schema(min_length = 1)]
    pub text: String,
    /// What the machine enforces from now on: at most 16 rules.
    #[serde(default)]
    pub rules: Vec<ConstraintRule>,
    /// The stages it binds, by name; all when left out.
    #[serde(default)]
    pub stages: Vec<String>,
}

/// Lifts a constraint: it binds nothing that starts later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftConstraint {
    /// Why, for the record.
    #[schema(min_length = 1)]
    pub reason: String,
}
