//! Roles on projects, as members and teams hold them, and the rule that nobody gives or takes more than they have.

use crate::{AccessRefusal, Identity, Role};
use dream_id::ProjectId;
use std::collections::BTreeMap;

/// How many projects one member or one team may have roles on, so that its row stays small.
pub const MAX_PROJECT_ROLES: usize = 96;
/// How many teams one member may be in.
pub const MAX_TEAMS: usize = 64;

/// Refuses unless `granter` holds `role` or a higher one at the organisation.
pub(crate) fn at_organisation(granter: &Identity, role: Role) -> Result<(), AccessRefusal> {
    within(granter.effective(None), role)
}

/// Refuses unless `granter` holds `role` or a higher one at `project`.
pub(crate) fn at_project(granter: &Identity, project: ProjectId, role: Role) -> Result<(), AccessRefusal> {
    within(granter.effective(Some(project)), role)
}

fn within(own: Option<Role>, role: Role) -> Result<(), AccessRefusal> {
    if own < Some(role) {
        return Err(AccessRefusal::AboveOwnRole { role, own });
    }
    Ok(())
}

/// Whether `role` on `project` is to be recorded: `false` when it is held already.
pub(crate) fn granting(
    held: &BTreeMap<ProjectId, Role>,
    granter: &Identity,
    project: ProjectId,
    role: Role,
) -> Result<bool, AccessRefusal> {
    let now = held.get(&project).copied();
    at_project(granter, project, now.map_or(role, |now| now.max(role)))?;
    if now.is_none() && held.len() >= MAX_PROJECT_ROLES {
        return Err(AccessRefusal::TooMany { what: "roles on projects", limit: MAX_PROJECT_ROLES });
    }
    Ok(now != Some(role))
}

/// Refuses unless there is a role on `project` that `granter` may take away.
pub(crate) fn revoking(held: &BTreeMap<ProjectId, Role>, granter: &Identity, project: ProjectId) -> Result<(), AccessRefusal> {
    let role = *held.get(&project).ok_or(AccessRefusal::NoProjectRole { project })?;
    at_project(granter, project, role)
}
