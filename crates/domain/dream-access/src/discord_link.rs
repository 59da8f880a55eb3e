//! A Discord account that was linked to a person: what it does there counts as done by that person.

use crate::fold::not_first;
use crate::{AccessRefusal, Identity, Scopes, TokenScope};
use dream_clock::Timestamp;
use dream_id::{DiscordLinkId, OrgId, PersonId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a link holds before it must be made anew: 400 days, as for tokens.
pub const DISCORD_LINK_LIFETIME: Duration = Duration::from_hours(400 * 24);
/// The most characters of an account's name that are kept.
const MOST_NAME: usize = 80;

/// An account at Discord, as Discord itself named it in a signed interaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscordAccount {
    /// Its id: a number of 15 to 20 digits; of an account at Slack `slack:`, its workspace's and its own, which acts in no interaction of Discord's.
    pub id: String,
    /// What it is called; it may change there without being noticed here.
    pub name: String,
}

/// What happens to a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum DiscordLinkEvent {
    /// The person confirmed the account as their own.
    Made {
        /// Whose account it is.
        person: PersonId,
        /// The account.
        account: DiscordAccount,
        /// What may be done through it, at most.
        scopes: Scopes,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// It was ended before its time.
    Ended {
        /// Why.
        reason: String,
    },
}

impl EventData for DiscordLinkEvent {}

/// A link as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscordLink {
    /// Whose account it is.
    pub person: PersonId,
    /// The account.
    pub account: DiscordAccount,
    /// What may be done through it, at most: never administration.
    pub scopes: Scopes,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
}

impl Aggregate for DiscordLink {
    type Id = DiscordLinkId;
    type Event = DiscordLinkEvent;
    const NOUN: &'static str = "discord_link";

    fn create(_: DiscordLinkId, first: &Recorded<DiscordLinkEvent>) -> Result<Self, FoldError> {
        let DiscordLinkEvent::Made { person, account, scopes, expires_at } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self {
            person: *person,
            account: account.clone(),
            scopes: scopes.clone(),
            made_at: first.at,
            expires_at: *expires_at,
            ended_at: None,
        })
    }

    fn apply(&mut self, event: &Recorded<DiscordLinkEvent>) {
        if let DiscordLinkEvent::Ended { .. } = &event.event {
            self.ended_at = Some(event.at);
        }
    }
}

impl DiscordLink {
    /// Links `account` to the person `confirmer`, who says that it is theirs. Through it no more can be done than through what they
    /// confirm with, and never administration.
    ///
    /// # Errors
    /// [`AccessRefusal::NoScopes`] when nothing is left, and [`AccessRefusal::Fold`], which is a defect.
    pub fn make(
        org: OrgId,
        id: DiscordLinkId,
        by: &By,
        (confirmer, person): (&Identity, PersonId),
        account: DiscordAccount,
    ) -> Result<Stream<Self>, AccessRefusal> {
        let scopes: Scopes = confirmer.scopes.iter().copied().filter(|scope| *scope != TokenScope::Admin).collect();
        if scopes.is_empty() {
            return Err(AccessRefusal::NoScopes);
        }
        let name = account.name.chars().filter(|letter| !crate::name::hidden(*letter)).take(MOST_NAME).collect();
        let account = DiscordAccount { id: account.id, name };
        let expires_at = by.at.plus(DISCORD_LINK_LIFETIME);
        Ok(Stream::create(org, id, by, DiscordLinkEvent::Made { person, account, scopes, expires_at })?)
    }

    /// Ends the link; one that was ended before stays as it is.
    pub fn end(stream: &mut Stream<Self>, by: &By, reason: &str) {
        if stream.ended_at.is_none() {
            stream.record(by, DiscordLinkEvent::Ended { reason: reason.to_owned() });
        }
    }

    /// Refuses a link that was ended or, at `now`, has expired.
    ///
    /// # Errors
    /// [`AccessRefusal::DiscordLinkOver`].
    pub fn usable(&self, now: Timestamp) -> Result<(), AccessRefusal> {
        let over_at = self.ended_at.unwrap_or(self.expires_at);
        if self.ended_at.is_some() || self.expires_at <= now {
            return Err(AccessRefusal::DiscordLinkOver { over_at });
        }
        Ok(())
    }
}
