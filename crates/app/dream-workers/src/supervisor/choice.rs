//! Which agent is given a piece of work.

use dream_app::agent_work::{HandWork, Roster, Rostered};
use dream_id::{AgentId, OrgId, ProjectId};

/// A piece of work that looks for an agent.
pub(super) struct Work {
    pub(super) org: OrgId,
    pub(super) project: Option<ProjectId>,
    pub(super) role: String,
    /// The one agent that it is for, if it was claimed for it.
    pub(super) agent: Option<AgentId>,
    pub(super) hand: HandWork,
}

impl Work {
    /// The work itself.
    pub(super) fn into_hand(self) -> HandWork {
        self.hand
    }
}

/// The agents that may be given `work`: where people registered one for its role, theirs, and else the built-in one.
pub(super) fn candidates<'a>(roster: &'a Roster, work: &Work) -> Vec<&'a Rostered> {
    of_work(roster, work.org, work.project, &work.role, work.agent)
}

fn of_work<'a>(roster: &'a Roster, org: OrgId, project: Option<ProjectId>, role: &str, agent: Option<AgentId>) -> Vec<&'a Rostered> {
    if let Some(agent) = agent {
        return roster.agents.get(&agent).into_iter().filter(|rostered| rostered.may_work()).collect();
    }
    let suits = |rostered: &&Rostered| of_role(rostered, org, role) && in_project(rostered, project);
    let all: Vec<&Rostered> = roster.agents.values().filter(suits).collect();
    let registered = all.iter().any(|rostered| !rostered.agent.builtin);
    all.into_iter().filter(|rostered| rostered.may_work() && (!registered || !rostered.agent.builtin)).collect()
}

/// Whether anybody works `role` in `org` now.
pub(super) fn anybody(roster: &Roster, org: OrgId, role: Option<&str>) -> bool {
    let works = |role: &str| roster.agents.values().any(|rostered| of_role(rostered, org, role) && rostered.may_work());
    role.is_some_and(works)
}

fn of_role(rostered: &Rostered, org: OrgId, role: &str) -> bool {
    rostered.org == org && rostered.agent.manifest.role == role && rostered.agent.may_act()
}

fn in_project(rostered: &Rostered, project: Option<ProjectId>) -> bool {
    let projects = &rostered.agent.manifest.projects;
    projects.is_empty() || project.is_some_and(|project| projects.contains(&project))
}

#[cfg(test)]
mod tests;
