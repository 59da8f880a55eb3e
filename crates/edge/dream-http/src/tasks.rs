//! Tasks: creating, looking, changing, ending. What workers say is in `tasks/work.rs`.

mod work;

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{OrgPath, TaskPath};
use crate::render;
use crate::runs::Nothing;
use crate::texts::Texts;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{
    CancelTask, ChangeTask, CreatedTasks, NewTask, NewTasks, Page, Priority, SetTaskLimit, Status, Task, TaskBranch, TaskCounts,
    TaskDetail, TaskLimits, TaskTree, schema,
};
use dream_app::Op;
use dream_app::tasks::{self, TaskChange, TaskFilter, TaskView};
use dream_id::{ProjectId, RunId, TaskId};
use dream_swarm::LimitOf;
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// A text of 1 MiB, every byte of it escaped in JSON, and what stands around it.
pub(super) const LARGEST_TASK: usize = 7 << 20;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_tasks))
        .routes(routes!(create_task).up_to(LARGEST_TASK))
        .routes(routes!(create_tasks).up_to(LARGEST_TASK))
        .routes(routes!(count_tasks))
        .routes(routes!(show_task))
        .routes(routes!(show_task_dependencies))
        .routes(routes!(change_task))
        .routes(routes!(retry_task))
        .routes(routes!(cancel_task))
        .routes(routes!(show_task_limits))
        .routes(routes!(set_task_limit))
        .merge(work::routes())
}

/// Which tasks to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TaskQuery {
    /// Those that stand so.
    status: Option<Status>,
    /// Those of one project.
    #[param(value_type = Option<schema::ProjectId>)]
    project: Option<ProjectId>,
    /// Those of one run.
    #[param(value_type = Option<schema::RunId>)]
    run: Option<RunId>,
    /// The children of one task.
    #[param(value_type = Option<schema::TaskId>)]
    parent: Option<TaskId>,
    /// Those assigned to one worker by name, and those that it is at.
    worker: Option<String>,
    /// Those of one role.
    role: Option<String>,
    /// Those of one priority.
    priority: Option<Priority>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// The task with its texts.
pub(super) async fn detail(op: &Op, view: &TaskView) -> Result<Json<TaskDetail>, Failure> {
    let texts = Texts::read(op, render::texts_of_task(view)).await?;
    Ok(Json(render::task_detail(view, &texts)))
}

fn new_task(new: NewTask) -> Result<tasks::NewTask, Failure> {
    let usual = tasks::NewTask::titled(new.title);
    Ok(tasks::NewTask {
        body: new.body,
        project: new.project,
        parent: new.parent,
        depends_on: new.depends_on,
        priority: new.priority.map_or(Ok(usual.priority), priority)?,
        role: new.role,
        capabilities: new.capabilities,
        assignee: new.assignee,
        deadline: new.deadline,
        not_before: new.not_before,
        retry: new.retry.map_or(usual.retry, render::retry_policy),
        waits_for_children: new.waits_for_children,
        ..usual
    })
}

fn priority(wanted: Priority) -> Result<dream_swarm::Priority, Failure> {
    wanted
        .as_str()
        .parse()
        .map_err(|_| Failure::field("invalid_priority", "priority", "there is no such priority; use low, normal, high or critical"))
}

fn filter(query: &TaskQuery) -> Result<TaskFilter, Failure> {
    let unknown = |_| Failure::field("invalid_query", "status", "there is no such status of a task; the schema Status names them");
    Ok(TaskFilter {
        status: query.status.map(|status| status.as_str().parse().map_err(unknown)).transpose()?,
        project: query.project,
        run: query.run,
        parent: query.parent,
        worker: query.worker.clone(),
        role: query.role.clone(),
        priority: query.priority.map(priority).transpose()?,
    })
}

/// Lists tasks, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/tasks", tag = "tasks", params(OrgPath, TaskQuery), responses((status = 200, body = Page<Task>)))]
async fn list_tasks(caller: Caller, _org: At<OrgPath>, Params(query): Params<TaskQuery>) -> Result<Json<Page<Task>>, Failure> {
    let filter = filter(&query)?;
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let found = tasks::list(&caller.op, &filter, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::task).collect(), found.next)))
}

/// Creates a task.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks", tag = "tasks", params(OrgPath), request_body = NewTask, responses((status = 201, body = TaskDetail)))]
async fn create_task(caller: Caller, _org: At<OrgPath>, Body(new): Body<NewTask>) -> Result<Response, Failure> {
    let view = tasks::create(&caller.op, new_task(new)?).await?;
    Ok((StatusCode::CREATED, detail(&caller.op, &view).await?).into_response())
}

