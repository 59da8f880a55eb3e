//! The one interpretation of each event of an agent.

use super::{Agent, AgentEvent, GivenUp};
use crate::fold::cannot_begin;
use dream_id::AgentId;
use dream_ledger::{Aggregate, FoldError, Recorded};

impl Aggregate for Agent {
    type Id = AgentId;
    type Event = AgentEvent;
    const NOUN: &'static str = "agent";

    fn create(id: AgentId, first: &Recorded<AgentEvent>) -> Result<Self, FoldError> {
        let AgentEvent::Registered { manifest, source, builtin, desired } = &first.event else {
            return Err(cannot_begin::<Self>(&first.event));
        };
        Ok(Self {
            id,
            manifest: manifest.as_ref().clone(),
            source: *source,
            builtin: *builtin,
            removed: false,
            desired: *desired,
            restarts_asked: 0,
            nudges_asked: 0,
            nudge: None,
            edition: 1,
            crashes: 0,
            given_up: None,
            registered_at: first.at,
        })
    }

    fn apply(&mut self, event: &Recorded<AgentEvent>) {
        match &event.event {
            AgentEvent::Registered { manifest, source, builtin, desired } => {
                self.manifest = manifest.as_ref().clone();
                (self.source, self.builtin, self.desired) = (*source, *builtin, *desired);
                (self.removed, self.crashes, self.given_up) = (false, 0, None);
                self.edition = self.edition.saturating_add(1);
                self.registered_at = event.at;
            }
            AgentEvent::Changed { manifest, source } => {
                self.manifest = manifest.as_ref().clone();
                (self.source, self.given_up) = (*source, None);
                self.edition = self.edition.saturating_add(1);
            }
            AgentEvent::Removed {} => self.removed = true,
            AgentEvent::Wanted { desired } => (self.desired, self.given_up) = (*desired, None),
            AgentEvent::RestartAsked {} => {
                self.restarts_asked = self.restarts_asked.saturating_add(1);
                self.given_up = None;
            }
            AgentEvent::NudgeAsked { text } => {
                self.nudges_asked = self.nudges_asked.saturating_add(1);
                self.nudge = *text;
            }
            AgentEvent::Crashed { .. } => self.crashes = self.crashes.saturating_add(1),
            AgentEvent::GivenUp { code, why } => {
                self.given_up = Some(GivenUp { code: code.clone(), why: why.clone(), at: event.at });
            }
        }
    }
}
