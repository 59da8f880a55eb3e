//! A session: a person signed in, in one browser. The text of its cookie is nowhere, only the text's digest.

use crate::SignInRefusal;
use crate::fold::not_first;
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, SessionId};
use dream_ledger::{Aggregate, By, Digest, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a session lives, however much it is used: seven days.
pub const SESSION_LIFETIME: Duration = Duration::from_hours(7 * 24);
/// How long a session lives without being used: twelve hours.
pub const SESSION_IDLE: Duration = Duration::from_hours(12);
/// How long somebody who gave the password has to give the code: five minutes.
pub(crate) const CODE_PATIENCE: Duration = Duration::from_mins(5);
/// How many characters the name of a browser has at most.
const MAX_CLIENT_CHARS: usize = 60;

/// How a person proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// By their password.
    Password,
    /// By their password and a code of their device.
    PasswordAndCode,
    /// By their password and a recovery code.
    PasswordAndRecoveryCode,
    /// By a one-time link that they made with a token.
    Link,
    /// By an invitation, with which they set their password.
    Invitation,
}

impl SignInMethod {
    /// The method's word, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PasswordAndCode => "password_and_code",
            Self::PasswordAndRecoveryCode => "password_and_recovery_code",
            Self::Link => "link",
            Self::Invitation => "invitation",
        }
    }
}

/// What happens to a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum SessionEvent {
    /// Somebody signed in.
    Opened {
        /// Who.
        person: PersonId,
        /// SHA-256 of the cookie's whole text.
        digest: Digest,
        /// How.
        method: SignInMethod,
        /// Whether the code of the second factor is still missing: then it opens nothing but the page that asks for it.
        awaits_code: bool,
        /// The browser and system, as it calls itself.
        client: String,
        /// When it ends, however much it is used.
        expires_at: Timestamp,
    },
    /// It was ended before its time.
    Ended {
        /// Why.
        reason: String,
    },
}

impl EventData for SessionEvent {}

/// A session as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Whose it is.
    pub person: PersonId,
    /// SHA-256 of the cookie's whole text.
    pub digest: Digest,
    /// How the person proved who they are.
    pub method: SignInMethod,
    /// Whether the code of the second factor is still missing.
    pub awaits_code: bool,
    /// The browser and system, as it calls itself.
    pub client: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends, however much it is used.
    pub expires_at: Timestamp,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
}

/// What a new session is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Whose it is.
    pub person: PersonId,
    /// The digest of its text, from [`crate::SessionText::digest`].
    pub digest: Digest,
    /// How the person proved who they are.
    pub method: SignInMethod,
    /// Whether the code of the second factor is still missing.
    pub awaits_code: bool,
    /// What the browser calls itself.
    pub client: String,
}

impl Aggregate for Session {
    type Id = SessionId;
    type Event = SessionEvent;
    const NOUN: &'static str = "session";

    fn create(_: SessionId, first: &Recorded<SessionEvent>) -> Result<Self, FoldError> {
        let SessionEvent::Opened { person, digest, method, awaits_code, client, expires_at } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self {
            person: *person,
            digest: *digest,
            method: *method,
            awaits_code: *awaits_code,
            client: client.clone(),
            opened_at: first.at,
            expires_at: *expires_at,
            ended_at: None,
        })
    }

    fn apply(&mut self, event: &Recorded<SessionEvent>) {
        if let SessionEvent::Ended { .. } = &event.event {
            self.ended_at = Some(event.at);
        }
    }
}

impl Session {
    /// Opens a session.
    ///
    /// # Errors
    /// [`SignInRefusal::Fold`], which is a defect.
    pub fn open(org: OrgId, id: SessionId, by: &By, new: NewSession) -> Result<Stream<Self>, SignInRefusal> {
        let NewSession { person, digest, method, awaits_code, client } = new;
        let expires_at = by.at.plus(if awaits_code { CODE_PATIENCE } else { SESSION_LIFETIME });
        let client = client.chars().filter(|letter| !crate::name::hidden(*letter)).take(MAX_CLIENT_CHARS).collect();
        Ok(Stream::create(org, id, by, SessionEvent::Opened { person, digest, method, awaits_code, client, expires_at })?)
    }

    /// Ends the session; one that was ended before stays as it is.
    pub fn end(stream: &mut Stream<Self>, by: &By, reason: &str) {
        if stream.ended_at.is_none() {
            stream.record(by, SessionEvent::Ended { reason: reason.to_owned() });
        }
    }

    /// Refuses a session that was ended, has expired, was not used for too long, or still waits for the code. `used_at` is when it was
    /// last used, as far as that is known; the opening counts as a use.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub fn usable(&self, used_at: Option<Timestamp>, now: Timestamp) -> Result<(), SignInRefusal> {
        self.alive(used_at, now)?;
        if self.awaits_code { Err(SignInRefusal::CodeNeeded) } else { Ok(()) }
    }

    /// Refuses a session that does not wait for a code, or no longer.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub fn waits_for_code(&self, now: Timestamp) -> Result<(), SignInRefusal> {
        self.alive(None, now)?;
        if self.awaits_code { Ok(()) } else { Err(SignInRefusal::CodeNotNeeded) }
    }

    fn alive(&self, used_at: Option<Timestamp>, now: Timestamp) -> Result<(), SignInRefusal> {
        if let Some(ended_at) = self.ended_at {
            return Err(SignInRefusal::SessionEnded { ended_at });
        }
        let expired_at = self.ends_at(used_at);
        if expired_at <= now { Err(SignInRefusal::SessionExpired { expired_at }) } else { Ok(()) }
    }

    /// When it ends if it is not used again.
    #[must_use]
    pub fn ends_at(&self, used_at: Option<Timestamp>) -> Timestamp {
        let used_at = used_at.map_or(self.opened_at, |used_at| used_at.max(self.opened_at));
        self.expires_at.min(used_at.plus(SESSION_IDLE))
    }
}