/// Creates tasks, all or none of them.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/batch", tag = "tasks", params(OrgPath), request_body = NewTasks, responses((status = 201, body = CreatedTasks)))]
async fn create_tasks(caller: Caller, _org: At<OrgPath>, Body(new): Body<NewTasks>) -> Result<Response, Failure> {
    let new = new.tasks.into_iter().map(new_task).collect::<Result<Vec<_>, _>>()?;
    let tasks = tasks::create_all(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(CreatedTasks { tasks })).into_response())
}

/// How many tasks of the organisation there are of each status.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/tasks/counts", tag = "tasks", params(OrgPath), responses((status = 200, body = TaskCounts)))]
async fn count_tasks(caller: Caller, _org: At<OrgPath>) -> Result<Json<TaskCounts>, Failure> {
    Ok(Json(render::task_counts(&tasks::counts(&caller.op).await?)))
}

/// One task, with its texts and its history.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/tasks/{task}", tag = "tasks", params(TaskPath), responses((status = 200, body = TaskDetail)))]
async fn show_task(caller: Caller, At(path): At<TaskPath>) -> Result<Json<TaskDetail>, Failure> {
    detail(&caller.op, &tasks::find(&caller.op, path.task).await?).await
}

/// What a task waits for, and who waits for it: 500 tasks at most.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/tasks/{task}/dependencies", tag = "tasks", params(TaskPath), responses((status = 200, body = TaskTree)))]
async fn show_task_dependencies(caller: Caller, At(path): At<TaskPath>) -> Result<Json<TaskTree>, Failure> {
    let tree = tasks::dependencies(&caller.op, path.task).await?;
    let branch = |branch: &tasks::Branch| TaskBranch { depth: branch.depth, repeated: branch.repeated, task: render::task(&branch.view) };
    Ok(Json(TaskTree {
        depends_on: tree.depends_on.iter().map(branch).collect(),
        dependents: tree.dependents.iter().map(render::task).collect(),
        truncated: tree.truncated,
    }))
}

/// Assigns, reprioritises, pauses or resumes an open task, or changes what it depends on.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/{task}/change", tag = "tasks", params(TaskPath), request_body = ChangeTask, responses((status = 200, body = TaskDetail)))]
async fn change_task(caller: Caller, At(path): At<TaskPath>, Body(body): Body<ChangeTask>) -> Result<Json<TaskDetail>, Failure> {
    let assignee = match (body.assignee, body.unassign) {
        (Some(_), true) => return Err(Failure::field("invalid_body", "unassign", "either name a worker or unassign the task")),
        (Some(worker), false) => Some(Some(worker)),
        (None, unassign) => unassign.then_some(None),
    };
    let change = TaskChange {
        assignee,
        priority: body.priority.map(priority).transpose()?,
        paused: body.paused,
        depend: body.add_dependencies,
        undepend: body.remove_dependencies,
    };
    detail(&caller.op, &tasks::change(&caller.op, path.task, change).await?).await
}

/// Opens a failed task again, with all its attempts before it.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/{task}/retry", tag = "tasks", params(TaskPath), request_body = Nothing, responses((status = 200, body = TaskDetail)))]
async fn retry_task(caller: Caller, At(path): At<TaskPath>, _nothing: Body<Nothing>) -> Result<Json<TaskDetail>, Failure> {
    detail(&caller.op, &tasks::retry(&caller.op, path.task).await?).await
}

/// Cancels a task, whatever it waits for, and everything below it if asked. Its worker learns it with the next heartbeat.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/tasks/{task}/cancel", tag = "tasks", params(TaskPath), request_body = CancelTask, responses((status = 200, body = TaskDetail)))]
async fn cancel_task(caller: Caller, At(path): At<TaskPath>, Body(body): Body<CancelTask>) -> Result<Json<TaskDetail>, Failure> {
    detail(&caller.op, &tasks::cancel(&caller.op, path.task, body.reason, body.tree).await?).await
}

/// How many tasks may run at once.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/task-limits", tag = "tasks", params(OrgPath), responses((status = 200, body = TaskLimits)))]
async fn show_task_limits(caller: Caller, _org: At<OrgPath>) -> Result<Json<TaskLimits>, Failure> {
    Ok(Json(render::task_limits(tasks::limits(&caller.op).await?)))
}

/// Sets or lifts how many tasks of a role, of a project, or of the organisation may run at once.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/task-limits", tag = "tasks", params(OrgPath), request_body = SetTaskLimit, responses((status = 200, body = TaskLimits)))]
async fn set_task_limit(caller: Caller, _org: At<OrgPath>, Body(body): Body<SetTaskLimit>) -> Result<Json<TaskLimits>, Failure> {
    let of = match (body.role, body.project) {
        (Some(_), Some(_)) => return Err(Failure::field("invalid_body", "project", "a limit is of a role or of a project, not of both")),
        (Some(role), None) => LimitOf::Role { role },
        (None, Some(project)) => LimitOf::Project { project },
        (None, None) => LimitOf::Organisation {},
    };
    Ok(Json(render::task_limits(tasks::set_limit(&caller.op, of, body.max).await?)))
}
