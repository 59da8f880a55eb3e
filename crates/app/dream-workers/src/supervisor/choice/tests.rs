//! Whose work it is where several agents could do it.

use super::*;
use dream_clock::Timestamp;
use dream_id::TypedId as _;
use dream_swarm::{Agent, Desired, Manifest};

fn rostered(number: u8, builtin: bool, desired: Desired) -> Rostered {
    let agent = Agent {
        id: AgentId::from_parts(0, [number; 10]),
        manifest: Manifest::builtin(&format!("agent-{number}"), "writer"),
        source: None,
        builtin,
        removed: false,
        desired,
        restarts_asked: 0,
        nudges_asked: 0,
        nudge: None,
        edition: 1,
        crashes: 0,
        given_up: None,
        registered_at: Timestamp::from_micros(0),
    };
    Rostered { org: OrgId::from_parts(0, [1; 10]), agent, held: false }
}

/// The numbers of the agents that may be given the work of a writer.
fn chosen(all: Vec<Rostered>) -> Vec<String> {
    let roster = Roster { agents: all.into_iter().map(|rostered| (rostered.agent.id, rostered)).collect() };
    let org = OrgId::from_parts(0, [1; 10]);
    let found: Vec<String> = of_work(&roster, org, None, "writer", None).iter().map(|one| one.agent.name().to_owned()).collect();
    assert_eq!(anybody(&roster, org, Some("writer")), !found.is_empty());
    assert!(!anybody(&roster, OrgId::from_parts(0, [2; 10]), Some("writer")), "another organisation has none");
    found
}

#[test]
fn who_people_registered_comes_before_the_built_in_agent() {
    assert_eq!(chosen(vec![rostered(1, true, Desired::OnDemand)]), ["agent-1"]);
    assert_eq!(chosen(vec![rostered(1, true, Desired::OnDemand), rostered(2, false, Desired::OnDemand)]), ["agent-2"]);
    assert_eq!(
        chosen(vec![rostered(1, true, Desired::OnDemand), rostered(2, false, Desired::Stopped)]),
        ["agent-1"],
        "one that is stopped keeps nobody from the work"
    );
    assert!(chosen(vec![rostered(1, true, Desired::Stopped)]).is_empty());
    assert!(chosen(vec![Rostered { held: true, ..rostered(1, true, Desired::Running) }]).is_empty());
}
