//! The one interpretation of a permission's events.

use super::{
    Permission, PermissionConsumed, PermissionDecided, PermissionEnded, PermissionEvent, PermissionOpened, PermissionStatus,
    PermissionVerdict,
};
use crate::fold::cannot_begin;
use dream_id::PermissionId;
use dream_ledger::{Aggregate, Digest, FoldError, Recorded};

impl Aggregate for Permission {
    type Id = PermissionId;
    type Event = PermissionEvent;
    const NOUN: &'static str = "permission";

    fn create(id: PermissionId, first: &Recorded<PermissionEvent>) -> Result<Self, FoldError> {
        let PermissionEvent::Opened(opened) = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        let opened = PermissionOpened::clone(opened);
        Ok(Self { id, opened, asked_at: first.at, decided: None, consumed: None, ended: None })
    }

    fn apply(&mut self, event: &Recorded<PermissionEvent>) {
        match &event.event {
            PermissionEvent::Opened(_) => {}
            PermissionEvent::Decided { verdict, comment, .. } => self.decided(event, verdict.status(), *comment),
            PermissionEvent::Answered { answer } => self.decided(event, PermissionStatus::Answered, Some(*answer)),
            PermissionEvent::Consumed { attempt, .. } => self.consumed = Some(PermissionConsumed { at: event.at, attempt: *attempt }),
            PermissionEvent::Withdrawn {} => self.ended = Some(PermissionEnded { status: PermissionStatus::Withdrawn, at: event.at }),
            PermissionEvent::Expired {} => self.ended = Some(PermissionEnded { status: PermissionStatus::Expired, at: event.at }),
        }
    }
}

impl Permission {
    /// Only a person's word is one: an event of anybody else changes nothing.
    fn decided(&mut self, event: &Recorded<PermissionEvent>, status: PermissionStatus, comment: Option<Digest>) {
        if let Some(by) = event.actor.person() {
            self.decided = Some(PermissionDecided { status, by, at: event.at, comment });
        }
    }
}

impl PermissionVerdict {
    /// How a permission stands after it.
    #[must_use]
    pub const fn status(self) -> PermissionStatus {
        match self {
            Self::Approve => PermissionStatus::Approved,
            Self::RequestChanges => PermissionStatus::ChangesRequested,
            Self::Reject => PermissionStatus::Rejected,
        }
    }
}
