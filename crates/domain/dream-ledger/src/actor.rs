//! Who caused an event, and what they proved it with.

use dream_id::{DiscordLinkId, PersonId, SessionId, TokenId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who caused an event. Computed by the server from how the call was authenticated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub enum Actor {
    /// A human being, through one of their tokens or sessions, or the Discord account linked to them.
    Person {
        /// Who.
        id: PersonId,
        /// What was presented.
        via: Credential,
    },
    /// An agent, by its name in its organisation. Never counts as an approver.
    Agent {
        /// Its name.
        name: String,
    },
    /// The server itself.
    System {
        /// The worker or command that acted, such as `scheduler` or `setup`.
        worker: String,
    },
}

/// What a person presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Credential {
    /// A bearer token.
    Token(TokenId),
    /// A session in a browser.
    Session(SessionId),
    /// A Discord account that was linked to the person.
    DiscordLink(DiscordLinkId),
}

/// An actor without a credential, or with two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a person acts through one token, one session or one linked account; the entry was altered, or a newer version wrote it")]
pub struct CredentialError;

/// The JSON of an actor: a person has one of `token`, `session` and `discord_link`.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Wire {
    Person {
        id: PersonId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<TokenId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discord_link: Option<DiscordLinkId>,
    },
    Agent {
        name: String,
    },
    System {
        worker: String,
    },
}

impl Actor {
    /// The server's own part named `worker`.
    #[must_use]
    pub fn system(worker: &str) -> Self {
        Self::System { worker: worker.to_owned() }
    }

    /// The person, if it is one.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::Agent { .. } | Self::System { .. } => None,
        }
    }
}

impl Credential {
    /// The token, if it is one.
    #[must_use]
    pub fn token(self) -> Option<TokenId> {
        match self {
            Self::Token(id) => Some(id),
            Self::Session(_) | Self::DiscordLink(_) => None,
        }
    }

    /// The session, if it is one.
    #[must_use]
    pub fn session(self) -> Option<SessionId> {
        match self {
            Self::Session(id) => Some(id),
            Self::Token(_) | Self::DiscordLink(_) => None,
        }
    }

    /// The linked Discord account, if it is one.
    #[must_use]
    pub fn discord_link(self) -> Option<DiscordLinkId> {
        match self {
            Self::DiscordLink(id) => Some(id),
            Self::Token(_) | Self::Session(_) => None,
        }
    }
}

impl fmt::Display for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(id) => id.fmt(f),
            Self::Session(id) => id.fmt(f),
            Self::DiscordLink(id) => id.fmt(f),
        }
    }
}

impl From<TokenId> for Credential {
    fn from(id: TokenId) -> Self {
        Self::Token(id)
    }
}

impl From<SessionId> for Credential {
    fn from(id: SessionId) -> Self {
        Self::Session(id)
    }
}

impl From<DiscordLinkId> for Credential {
    fn from(id: DiscordLinkId) -> Self {
        Self::DiscordLink(id)
    }
}

impl From<Actor> for Wire {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Person { id, via } => Self::Person { id, token: via.token(), session: via.session(), discord_link: via.discord_link() },
            Actor::Agent { name } => Self::Agent { name },
            Actor::System { worker } => Self::System { worker },
        }
    }
}

impl TryFrom<Wire> for Actor {
    type Error = CredentialError;

    fn try_from(wire: Wire) -> Result<Self, CredentialError> {
        Ok(match wire {
            Wire::Person { id, token: Some(token), session: None, discord_link: None } => Self::Person { id, via: token.into() },
            Wire::Person { id, token: None, session: Some(session), discord_link: None } => Self::Person { id, via: session.into() },
            Wire::Person { id, token: None, session: None, discord_link: Some(link) } => Self::Person { id, via: link.into() },
            Wire::Person { .. } => return Err(CredentialError),
            Wire::Agent { name } => Self::Agent { name },
            Wire::System { worker } => Self::System { worker },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId;
    use serde_json::json;

    #[test]
    fn a_person_acts_through_exactly_one_credential() {
        let (id, token, session) = (PersonId::from_parts(1, [1; 10]), TokenId::from_parts(2, [2; 10]), SessionId::from_parts(3, [3; 10]));
        let link = DiscordLinkId::from_parts(4, [4; 10]);
        for (via, wire) in [
            (token.into(), json!({ "type": "person", "id": id, "token": token })),
            (Credential::Session(session), json!({ "type": "person", "id": id, "session": session })),
            (link.into(), json!({ "type": "person", "id": id, "discord_link": link })),
        ] {
            let actor = Actor::Person { id, via };
            assert_eq!(serde_json::to_value(&actor).unwrap(), wire);
            assert_eq!(serde_json::from_value::<Actor>(wire).unwrap(), actor);
        }
        for broken in [
            json!({ "type": "person", "id": id }),
            json!({ "type": "person", "id": id, "token": token, "session": session }),
            json!({ "type": "person", "id": id, "session": session, "discord_link": link }),
            json!({ "type": "person", "id": id, "token": token, "name": "x" }),
        ] {
            assert!(serde_json::from_value::<Actor>(broken).is_err());
        }
        assert_eq!(serde_json::to_value(Actor::system("setup")).unwrap(), json!({ "type": "system", "worker": "setup" }));
    }
}
