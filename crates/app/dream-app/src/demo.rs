//! The sample: a project at its first gate with two versions and what was asked of the first, and a task that fails. Every step is an
//! ordinary command of the caller, with the caller's rights and in the caller's name; nothing is written that a person could not have done.
//!
//! What agents do in between takes its time, so [`seed`] does what can be done now and says whether that was all. Called again it goes on
//! from what it finds, and it changes nothing once it was all done, or once people took the sample further.

use crate::constraints::{self, NewConstraint};
use crate::drafts::{Note, with_notes};
use crate::projects::{self, NewProject, ProjectFilter};
use crate::reviews::{self, Cast};
use crate::runs::{self, NewRun};
use crate::tasks::{self, NewTask};
use crate::{AppError, Op};
use dream_govern::{ConstraintScope, Project, Review, Run, Status, Verdict};
use dream_id::{Limit, ProjectId, ReviewId, RunId, TaskId};
use dream_ledger::Stream;
use dream_store::Filter;
use dream_swarm::{RetryPolicy, Task};

/// The sample's name.
pub const NAME: &str = "status-page";
/// The sample's brief.
const BRIEF: &str = include_str!("../../../../examples/briefs/status-page.md");
/// What is asked of the first version.
const ASKED: &str = "Say how we measure success, and what happens when the page itself is down.";
/// The line that a note of the first version stands at.
const NOTED: (u32, &str) = (9, "Name the one person who decides what is told first.");
/// What the run is bound to.
const BOUND: &str = "Nothing may be loaded from other companies.";
/// The work that the offline provider cannot do, so that its log is a real one.
const CHECK: &str = "Read the page aloud with a screen reader";
/// What waits for it.
const THEN: &str = "Write down what the desk staff heard";

/// The sample as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeded {
    /// The project.
    pub project: ProjectId,
    /// Its run.
    pub run: RunId,
    /// The review that waits for people, if one does.
    pub review: Option<ReviewId>,
    /// Whether there is nothing left to do: otherwise agents are at work, and calling again goes on.
    pub complete: bool,
}

/// Does what is missing of the sample and can be done now.
///
/// # Errors
/// What any of the commands is refused with: the caller needs the rights to open projects, to decide reviews and to create tasks.
pub async fn seed(op: &Op) -> Result<Seeded, AppError> {
    // A key is for one command; several are sent here, each of which does nothing when it was done before.
    let op = &op.clone().with_key(None);
    let project = project(op).await?;
    let run = run(op, project).await?;
    work(op, project).await?;
    let reviews: Vec<Stream<Review>> = op.read().await?.list(op.scope(), &Filter::default().eq("run", run.to_string())).await?;
    let of_first = |review: &&Stream<Review>| reviews.first().is_some_and(|first| first.stage == review.stage);
    let asked: Vec<&Stream<Review>> = reviews.iter().filter(of_first).collect();
    let complete = match asked.as_slice() {
        [only] if only.is_open() => {
            ask_for_more(op, run, only).await?;
            false
        }
        // The second version is on its way, unless people took another one.
        [only] => only.stands() || is_over(op, run).await?,
        [] => is_over(op, run).await?,
        _ => true,
    };
    let review = reviews.iter().rev().find(|review| review.is_open() && complete).map(Stream::id);
    Ok(Seeded { project, run, review, complete })
}

/// The sample's project; the newest one where there are several.
async fn project(op: &Op) -> Result<ProjectId, AppError> {
    let known = projects::list(op, ProjectFilter::default(), None, Limit::new(u32::MAX)).await?.items;
    if let Some(project) = known.iter().find(|project: &&Stream<Project>| project.name == NAME) {
        return Ok(project.id());
    }
    let new = NewProject { name: NAME.to_owned(), brief: BRIEF.as_bytes().to_vec(), template: "software-delivery".to_owned() };
    Ok(projects::create(op, new).await?.id())
}

/// The project's run; the newest one where there are several.
async fn run(op: &Op, project: ProjectId) -> Result<RunId, AppError> {
    let runs: Vec<Stream<Run>> = op.read().await?.list(op.scope(), &Filter::default().eq("project", project.to_string())).await?;
    match runs.last() {
        Some(run) => Ok(run.id()),
        None => runs::start(op, NewRun { project, cost_cap_micros: None }).await,
    }
}

async fn is_over(op: &Op, run: RunId) -> Result<bool, AppError> {
    let status = runs::find(op, run).await?.run().status;
    Ok(matches!(status, Status::Done | Status::Failed | Status::Cancelled))
}

/// Asks for changes of the first version, and binds what comes next.
async fn ask_for_more(op: &Op, run: RunId, review: &Stream<Review>) -> Result<(), AppError> {
    let bound = constraints::of_run(op, run).await?;
    if !bound.iter().any(|constraint| constraint.added.title == BOUND) {
        let new = NewConstraint { scope: ConstraintScope::Run { run }, text: BOUND.to_owned(), rules: Vec::new() };
        constraints::add(op, new, None).await?;
    }
    let note = |version: &dream_govern::VersionRef| Note {
        artifact: version.name.clone(),
        path: format!("{}.md", version.name),
        line: Some(NOTED.0),
        text: NOTED.1.to_owned(),
    };
    let cast = Cast {
        review: review.id(),
        verdict: Verdict::RequestChanges,
        seen: review.digest,
        on_behalf_of: None,
        comment: Some(with_notes(ASKED.to_owned(), review.artifacts.first().map(note))),
        model: None,
        constraints: Vec::new(),
        drafts: Vec::new(),
    };
    reviews::vote(op, cast).await.map(drop)
}

/// A task for the offline provider to fail at, and one that waits for it.
async fn work(op: &Op, project: ProjectId) -> Result<(), AppError> {
    let known: Vec<Stream<Task>> = op.read().await?.list(op.scope(), &Filter::default().eq("project", project.to_string())).await?;
    let titled = |title: &str| known.iter().find(|task| task.title == title).map(Stream::id);
    let first: TaskId = match titled(CHECK) {
        Some(task) => task,
        None => {
            let once = RetryPolicy { max_attempts: 1, ..RetryPolicy::default() };
            // By name: what is only for a role is left to agents of the organisation's own.
            let new = NewTask { project: Some(project), assignee: Some("qa".to_owned()), retry: once, ..NewTask::titled(CHECK) };
            tasks::create(op, new).await?.task.id
        }
    };
    if titled(THEN).is_none() {
        let new = NewTask { project: Some(project), depends_on: vec![first], role: Some("writer".to_owned()), ..NewTask::titled(THEN) };
        tasks::create(op, new).await?;
    }
    Ok(())
}
