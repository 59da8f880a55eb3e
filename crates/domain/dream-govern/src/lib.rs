//! Governance: templates, runs, stages, gates, reviews, constraints, artifacts, lineage and budgets, as pure decisions.
//!
//! Each noun is an aggregate with a stream of its own: [`Project`], [`TemplateRecord`], [`StandardRecord`], [`PromptRecord`], [`Run`], [`Stage`],
//! [`Attempt`], [`Review`], [`Artifact`], [`Version`], [`Constraint`] and [`Budget`]. What concerns a run is decided on a
//! [`RunSet`], which holds its streams: every decision checks first and records events after, so that a refused one changes
//! nothing. Time comes with `By`, randomness with [`NewIds`], and what people may do now with [`Voters`].
//!
//! An approval is a fact about one set of artifact versions: a later stage starts only on exactly the versions that were
//! approved, and names the approvals that it rests on.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod anchor;
mod artifact;
mod attempt;
mod budget;
mod constraint;
mod crafts;
mod duration;
mod fold;
mod gate;
mod lineage;
mod manifest;
mod new_ids;
mod project;
mod prompt;
mod refs;
mod refusal;
mod repository;
mod review;
mod run;
mod run_set;
mod shortage;
mod spec;
mod stage;
mod standard;
mod template;
mod version;
mod vocabulary;
mod voters;

pub use anchor::{Anchor, Place};
pub use artifact::{ApprovedVersion, Artifact, ArtifactEvent, NewestVersion};
pub use attempt::{Attempt, AttemptEvent, AttemptFailure, AttemptStarted, AttemptStatus};
pub use budget::{Budget, BudgetEvent, CallId, Reservation, StageSpending};
pub use constraint::{Constraint, ConstraintAdded, ConstraintEvent, ConstraintScope, Rule};
pub use crafts::{AccessRole, Craft};
pub use dream_toml::{SourceErrors, SourceFault};
pub use dream_words::UnknownWord;
pub use gate::{Approver, Gate, GateRule, GateWhen, UnknownApprover};
pub use lineage::Lineage;
pub use manifest::{LineageEdge, ReleaseApproval, ReleaseManifest, ReleasedArtifact};
pub use new_ids::NewIds;
pub use project::{Project, ProjectEvent};
pub use prompt::{PromptEvent, PromptPins, PromptRecord};
pub use refs::{CallRef, CheckResult, ProducedBy, TemplatePin, VersionRef};
pub use refusal::{Ineligible, Refusal, RefusalKind};
pub use repository::{ProjectRepository, RepositoryRefusal, check_branch, check_repository_path};
pub use review::{BrokenGlass, Closed, Review, ReviewEvent, ReviewOpened, SecondLook, UnderReview, Vote, digest_under_review};
pub use run::{Run, RunEvent, RunStarted};
pub use run_set::*;
pub use shortage::{Shortage, shortages};
pub use spec::{ArtifactKind, CommandCheck, ProductSpec, StageSpec};
pub use stage::{Output, Phase, Stage, StageEvent, StagePlanned};
pub use standard::*;
pub use template::*;
pub use version::{Version, VersionEvent, VersionMade};
pub use vocabulary::{Decision, Reason, Risk, Status, Verdict, Why};
pub use voters::{Voter, Voters};
