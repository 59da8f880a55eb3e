//! What may happen to an escalation, decided on its state.

use super::{Escalation, EscalationEvent, EscalationRaised, EscalationStatus};
use crate::AgentRefusal;
use dream_clock::Timestamp;
use dream_id::{EscalationId, OrgId};
use dream_ledger::{By, Digest, Stream};
use std::time::Duration;

impl Escalation {
    /// How long a captain has to answer until people are told.
    pub const USUAL_TERM: Duration = Duration::from_mins(15);

    /// Raises an escalation. Its title is cut to 200 characters.
    ///
    /// # Errors
    /// [`AgentRefusal::Fold`] alone, which is a defect.
    pub fn raise(org: OrgId, id: EscalationId, by: &By, mut raised: EscalationRaised) -> Result<Stream<Self>, AgentRefusal> {
        raised.title = raised.title.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(200).collect();
        Ok(Stream::create(org, id, by, EscalationEvent::Raised(Box::new(raised)))?)
    }

    /// Says that somebody looks into it; said before, it records nothing.
    ///
    /// # Errors
    /// [`AgentRefusal::EscalationOver`] when it was answered or resolved.
    pub fn acknowledge(stream: &mut Stream<Self>, by: &By) -> Result<(), AgentRefusal> {
        match stream.status {
            EscalationStatus::Raised => stream.record(by, EscalationEvent::Acknowledged {}),
            EscalationStatus::Acknowledged => {}
            over => return Err(AgentRefusal::EscalationOver { status: over.name() }),
        }
        Ok(())
    }

    /// Answers it. It may be answered again until it is resolved: the newest answer counts.
    ///
    /// # Errors
    /// [`AgentRefusal::EscalationOver`] when it was resolved.
    pub fn give_answer(stream: &mut Stream<Self>, by: &By, text: Digest) -> Result<(), AgentRefusal> {
        if stream.status == EscalationStatus::Resolved {
            return Err(AgentRefusal::EscalationOver { status: stream.status.name() });
        }
        stream.record(by, EscalationEvent::Answered { text });
        Ok(())
    }

    /// Says that it is over; said before, it records nothing.
    pub fn resolve(stream: &mut Stream<Self>, by: &By) {
        if stream.status != EscalationStatus::Resolved {
            stream.record(by, EscalationEvent::Resolved {});
        }
    }

    /// Notes that people were told, if that is due. Returns whether it was.
    pub fn tell_people(stream: &mut Stream<Self>, by: &By) -> bool {
        let due = stream.due_at().is_some_and(|due| due <= by.at);
        if due {
            stream.record(by, EscalationEvent::PeopleTold {});
        }
        due
    }

    /// When people are to be told; `None` once they were or somebody has answered.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        let open = matches!(self.status, EscalationStatus::Raised | EscalationStatus::Acknowledged);
        (open && self.people_told_at.is_none()).then_some(self.raised.due_at)
    }
}
