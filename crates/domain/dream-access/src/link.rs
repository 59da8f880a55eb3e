//! A one-time link: it opens one session, or sets one password, once and for a time. Its text is nowhere, only the text's digest.

use crate::fold::not_first;
use crate::{AccessRefusal, Identity, SignInRefusal, TokenScope};
use dream_clock::Timestamp;
use dream_id::{LinkId, OrgId, PersonId};
use dream_ledger::{Aggregate, By, Digest, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Signing in, on the machine of the server alone.
    SignIn,
    /// Setting the login name and the password of somebody who was invited.
    Invitation,
    /// The same for the first owner, and naming the organisation.
    SetUp,
}

impl LinkPurpose {
    /// The purpose's word, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Invitation => "invitation",
            Self::SetUp => "set_up",
        }
    }

    /// How long such a link works.
    #[must_use]
    pub const fn lifetime(self) -> Duration {
        match self {
            Self::SignIn => Duration::from_mins(10),
            Self::Invitation => Duration::from_hours(7 * 24),
            Self::SetUp => Duration::from_hours(24),
        }
    }
}

/// What happens to a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum LinkEvent {
    /// It was made.
    Made {
        /// What it is for.
        purpose: LinkPurpose,
        /// For whom.
        person: PersonId,
        /// SHA-256 of its whole text.
        digest: Digest,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// It was used.
    Used {},
    /// It was revoked.
    Revoked {
        /// Why.
        reason: String,
    },
}

impl EventData for LinkEvent {}

/// A link as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// For whom.
    pub person: PersonId,
    /// Who made it, when that was a person.
    pub made_by: Option<PersonId>,
    /// SHA-256 of its whole text.
    pub digest: Digest,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Aggregate for Link {
    type Id = LinkId;
    type Event = LinkEvent;
    const NOUN: &'static str = "link";

    fn create(_: LinkId, first: &Recorded<LinkEvent>) -> Result<Self, FoldError> {
        let LinkEvent::Made { purpose, person, digest, expires_at } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self {
            purpose: *purpose,
            person: *person,
            made_by: first.actor.person(),
            digest: *digest,
            made_at: first.at,
            expires_at: *expires_at,
            used_at: None,
            revoked_at: None,
        })
    }

    fn apply(&mut self, event: &Recorded<LinkEvent>) {
        match &event.event {
            LinkEvent::Made { .. } => {}
            LinkEvent::Used {} => self.used_at = Some(event.at),
            LinkEvent::Revoked { .. } => self.revoked_at = Some(event.at),
        }
    }
}

impl Link {
    /// Makes a link for `person`.
    ///
    /// # Errors
    /// [`SignInRefusal::Fold`], which is a defect.
    pub fn make(
        org: OrgId,
        id: LinkId,
        by: &By,
        purpose: LinkPurpose,
        person: PersonId,
        digest: Digest,
    ) -> Result<Stream<Self>, SignInRefusal> {
        let expires_at = by.at.plus(purpose.lifetime());
        Ok(Stream::create(org, id, by, LinkEvent::Made { purpose, person, digest, expires_at })?)
    }

    /// Uses it up.
    ///
    /// # Errors
    /// [`SignInRefusal`] for one that was used or revoked before, or has expired.
    pub fn consume(stream: &mut Stream<Self>, by: &By) -> Result<(), SignInRefusal> {
        stream.usable(by.at)?;
        stream.record(by, LinkEvent::Used {});
        Ok(())
    }

    /// Revokes it; one that was used or revoked before stays as it is.
    pub fn revoke(stream: &mut Stream<Self>, by: &By, reason: &str) {
        if stream.used_at.is_none() && stream.revoked_at.is_none() {
            stream.record(by, LinkEvent::Revoked { reason: reason.to_owned() });
        }
    }

    /// Refuses a link that was used or revoked, or at `now` has expired.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub fn usable(&self, now: Timestamp) -> Result<(), SignInRefusal> {
        if let Some(used_at) = self.used_at {
            return Err(SignInRefusal::LinkUsed { used_at });
        }
        if let Some(revoked_at) = self.revoked_at {
            return Err(SignInRefusal::LinkRevoked { revoked_at });
        }
        if self.expires_at <= now {
            return Err(SignInRefusal::LinkExpired { expired_at: self.expires_at });
        }
        Ok(())
    }
}

impl Identity {
    /// Refuses a caller whose token lacks any scope. A session has all of them, so what leads to one must not be made with less.
    ///
    /// # Errors
    /// [`AccessRefusal::WiderThanOwn`].
    pub fn has_every_scope(&self) -> Result<(), AccessRefusal> {
        match TokenScope::all().difference(&self.scopes).next() {
            Some(scope) => Err(AccessRefusal::WiderThanOwn { scope: *scope }),
            None => Ok(()),
        }
    }
}
