//! The agents of an organisation as a whole: who their captain is, and whether all of them are stopped.

mod captain;

pub use captain::{Captain, CaptainRight};

use crate::{AgentRefusal, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::{OrgId, SwarmId};
use dream_ledger::{Actor, Aggregate, By, Digest, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The agents of an organisation as a whole, as folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swarm {
    /// Who leads the agents; `None` for nobody but the people of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captain: Option<Captain>,
    /// The hold that keeps every agent stopped, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
    /// How strongly the host last showed that it confines agents; `None` before the first test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sandbox: Option<SandboxTested>,
}

/// A hold that keeps every agent stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Who stopped them.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The body that says why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Digest>,
}

/// What a self-test of the sandbox showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxTested {
    /// The strongest level that held: `namespaces`.
    pub level: String,
    /// The cases in which it did not hold: `landlock/read_data_folder`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<String>,
    /// What holds commands to their limits there: `memory` by `cgroup`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, String>,
}

/// What can happen to an organisation's agents as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum SwarmEvent {
    /// The organisation may have agents from now on.
    Formed {},
    /// Somebody leads the agents, or nobody does any more.
    CaptainSet {
        /// Who; `None` for nobody.
        captain: Option<Captain>,
    },
    /// Every agent is stopped, until a person lifts it.
    Stopped {
        /// The body that says why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Digest>,
    },
    /// The hold was lifted.
    Started {},
    /// The sandbox tested itself on this host, with another result than before.
    SandboxTested(SandboxTested),
}

impl EventData for SwarmEvent {}

impl Swarm {
    /// The agents of an organisation that had none.
    ///
    /// # Errors
    /// [`AgentRefusal::Fold`] alone, which is a defect.
    pub fn form(org: OrgId, id: SwarmId, by: &By) -> Result<Stream<Self>, AgentRefusal> {
        Ok(Stream::create(org, id, by, SwarmEvent::Formed {})?)
    }

    /// Refuses while every agent is stopped.
    ///
    /// # Errors
    /// [`AgentRefusal::Held`].
    pub fn check_going(&self) -> Result<(), AgentRefusal> {
        if self.stop.is_some() { Err(AgentRefusal::Held) } else { Ok(()) }
    }

    /// Makes somebody captain, or nobody; who is it already records nothing.
    pub fn set_captain(stream: &mut Stream<Self>, by: &By, captain: Option<Captain>) {
        if stream.captain != captain {
            stream.record(by, SwarmEvent::CaptainSet { captain });
        }
    }

    /// Stops every agent until a person lifts it. They are stopped already: records nothing more, and the first reason stands.
    pub fn stop_all(stream: &mut Stream<Self>, by: &By, reason: Option<Digest>) {
        if stream.stop.is_none() {
            stream.record(by, SwarmEvent::Stopped { reason });
        }
    }

    /// Lifts the hold.
    ///
    /// # Errors
    /// [`AgentRefusal::MayNotLift`] for anybody but a person.
    pub fn start_all(stream: &mut Stream<Self>, by: &By) -> Result<(), AgentRefusal> {
        if by.actor.person().is_none() {
            return Err(AgentRefusal::MayNotLift);
        }
        if stream.stop.is_some() {
            stream.record(by, SwarmEvent::Started {});
        }
        Ok(())
    }

    /// Notes what a self-test of the sandbox showed; the same as before records nothing.
    pub fn sandbox_tested(stream: &mut Stream<Self>, by: &By, tested: SandboxTested) {
        if stream.sandbox.as_ref() != Some(&tested) {
            stream.record(by, SwarmEvent::SandboxTested(tested));
        }
    }
}

impl Aggregate for Swarm {
    type Id = SwarmId;
    type Event = SwarmEvent;
    const NOUN: &'static str = "swarm";

    fn create(_: SwarmId, first: &Recorded<SwarmEvent>) -> Result<Self, FoldError> {
        let SwarmEvent::Formed {} = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        Ok(Self { captain: None, stop: None, sandbox: None })
    }

    fn apply(&mut self, event: &Recorded<SwarmEvent>) {
        match &event.event {
            SwarmEvent::Formed {} => {}
            SwarmEvent::CaptainSet { captain } => self.captain.clone_from(captain),
            SwarmEvent::Stopped { reason } => self.stop = Some(Stop { by: event.actor.clone(), at: event.at, reason: *reason }),
            SwarmEvent::Started {} => self.stop = None,
            SwarmEvent::SandboxTested(tested) => self.sandbox = Some(tested.clone()),
        }
    }
}
