//! A bearer token: whose it is, what it may be used for, and until when. Its text is nowhere, only the text's digest.

use crate::fold::not_first;
use crate::{AccessRefusal, Identity, Scopes, name::checked};
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, TokenId};
use dream_ledger::{Aggregate, By, Digest, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a token may live: 400 days.
pub const MAX_TOKEN_LIFETIME: Duration = Duration::from_hours(400 * 24);

/// What happens to a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum TokenEvent {
    /// It was made.
    Minted {
        /// Whose it is.
        person: PersonId,
        /// What its owner calls it.
        name: String,
        /// SHA-256 of the token's whole text.
        digest: Digest,
        /// What it may be used for.
        scopes: Scopes,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// It was ended before its time.
    Revoked {
        /// Why.
        reason: String,
    },
}

impl EventData for TokenEvent {}

/// A token as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Whose it is.
    pub person: PersonId,
    /// Who made it, when that was a person: somebody else than its owner shows in every list.
    pub minted_by: Option<PersonId>,
    /// What its owner calls it.
    pub name: String,
    /// SHA-256 of the token's whole text.
    pub digest: Digest,
    /// What it may be used for.
    pub scopes: Scopes,
    /// When it was made.
    pub minted_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was ended before its time.
    pub revoked_at: Option<Timestamp>,
}

/// What a new token is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Whose it is.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// The digest of its text, from [`crate::TokenText::digest`].
    pub digest: Digest,
    /// What it may be used for.
    pub scopes: Scopes,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Aggregate for Token {
    type Id = TokenId;
    type Event = TokenEvent;
    const NOUN: &'static str = "token";

    fn create(_: TokenId, first: &Recorded<TokenEvent>) -> Result<Self, FoldError> {
        let TokenEvent::Minted { person, name, digest, scopes, expires_at } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self {
            person: *person,
            minted_by: first.actor.person(),
            name: name.clone(),
            digest: *digest,
            scopes: scopes.clone(),
            minted_at: first.at,
            expires_at: *expires_at,
            revoked_at: None,
        })
    }

    fn apply(&mut self, event: &Recorded<TokenEvent>) {
        if let TokenEvent::Revoked { .. } = &event.event {
            self.revoked_at = Some(event.at);
        }
    }
}

impl Token {
    /// Makes a token. It may do no more than the token of the one who makes it.
    ///
    /// # Errors
    /// [`AccessRefusal`]: no or wider scopes, a bad name, or an end in the past or too far away.
    pub fn mint(org: OrgId, id: TokenId, by: &By, minter: &Identity, new: NewToken) -> Result<Stream<Self>, AccessRefusal> {
        let NewToken { person, name, digest, scopes, expires_at } = new;
        if scopes.is_empty() {
            return Err(AccessRefusal::NoScopes);
        }
        if let Some(scope) = scopes.difference(&minter.scopes).next() {
            return Err(AccessRefusal::WiderThanOwn { scope: *scope });
        }
        let latest = by.at.plus(MAX_TOKEN_LIFETIME);
        if expires_at <= by.at || expires_at > latest {
            return Err(AccessRefusal::BadEnd { what: "a token", until: expires_at, latest });
        }
        let name = checked(&name)?;
        Ok(Stream::create(org, id, by, TokenEvent::Minted { person, name, digest, scopes, expires_at })?)
    }

    /// Ends the token; one that was ended before stays as it is.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a reason that cannot be shown.
    pub fn revoke(stream: &mut Stream<Self>, by: &By, reason: &str) -> Result<(), AccessRefusal> {
        let reason = checked(reason)?;
        if stream.revoked_at.is_none() {
            stream.record(by, TokenEvent::Revoked { reason });
        }
        Ok(())
    }

    /// Refuses a token that is revoked or, at `now`, expired.
    ///
    /// # Errors
    /// [`AccessRefusal::TokenRevoked`] or [`AccessRefusal::TokenExpired`].
    pub fn usable(&self, now: Timestamp) -> Result<(), AccessRefusal> {
        if let Some(revoked_at) = self.revoked_at {
            return Err(AccessRefusal::TokenRevoked { revoked_at });
        }
        if self.expires_at <= now {
            return Err(AccessRefusal::TokenExpired { expired_at: self.expires_at });
        }
        Ok(())
    }
}
