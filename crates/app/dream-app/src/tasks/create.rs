//! Creating tasks.

use crate::{AppError, Command, Op, authority, bodies::Text};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_id::{OrgId, ProjectId, TaskId};
use dream_ledger::Stream;
use dream_store::{Unit, tasks::QueueEntry};
use dream_swarm::{Phase, Priority, RetryPolicy, StageWork, Task, TaskCreated};
use serde::Serialize;

use super::{TaskView, cycles, read};

/// How many tasks one command creates.
pub const MOST_CREATED: usize = 500;
/// The largest body, in bytes.
const MAX_BODY: usize = 1 << 20;

/// A task to create.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Its title: 1 to 200 characters.
    pub title: String,
    /// What is to be done, at most 1 MiB.
    pub body: Option<String>,
    /// Its project; as the parent's when there is a parent and this is left out.
    pub project: Option<ProjectId>,
    /// The task it is a part of.
    pub parent: Option<TaskId>,
    /// The tasks that must be done before it.
    pub depends_on: Vec<TaskId>,
    /// How urgent it is.
    pub priority: Priority,
    /// The role that works it.
    pub role: Option<String>,
    /// What a worker must be able to do.
    pub capabilities: Vec<String>,
    /// The worker it is assigned to by name.
    pub assignee: Option<String>,
    /// When it fails unless it is done.
    pub deadline: Option<Timestamp>,
    /// When it may first be claimed.
    pub not_before: Option<Timestamp>,
    /// How often it is tried again.
    pub retry: RetryPolicy,
    /// Whether it is only done when its children are.
    pub waits_for_children: bool,
}

impl NewTask {
    /// A task with this title and nothing unusual.
    #[must_use]
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            body: None,
            project: None,
            parent: None,
            depends_on: Vec::new(),
            priority: Priority::Normal,
            role: None,
            capabilities: Vec::new(),
            assignee: None,
            deadline: None,
            not_before: None,
            retry: RetryPolicy::default(),
            waits_for_children: false,
        }
    }
}

/// A task whose body is ready to be kept.
#[derive(Debug, Clone, Serialize)]
pub struct PreparedTask {
    created: TaskCreated,
    body: Option<Text>,
}

impl PreparedTask {
    /// Checks and prepares: a large body goes to the blobs now, before any unit of work begins. `work` names the stage of a run whose work
    /// it is.
    pub async fn of(op: &Op, org: OrgId, new: NewTask, work: Option<StageWork>) -> Result<Self, AppError> {
        let body = match new.body.filter(|body| !body.is_empty()) {
            None => None,
            Some(body) if body.len() > MAX_BODY => {
                let message = format!("the body has {} bytes and may have {MAX_BODY}; hand the rest in as an artifact", body.len());
                return Err(AppError::invalid("body_too_large", message).with("limit", MAX_BODY));
            }
            Some(body) => Some(Text::prepare(op, org, body.into_bytes()).await?),
        };
        let created = TaskCreated {
            title: new.title,
            body: body.as_ref().map(|body| body.digest),
            project: new.project,
            work,
            parent: new.parent,
            depends_on: new.depends_on,
            priority: new.priority,
            role: new.role,
            capabilities: new.capabilities,
            assignee: new.assignee,
            deadline: new.deadline,
            not_before: new.not_before,
            retry: new.retry,
            waits_for_children: new.waits_for_children,
        };
        Ok(Self { created, body })
    }

    /// The same task, to be done after these too.
    pub(crate) fn after(mut self, tasks: impl IntoIterator<Item = TaskId>) -> Self {
        self.created.depends_on.extend(tasks);
        self
    }
}

/// Creates a task.
///
/// # Errors
/// `not_found` for a project, a parent or a dependency that does not exist, `dependency_cycle` for one that waits for the parent, and what [`Task::open`] refuses.
pub async fn create(op: &Op, new: NewTask) -> Result<TaskView, AppError> {
    let ids = create_all(op, vec![new]).await?;
    let id = ids.first().copied().ok_or_else(nothing)?;
    read::find(op, id).await
}

