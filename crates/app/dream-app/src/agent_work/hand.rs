//! A piece of work in the hands of an agent.

use super::activity::Activity;
use super::commands::CommandRunner;
use super::{TaskWork, awaited, folder, told};
use crate::work::{Failure, Product, StageJob};
use crate::{App, AppError};
use dream_id::OrgId;
use dream_ports::builtin::OUT;
use dream_ports::{AgentRef, RepositoryBase, SessionWork, ToolCaller, TurnEnd};
use dream_roles::File;
use dream_swarm::Runtime;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What the work is.
pub enum HandWork {
    /// The work of a stage.
    Stage(Arc<StageJob>),
    /// Any other task.
    Task(Arc<TaskWork>),
}

/// A piece of work in the hands of an agent.
pub struct Hand {
    agent: AgentRef,
    /// The built-in agent is given everything in one file and asks us for its model.
    runtime: Runtime,
    folder: PathBuf,
    work: HandWork,
    activity: Arc<Activity>,
    pub(super) span: tracing::Span,
    state: Mutex<State>,
    failed: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    failure: Option<Failure>,
    /// What was published by tool, examined and found acceptable, by artifact.
    published: BTreeMap<String, Product>,
    /// How often the agent was told what is missing or wrong.
    rounds: u32,
    /// Words of the agent that are not a whole line yet.
    words: String,
    /// What its working copy of the project's repository began from.
    base: Option<RepositoryBase>,
}

/// What comes after a turn of the agent.
#[derive(Debug)]
pub enum After {
    /// The work is done: these are its products, none for a task that is not the work of a stage.
    Done(Vec<Product>),
    /// It came to nothing.
    Failed(Failure),
    /// The agent is told this, and has another turn.
    Say(String),
}

impl Hand {
    /// `work` in the hands of `agent`, whose manifest has it run so, in `folder`.
    #[must_use]
    pub fn new(agent: AgentRef, runtime: &Runtime, folder: PathBuf, work: HandWork, activity: Arc<Activity>) -> Self {
        let span = match &work {
            HandWork::Stage(job) => tracing::error_span!(
                "agent", org.id = %agent.org, agent.name = agent.name, run.id = %job.run(), attempt.id = %job.attempt(), task.id = %job.claim().0
            ),
            HandWork::Task(task) => tracing::error_span!("agent", org.id = %agent.org, agent.name = agent.name, task.id = %task.id()),
        };
        let (failed, _) = watch::channel(false);
        Self { agent, runtime: runtime.clone(), folder, work, activity, span, state: Mutex::default(), failed }
    }

    /// Whose hands.
    #[must_use]
    pub fn agent(&self) -> &AgentRef {
        &self.agent
    }

    /// The organisation.
    #[must_use]
    pub fn org(&self) -> OrgId {
        self.agent.org
    }

    /// Whether the built-in agent has it.
    #[must_use]
    pub fn is_builtin(&self) -> bool {
        matches!(self.runtime, Runtime::Llm { .. })
    }

