//! A stage's attempt that is being worked on: what its worker is given and may ask for.

use super::{
    Task,
    live::Live,
    perform::{CallPath as _, Failure, Product},
};
use crate::tasks::stage_work::StageClaim;
use async_trait::async_trait;
use dream_govern::{CommandCheck, VersionRef};
use dream_id::{AttemptId, OrgId, ProjectId, RunId, TaskId};
use dream_ports::{ModelReply, ModelRequest};
use dream_roles::{Assignment, Examined, File, Made, Prompts};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Does the work of stages: an agent under supervision.
#[async_trait]
pub trait StageWorker: Send + Sync {
    /// Whether work of `role` in `org` is taken up at all now.
    fn takes(&self, org: OrgId, role: Option<&str>) -> bool;

    /// Why no work can be done on this host, if none can.
    async fn refuses(&self) -> Option<Failure>;

    /// Does the work of an attempt. Dropping the future ends it: what was recorded by then is not paid again.
    ///
    /// # Errors
    /// [`Failure`].
    async fn work(&self, job: Arc<StageJob>) -> Result<Vec<Product>, Failure>;
}

/// An attempt under way.
pub struct StageJob {
    task: Arc<Task>,
    claim: StageClaim,
    assignment: Assignment,
    prompts: Prompts,
    model: String,
    calls: Mutex<Live>,
}

impl StageJob {
    pub(super) fn new(task: Arc<Task>, claim: StageClaim, assignment: Assignment, prompts: Prompts, calls: Live) -> Self {
        Self { task, claim, assignment, prompts, model: calls.model().to_owned(), calls: Mutex::new(calls) }
    }

    /// The organisation.
    #[must_use]
    pub fn org(&self) -> OrgId {
        self.task.org
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> ProjectId {
        self.task.run.project
    }

    /// The run.
    #[must_use]
    pub fn run(&self) -> RunId {
        self.task.run.id()
    }

    /// The attempt.
    #[must_use]
    pub fn attempt(&self) -> AttemptId {
        self.task.attempt.id()
    }

    /// The task that the attempt is, and how often that was taken up.
    #[must_use]
    pub fn claim(&self) -> (TaskId, u32) {
        (self.claim.task, self.claim.number)
    }

    /// The craft that works the stage.
    #[must_use]
    pub fn role(&self) -> &str {
        self.task.stage.spec.craft.name()
    }

    /// What the work is made from.
    #[must_use]
    pub fn assignment(&self) -> &Assignment {
        &self.assignment
    }

    /// The commands that must succeed in what is handed in.
    #[must_use]
    pub fn commands(&self) -> &[CommandCheck] {
        &self.task.stage.spec.commands
    }

    /// The versions of artifacts that the work is made from.
    #[must_use]
    pub(crate) fn inputs(&self) -> &[VersionRef] {
        &self.task.attempt.basis.inputs
    }

    /// The built-in prompts.
    #[must_use]
    pub fn prompts(&self) -> &Prompts {
        &self.prompts
    }

    /// The provider's name for the model that answers [`StageJob::call`] unless another is preferred.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Has the calls answered by the model `name`, unless somebody chose one for this attempt, or calls of it were answered by another already.
    ///
    /// # Errors
    /// [`Failure::Model`] for one that the server does not have or whose price it does not know.
    pub async fn prefer(&self, name: &str) -> Result<(), Failure> {
        if self.task.attempt.basis.model.is_none() { self.calls.lock().await.prefer(name).map_err(Failure::Model) } else { Ok(()) }
    }

    /// What the calls so far have cost together, in millionths of a US dollar.
    pub async fn cost_micros(&self) -> u64 {
        self.calls.lock().await.account().1
    }

    /// Answers call `number`, counted from 1, by the model that was chosen for the attempt, whatever `request` names: from the record when
    /// it was made before, else within the run's budget, and recorded.
    ///
    /// # Errors
    /// [`Failure`], with which the work ends.
    pub async fn call(&self, number: u32, request: ModelRequest) -> Result<ModelReply, Failure> {
        let mut calls = self.calls.lock().await;
        let request = ModelRequest { model: calls.model().to_owned(), ..request };
        calls.call(number, &request).await
    }

    /// Notes that what call `number` gave for `artifact` was not accepted, and how many faults it had.
    pub fn refused(&self, number: u32, artifact: &str, faults: usize) {
        tracing::warn!(call.number = number, artifact.name = artifact, check.faults = faults, "what was handed in did not pass its checks");
    }

    /// Checks files that were handed in for `artifact`; `None` when the stage produces none of that name.
    #[must_use]
    pub fn examine(&self, artifact: &str, files: Vec<File>) -> Option<Examined> {
        self.assignment.contract(artifact).map(|contract| self.assignment.examine(contract, files))
    }

    /// What was examined and found acceptable, as a product of the attempt; `None` when the stage produces none of that name.
    #[must_use]
    pub fn product(&self, artifact: &str, examined: Examined) -> Option<Product> {
        self.assignment.contract(artifact).map(|contract| Made::of(contract, examined).into())
    }

    /// The calls so far and what they cost together.
    pub(super) async fn account(&self) -> (Vec<dream_govern::CallRef>, u64) {
        self.calls.lock().await.account()
    }
}
