//! What the rights of a captain are in the policy's words.

use dream_access::Action;
use dream_swarm::CaptainRight;
use std::collections::BTreeSet;

/// The actions that `rights` give.
pub(super) fn actions(rights: &BTreeSet<CaptainRight>) -> BTreeSet<Action> {
    rights.iter().flat_map(|right| of(*right)).copied().collect()
}

const fn of(right: CaptainRight) -> &'static [Action] {
    match right {
        CaptainRight::Order => &[Action::MessageOrder, Action::SwarmBroadcast],
        CaptainRight::Assign => &[Action::TaskManage],
        CaptainRight::Answer => &[Action::EscalationAnswer],
        CaptainRight::Manage => &[Action::AgentControl],
        CaptainRight::StopAll => &[Action::SwarmStop],
    }
}
