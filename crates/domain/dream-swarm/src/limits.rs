//! How many tasks of an organisation may run at once: in all, of a role, of a project.

use crate::{TaskRefusal, fold::cannot_begin, task::name};
use dream_id::{OrgId, ProjectId, TaskLimitsId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many limits on roles, and on projects, there may be.
const MOST: usize = 64;

/// An organisation's limits. What is not limited is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLimits {
    /// Of all its tasks.
    pub organisation: Option<u32>,
    /// Of the tasks of a role.
    pub roles: BTreeMap<String, u32>,
    /// Of the tasks of a project.
    pub projects: BTreeMap<ProjectId, u32>,
}

/// What a limit counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LimitOf {
    /// All tasks.
    Organisation {},
    /// The tasks of a role.
    Role {
        /// The role.
        role: String,
    },
    /// The tasks of a project.
    Project {
        /// The project.
        project: ProjectId,
    },
}

/// What can happen to an organisation's limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum LimitsEvent {
    /// A limit was set or lifted.
    Set {
        /// What it counts.
        of: LimitOf,
        /// How many may run at once; `None` for as many as there are workers.
        most: Option<u32>,
    },
}

impl EventData for LimitsEvent {}

impl TaskLimits {
    /// The first limit of an organisation that had none.
    ///
    /// # Errors
    /// As [`TaskLimits::set`].
    pub fn first(org: OrgId, id: TaskLimitsId, by: &By, of: LimitOf, most: Option<u32>) -> Result<Stream<Self>, TaskRefusal> {
        Self::default().check(&of)?;
        Ok(Stream::create(org, id, by, LimitsEvent::Set { of, most })?)
    }

    /// Sets or lifts a limit; one that stands already records nothing.
    ///
    /// # Errors
    /// [`TaskRefusal::Name`] for a role that cannot be one, [`TaskRefusal::TooMany`] for more than 64 limits.
    pub fn set(stream: &mut Stream<Self>, by: &By, of: LimitOf, most: Option<u32>) -> Result<(), TaskRefusal> {
        stream.check(&of)?;
        let mut after = stream.state().clone();
        after.put(&of, most);
        if after != *stream.state() {
            stream.record(by, LimitsEvent::Set { of, most });
        }
        Ok(())
    }

    fn check(&self, of: &LimitOf) -> Result<(), TaskRefusal> {
        let full = match of {
            LimitOf::Organisation {} => false,
            LimitOf::Role { role } => {
                name("role", role)?;
                self.roles.len() >= MOST && !self.roles.contains_key(role)
            }
            LimitOf::Project { project } => self.projects.len() >= MOST && !self.projects.contains_key(project),
        };
        if full { Err(TaskRefusal::TooMany { what: "limits of one kind", limit: MOST }) } else { Ok(()) }
    }

    fn put(&mut self, of: &LimitOf, most: Option<u32>) {
        match of {
            LimitOf::Organisation {} => self.organisation = most,
            LimitOf::Role { role } => put(&mut self.roles, role.clone(), most),
            LimitOf::Project { project } => put(&mut self.projects, *project, most),
        }
    }

    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn put<K: Ord>(limits: &mut BTreeMap<K, u32>, key: K, most: Option<u32>) {
    match most {
        Some(most) => drop(limits.insert(key, most)),
        None => drop(limits.remove(&key)),
    }
}

impl Aggregate for TaskLimits {
    type Id = TaskLimitsId;
    type Event = LimitsEvent;
    const NOUN: &'static str = "task_limits";

    fn create(_: TaskLimitsId, first: &Recorded<LimitsEvent>) -> Result<Self, FoldError> {
        let LimitsEvent::Set { of, most } = &first.event;
        if most.is_some_and(|most| most == u32::MAX) {
            return Err(cannot_begin::<Self>(&first.event));
        }
        let mut limits = Self::default();
        limits.put(of, *most);
        Ok(limits)
    }

    fn apply(&mut self, event: &Recorded<LimitsEvent>) {
        let LimitsEvent::Set { of, most } = &event.event;
        self.put(of, *most);
    }
}
