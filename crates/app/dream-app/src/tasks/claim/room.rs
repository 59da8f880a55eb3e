//! How many more tasks may run: in all, of a role, of a project.

use super::lock_of;
use crate::{AppError, Op};
use dream_id::{OrgId, ProjectId};
use dream_store::Unit;
use dream_swarm::{Lane, TaskLimits};
use std::collections::BTreeMap;

/// What the limits of an organisation leave.
pub(super) struct Room {
    organisation: u32,
    roles: BTreeMap<String, u32>,
    projects: BTreeMap<ProjectId, u32>,
}

impl Room {
    /// What is left of `limits` beside the tasks that run. Where units run side by side, those of this organisation wait for each other.
    pub(super) async fn of(op: &Op, tx: &mut Unit, org: OrgId, limits: Option<&TaskLimits>) -> Result<Self, AppError> {
        let Some(limits) = limits else { return Ok(Self::left(&TaskLimits::default())) };
        tx.exclude_others(op.app().system, lock_of(org)).await?;
        let mut room = Self::left(limits);
        for (key, running) in tx.running_by_lane(org).await? {
            let Some(lane) = Lane::parse(&key) else { continue };
            for place in room.places(&lane) {
                *place = place.saturating_sub(running);
            }
        }
        Ok(room)
    }

    fn left(limits: &TaskLimits) -> Self {
        Self { organisation: limits.organisation.unwrap_or(u32::MAX), roles: limits.roles.clone(), projects: limits.projects.clone() }
    }

    /// How many more of a lane may run.
    pub(super) fn for_lane(&mut self, lane: &Lane) -> u32 {
        self.places(lane).map(|place| *place).min().unwrap_or(u32::MAX)
    }

    /// Uses up room for one task; `false` when there is none.
    pub(super) fn take(&mut self, lane: &Lane) -> bool {
        let fits = self.for_lane(lane) > 0;
        if fits {
            self.places(lane).for_each(|place| *place = place.saturating_sub(1));
        }
        fits
    }

    fn places(&mut self, lane: &Lane) -> impl Iterator<Item = &mut u32> {
        let role = lane.role.as_ref().and_then(|role| self.roles.get_mut(role));
        let project = lane.project.as_ref().and_then(|project| self.projects.get_mut(project));
        std::iter::once(&mut self.organisation).chain(role).chain(project)
    }
}
