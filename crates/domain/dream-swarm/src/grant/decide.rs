//! Decisions about grants.

use super::{Grant, GrantEvent, GrantMade, GrantedCall, LONGEST_GRANT, MOST_USES};
use crate::PermissionRefusal;
use dream_id::{GrantId, OrgId, TaskId};
use dream_ledger::{By, Digest, Stream};

impl Grant {
    /// A person gives standing leave while looking at `call`.
    ///
    /// # Errors
    /// [`PermissionRefusal`]: the caller is no person, the end or the number cannot be, or the signature does not cover the call.
    pub fn make(org: OrgId, id: GrantId, by: &By, made: GrantMade, call: &GrantedCall<'_>) -> Result<Stream<Self>, PermissionRefusal> {
        if by.actor.person().is_none() {
            return Err(PermissionRefusal::PeopleOnly);
        }
        if made.until <= by.at || made.until > by.at.plus(LONGEST_GRANT) {
            return Err(PermissionRefusal::GrantEnd { until: made.until, days: LONGEST_GRANT.as_secs() / 86_400 });
        }
        if !(1..=MOST_USES).contains(&made.most) {
            return Err(PermissionRefusal::GrantCount { most: MOST_USES });
        }
        made.signature.arguments.check()?;
        if !made.signature.covers(call) {
            return Err(PermissionRefusal::GrantMisses);
        }
        Ok(Stream::create(org, id, by, GrantEvent::Made(Box::new(made)))?)
    }

    /// It releases a call: in the transaction that does so. `digest` is the call's [`crate::action_digest`].
    ///
    /// # Errors
    /// [`PermissionRefusal::GrantOver`] unless it covers the call, holds now, and has calls left.
    pub fn consume(
        stream: &mut Stream<Self>,
        by: &By,
        call: &GrantedCall<'_>,
        digest: Digest,
        task: Option<TaskId>,
    ) -> Result<(), PermissionRefusal> {
        if !stream.holds(by.at) || !stream.made.signature.covers(call) {
            return Err(PermissionRefusal::GrantOver { grant: stream.id() });
        }
        stream.record(by, GrantEvent::Used { digest, task });
        Ok(())
    }

    /// A person revokes it: it releases nothing from then on.
    ///
    /// # Errors
    /// [`PermissionRefusal::GrantRevoked`] when it was revoked before, [`PermissionRefusal::PeopleOnly`].
    pub fn revoke(stream: &mut Stream<Self>, by: &By) -> Result<(), PermissionRefusal> {
        if by.actor.person().is_none() {
            return Err(PermissionRefusal::PeopleOnly);
        }
        if stream.revoked_at.is_some() {
            return Err(PermissionRefusal::GrantRevoked { grant: stream.id() });
        }
        stream.record(by, GrantEvent::Revoked {});
        Ok(())
    }
}
