//! The tree of what a task waits for, and who waits for it.

use super::TaskView;
use crate::{AppError, Op};
use dream_access::Action;
use dream_id::TaskId;
use dream_store::{Reader, tasks};
use std::collections::{BTreeMap, BTreeSet};

/// How many tasks a tree shows.
const MOST: usize = 500;

/// A task with what it waits for, below it.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The task.
    pub view: TaskView,
    /// How far below the root.
    pub depth: u32,
    /// Whether it stands in the tree before, with what is below it.
    pub repeated: bool,
}

/// What a task waits for and who waits for it.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The task first, then what it waits for, each followed by what that waits for.
    pub depends_on: Vec<Branch>,
    /// The tasks that wait for it.
    pub dependents: Vec<TaskView>,
    /// Whether there is more than is shown.
    pub truncated: bool,
}

pub(super) async fn grow(op: &Op, root: TaskView) -> Result<Tree, AppError> {
    let mut reader = op.read().await?;
    let (id, mut known) = (root.task.id(), BTreeMap::from([(root.task.id(), root)]));
    let mut open: Vec<TaskId> = vec![id];
    while !open.is_empty() && known.len() < MOST {
        let below = open.iter().filter_map(|id| known.get(id)).flat_map(|view| view.task.depends_on.clone());
        let missing: BTreeSet<TaskId> = below.filter(|id| !known.contains_key(id)).collect();
        open = missing.into_iter().take(MOST - known.len()).collect();
        let found = load(op, &mut reader, &open).await?;
        known.extend(found.into_iter().map(|view| (view.task.id(), view)));
    }
    let mut dependents = tasks::dependents(&mut reader, op.scope(), id, u32::try_from(MOST).unwrap_or(u32::MAX)).await?;
    dependents.truncate(MOST);
    let dependents = load(op, &mut reader, &dependents).await?;
    let mut depends_on = Vec::new();
    let truncated = flatten(&known, id, &mut depends_on);
    Ok(Tree { depends_on, dependents, truncated })
}

/// Depth first, without recursion: a chain may be long.
fn flatten(known: &BTreeMap<TaskId, TaskView>, root: TaskId, branches: &mut Vec<Branch>) -> bool {
    let mut shown = BTreeSet::new();
    let mut open = vec![(root, 0_u32)];
    let mut truncated = false;
    while let Some((id, depth)) = open.pop() {
        let Some(view) = known.get(&id) else {
            truncated = true;
            continue;
        };
        if branches.len() >= MOST {
            return true;
        }
        let repeated = !shown.insert(id);
        branches.push(Branch { view: view.clone(), depth, repeated });
        if !repeated {
            open.extend(view.task.depends_on.iter().rev().map(|on| (*on, depth + 1)));
        }
    }
    truncated
}

async fn load(op: &Op, reader: &mut Reader, ids: &[TaskId]) -> Result<Vec<TaskView>, AppError> {
    let mut views = Vec::with_capacity(ids.len());
    for task in tasks::tasks(reader, op.scope(), ids).await? {
        if op.allow(Action::TaskRead, task.project).is_ok() {
            let entry = tasks::queue_entry(reader, op.scope(), task.id()).await?;
            views.push(TaskView { task, entry });
        }
    }
    views.sort_by_key(|view| view.task.id());
    Ok(views)
}