/// Creates tasks, all or none of them, at most 500, in this order.
///
/// # Errors
/// As [`create`]; `too_many`.
pub async fn create_all(op: &Op, new: Vec<NewTask>) -> Result<Vec<TaskId>, AppError> {
    if new.is_empty() {
        return Err(nothing());
    }
    if new.len() > MOST_CREATED {
        let message = format!("{} tasks are more than {MOST_CREATED}; create them in several steps", new.len());
        return Err(AppError::invalid("too_many", message).with("limit", MOST_CREATED));
    }
    let org = op.org()?;
    let mut tasks = Vec::with_capacity(new.len());
    for new in new {
        // A child belongs to its parent's project, which is only known when the parent is.
        if new.project.is_some() || new.parent.is_none() {
            op.allow(Action::TaskCreate, new.project)?;
        }
        tasks.push(PreparedTask::of(op, org, new, None).await?);
    }
    op.run(&Create { tasks }).await
}

fn nothing() -> AppError {
    AppError::invalid("nothing_to_create", "there is no task in the request; name at least one")
}

#[derive(Serialize)]
struct Create {
    tasks: Vec<PreparedTask>,
}

impl Command for Create {
    const NAME: &'static str = "task.create";
    type Answer = Vec<TaskId>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Vec<TaskId>, AppError> {
        let org = op.org()?;
        if self.tasks.iter().any(|task| task.created.parent.is_some() && !task.created.depends_on.is_empty()) {
            cycles::exclude_others(op, tx).await?;
        }
        let mut ids = Vec::with_capacity(self.tasks.len());
        for task in &self.tasks {
            ids.push(create_in(op, tx, org, task).await?.id());
        }
        Ok(ids)
    }
}

/// Creates a task of `org` within `tx`.
pub async fn create_in(op: &Op, tx: &mut Unit, org: OrgId, new: &PreparedTask) -> Result<Stream<Task>, AppError> {
    let mut created = new.created.clone();
    if let Some(parent) = created.parent {
        let parent = begin_child(op, tx, parent).await?;
        if parent.waits_for_children && !created.depends_on.is_empty() {
            cycles::refuse(op, tx, parent.id(), &created.depends_on).await?;
        }
        created.project = created.project.or(parent.project);
    }
    op.allow(Action::TaskCreate, created.project)?;
    if let Some(project) = new.created.project {
        authority::known_project(op, tx, project).await?;
    }
    let by = op.by();
    let task = Task::open(org, op.app().store.new_id(), &by, created)?;
    let blocked_by = open_dependencies(op, tx, &task.depends_on).await?;
    tx.add_dependencies(task.id(), &task.depends_on).await?;
    if let Some(body) = &new.body {
        body.keep(tx, org).await?;
    }
    let entry = QueueEntry::new(org, &task, by.at, blocked_by);
    let mut task = task;
    tx.save(&mut task).await?;
    tx.enqueue_task(&entry).await?;
    Ok(task)
}

/// The parent of a new child, which then counts as one of its children.
async fn begin_child(op: &Op, tx: &mut Unit, parent: TaskId) -> Result<Stream<Task>, AppError> {
    let found: Option<Stream<Task>> = tx.lock(op.scope(), parent).await?;
    let parent = found.ok_or_else(|| AppError::not_found("task", parent))?;
    op.allow(Action::TaskRead, parent.project)?;
    parent.check_open()?;
    tx.count_child(op.scope(), parent.id(), 1).await?;
    Ok(parent)
}

/// How many of these tasks are not done. They are locked, so that none is done unnoticed until the end of the unit.
pub(super) async fn open_dependencies(op: &Op, tx: &mut Unit, on: &[TaskId]) -> Result<u32, AppError> {
    let mut open = 0;
    // In the order of their ids, so that two units that lock some of the same never wait for each other in a circle.
    for on in on {
        let found: Option<Stream<Task>> = tx.lock(op.scope(), *on).await?;
        let on = found.ok_or_else(|| AppError::not_found("task", on))?;
        op.allow(Action::TaskRead, on.project)?;
        open += u32::from(on.phase != Phase::Done);
    }
    Ok(open)
}
