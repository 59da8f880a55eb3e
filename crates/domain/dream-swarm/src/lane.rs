//! Lanes: the tasks of one organisation that the same workers can claim, in one order.

use dream_id::ProjectId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a worker must be and have to claim a task; tasks that ask for the same stand in one queue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane {
    /// The project they belong to.
    pub project: Option<ProjectId>,
    /// The role that works them; `None` for any.
    pub role: Option<String>,
    /// The worker they are assigned to by name.
    pub assignee: Option<String>,
    /// What a worker must be able to do.
    pub capabilities: BTreeSet<String>,
    /// Whether they are the work of stages of runs, which only workers of the server do.
    pub stage_work: bool,
}

/// What a worker offers, and what it wants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its name: what is assigned to another name is not for it.
    pub worker: String,
    /// The roles it works in; empty for any.
    pub roles: BTreeSet<String>,
    /// What it is able to do.
    pub capabilities: BTreeSet<String>,
    /// The one project whose tasks it wants; `None` for all.
    pub project: Option<ProjectId>,
    /// Whether it does the work of stages, and nothing else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stage_work: bool,
}

impl Lane {
    /// The lane as text: canonical, so that equal lanes have equal texts.
    #[must_use]
    pub fn key(&self) -> String {
        serde_json::json!([self.project, self.role, self.assignee, self.capabilities, self.stage_work]).to_string()
    }

    /// The lane of a text that [`Lane::key`] made; `None` for any other.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let (project, role, assignee, capabilities, stage_work) = serde_json::from_str(key).ok()?;
        Some(Self { project, role, assignee, capabilities, stage_work })
    }

    /// Whether a worker with `offer` may claim its tasks.
    #[must_use]
    pub fn suits(&self, offer: &Offer) -> bool {
        let role = offer.roles.is_empty() || self.role.as_ref().is_some_and(|role| offer.roles.contains(role));
        let wanted = offer.project.is_none() || offer.project == self.project;
        let mine = self.assignee.as_ref().is_some_and(|name| *name == offer.worker);
        let free = self.assignee.is_none() && role;
        let kind = self.stage_work == offer.stage_work;
        kind && wanted && (mine || free) && self.capabilities.is_subset(&offer.capabilities)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId as _;

    fn words(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn keys_read_back() {
        let project = Some(ProjectId::from_parts(1, [2; 10]));
        for lane in [
            Lane { project: None, role: None, assignee: None, capabilities: words(&[]), stage_work: true },
            Lane {
                project,
                role: Some("de\"v".to_owned()),
                assignee: Some("ada".to_owned()),
                capabilities: words(&["gpu", "a,b"]),
                stage_work: false,
            },
        ] {
            assert_eq!(Lane::parse(&lane.key()), Some(lane));
        }
        assert_eq!(Lane::parse("[]"), None);
    }

    #[test]
    fn a_worker_gets_what_suits_its_name_role_capabilities_and_project() {
        let check = |assignee: Option<&str>, role: Option<&str>, needs: &[&str], offer: (&str, &[&str], &[&str]), expected: bool| {
            let (worker, roles, can) = offer;
            let text = |text: Option<&str>| text.map(str::to_owned);
            let lane = Lane { project: None, role: text(role), assignee: text(assignee), capabilities: words(needs), stage_work: false };
            let offer = Offer { worker: worker.to_owned(), roles: words(roles), capabilities: words(can), ..Offer::default() };
            let (of_stages, for_stages) = (Lane { stage_work: true, ..lane.clone() }, Offer { stage_work: true, ..offer.clone() });
            assert!(!of_stages.suits(&offer) && !lane.suits(&for_stages), "the work of stages is apart");
            assert_eq!(of_stages.suits(&for_stages), expected, "{lane:?} {offer:?}");
            assert_eq!(lane.suits(&offer), expected, "{lane:?} {offer:?}");
        };
        check(None, None, &[], ("ada", &[], &[]), true);
        check(None, Some("developer"), &[], ("ada", &[], &[]), true);
        check(None, Some("developer"), &[], ("ada", &["developer", "qa"], &[]), true);
        check(None, Some("developer"), &[], ("ada", &["qa"], &[]), false);
        check(None, None, &[], ("ada", &["qa"], &[]), false);
        check(Some("ada"), Some("developer"), &[], ("ada", &["qa"], &[]), true);
        check(Some("bob"), None, &[], ("ada", &[], &[]), false);
        check(None, None, &["gpu"], ("ada", &[], &["gpu", "net"]), true);
        check(Some("ada"), None, &["gpu"], ("ada", &[], &["net"]), false);
    }

    #[test]
    fn a_worker_that_wants_one_project_gets_no_other() {
        let (one, two) = (ProjectId::from_parts(1, [1; 10]), ProjectId::from_parts(1, [2; 10]));
        let lane = |project| Lane { project, role: None, assignee: None, capabilities: words(&[]), stage_work: false };
        let offer = Offer { project: Some(one), ..Offer::default() };
        assert!(lane(Some(one)).suits(&offer) && !lane(Some(two)).suits(&offer) && !lane(None).suits(&offer));
        assert!(lane(Some(two)).suits(&Offer::default()));
    }
}