    /// The model that its manifest names.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        match &self.runtime {
            Runtime::Llm { model } => model.as_deref(),
            Runtime::Acp { .. } => None,
        }
    }

    /// What the work is.
    #[must_use]
    pub fn work(&self) -> &HandWork {
        &self.work
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is heard of the agent.
    #[must_use]
    pub fn activity(&self) -> &Activity {
        &self.activity
    }

    /// What the agent's conversation is about.
    #[must_use]
    pub fn session_work(&self) -> SessionWork {
        match &self.work {
            HandWork::Stage(job) => SessionWork { task: Some(job.claim()), attempt: Some(job.attempt()) },
            HandWork::Task(task) => SessionWork { task: Some((task.id(), task.number())), attempt: None },
        }
    }

    /// Who calls the tools of the conversation.
    #[must_use]
    pub fn caller(&self) -> ToolCaller {
        ToolCaller { agent: self.agent.clone(), work: self.session_work(), folder: self.folder.clone() }
    }

    /// Lays out the folder: everything of earlier work is removed, and what the agent works from is written. A [`Failure`] says that the work
    /// cannot begin until somebody has done something about it.
    ///
    /// # Errors
    /// `agent_folder` when the folder cannot be written; what the store says, and the host of the project's repository.
    pub async fn prepare(&self, app: &App) -> Result<Result<(), Failure>, AppError> {
        let files = told::files(self)?;
        let folder = self.folder.clone();
        self.blocking(move || {
            super::clear(&folder)?;
            folder::put(&folder, "", &files)
        })
        .await?;
        self.check_out(app).await
    }

    /// What the agent is told at first.
    #[must_use]
    pub fn opening(&self) -> String {
        told::opening(self)
    }

    /// What the agent is told that does not get on: `words` of a person, or the usual ones.
    #[must_use]
    pub fn nudge(&self, words: Option<&str>) -> String {
        told::nudge(self, words)
    }

    /// Looks what came of a turn. Of work that is not done and about which the agent has asked people something, it is looked again what came
    /// of it once they have answered: this waits for them. `runner` runs the commands that a stage demands.
    ///
    /// # Errors
    /// `agent_folder`, and what the store says.
    pub async fn after(&self, app: &App, runner: &dyn CommandRunner, turn: TurnEnd) -> Result<After, AppError> {
        if let Some(failure) = self.state().failure.take() {
            return Ok(After::Failed(failure));
        }
        let asks = || awaited::answer(app, self);
        match &self.work {
            HandWork::Stage(job) => self.after_stage(job, turn, runner, asks).await,
            HandWork::Task(task) => task.after(self, turn, asks).await,
        }
    }

    /// Returns once something failed for good while the agent is still in its turn.
    pub async fn failed(&self) {
        let mut failed = self.failed.subscribe();
        // The sender is ours, so it is still there.
        let _ = failed.wait_for(|failed| *failed).await;
    }

    /// Notes why the work has come to nothing; the first reason stands.
    pub(super) fn fail(&self, failure: Failure) {
        self.state().failure.get_or_insert(failure);
        self.failed.send_replace(true);
    }

    /// Keeps a product that was published and found acceptable.
    pub(super) fn published(&self, product: Product) {
        self.state().published.insert(product.name.clone(), product);
    }

    /// The product of this artifact that was published.
    pub(super) fn publication(&self, artifact: &str) -> Option<Product> {
        self.state().published.get(artifact).cloned()
    }

    /// Keeps what the working copy began from, as long as the work lasts.
    pub(super) fn begins_from(&self, base: RepositoryBase) {
        self.state().base = Some(base);
    }

    /// What the working copy began from; `None` when there is no working copy.
    pub(super) fn base(&self) -> Option<RepositoryBase> {
        self.state().base.clone()
    }

    /// Begins another round of telling the agent what is missing; its number, from 1.
    pub(super) fn another_round(&self) -> u32 {
        let mut state = self.state();
        state.rounds += 1;
        state.rounds
    }

    /// Adds a piece of what the agent says; whole lines, as far as there are any now.
    pub(super) fn say(&self, piece: &str, most: usize) -> Option<String> {
        let mut state = self.state();
        state.words.push_str(piece);
        if state.words.len() >= most {
            return Some(std::mem::take(&mut state.words));
        }
        let end = state.words.rfind('\n')?;
        let rest = state.words.split_off(end + 1);
        Some(std::mem::replace(&mut state.words, rest))
    }

    /// What the agent said last and did not end with a line.
    pub(super) fn said(&self) -> String {
        std::mem::take(&mut self.state().words)
    }

    /// The files that the agent left for `artifact`, if it left any.
    pub(super) async fn left(&self, artifact: &str, most_bytes: u64) -> Result<Option<Result<Vec<File>, folder::Unusable>>, AppError> {
        let (folder, path) = (self.folder.clone(), format!("{OUT}/{artifact}"));
        self.blocking(move || folder::take(&folder, &path, most_bytes)).await
    }

    /// A file that the agent left at `path`.
    pub(super) async fn left_file(&self, path: &str, most_bytes: u64) -> Result<Result<File, folder::Unusable>, AppError> {
        let (folder, path) = (self.folder.clone(), path.to_owned());
        self.blocking(move || folder::take_file(&folder, &path, most_bytes)).await
    }

    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, AppError> {
        let done = tokio::task::spawn_blocking(work).await.map_err(|error| AppError::internal("working in an agent's folder", error))?;
        done.map_err(|source| {
            let message = format!("the folder {} of agent {} cannot be used: {source}", self.folder.display(), self.agent.name);
            AppError::new(crate::Kind::Internal, "agent_folder", message).because(source)
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
