//! Swarms and escalations.

use super::event::who;
use crate::failure::Failure;
use dream_api::{Captain, CaptainRight, EscalationDetail, EscalationKind, EscalationStatus, HeldLimit, Swarm};
use dream_app::escalations::EscalationText;
use dream_app::swarm::SwarmView;
use dream_ledger::Stream;
use dream_swarm::Escalation;
use std::collections::BTreeSet;

/// The agents of an organisation as a whole.
pub(crate) fn swarm(view: SwarmView) -> Swarm {
    let captain = view.captain.map(|captain| match captain {
        dream_swarm::Captain::Person { id } => Captain::Person { id, name: view.captain_name },
        dream_swarm::Captain::Agent { id, name, rights } => {
            let word = |right: dream_swarm::CaptainRight| CaptainRight::from_word(right.name()).unwrap_or(CaptainRight::Unknown);
            Captain::Agent { id, name, rights: rights.into_iter().map(word).collect() }
        }
    });
    Swarm {
        captain,
        stopped: view.stop.is_some(),
        stopped_at: view.stop.as_ref().map(|stop| stop.at),
        stopped_by: view.stop.map(|stop| who(stop.by)),
        reason: view.stop_reason,
        limits: view.sandbox.iter().flat_map(|tested| &tested.limits).map(held).collect(),
        sandbox: view.sandbox.map(|sandbox| sandbox.level),
    }
}

fn held((limit, by): (&String, &String)) -> HeldLimit {
    HeldLimit { limit: limit.clone(), by: by.clone() }
}

/// The rights that a caller names.
pub(crate) fn captain_rights(rights: &[CaptainRight]) -> Result<BTreeSet<dream_swarm::CaptainRight>, Failure> {
    let read = |right: &CaptainRight| {
        let known = right.as_str().parse();
        known.map_err(|error: dream_swarm::UnknownWord| Failure::field("invalid_right", "rights", error.to_string()))
    };
    rights.iter().map(read).collect()
}

/// An escalation.
pub(crate) fn escalation(escalation: &Stream<Escalation>) -> dream_api::Escalation {
    let raised = &escalation.raised;
    dream_api::Escalation {
        id: escalation.id(),
        about: EscalationKind::from_word(raised.about.name()).unwrap_or(EscalationKind::Unknown),
        status: EscalationStatus::from_word(escalation.status.name()).unwrap_or(EscalationStatus::Unknown),
        title: raised.title.clone(),
        agent: raised.agent_name.clone(),
        task: raised.task,
        run: raised.run,
        project: raised.project,
        tried: raised.tried.iter().map(|tried| tried.name().to_owned()).collect(),
        raised_at: escalation.raised_at,
        due_at: raised.due_at,
        people_told_at: escalation.people_told_at,
        handled_by: escalation.handled_by.clone().map(who),
    }
}

/// An escalation with what it says.
pub(crate) fn escalation_detail(found: &Stream<Escalation>, text: EscalationText) -> EscalationDetail {
    EscalationDetail { escalation: escalation(found), text: text.text, answer: text.answer }
}
