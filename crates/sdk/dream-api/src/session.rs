//! Sessions: people signed in, in browsers.

use crate::{Role, ServerParts, schema};
use dream_clock::Timestamp;
use dream_id::{LinkId, OrgId, PersonId, SessionId};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// What a page in a browser needs to know of the session that it works in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CurrentSession {
    /// The organisation: what API paths name.
    #[schema(value_type = schema::OrgId)]
    pub org: OrgId,
    /// Its name.
    pub org_name: String,
    /// The person.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their role in the organisation; `null` for a member through teams and projects alone.
    pub role: Option<Role>,
    /// The session; `null` for a call with a token.
    #[schema(value_type = Option<schema::SessionId>)]
    pub session: Option<SessionId>,
    /// What every changing request of this session carries as `X-CSRF-Token`; `null` for a call with a token.
    pub csrf_token: Option<String>,
    /// How the person signed in; `null` for a call with a token.
    pub method: Option<SignInMethod>,
    /// Whether the person has a login name and a password.
    pub has_account: bool,
    /// When it ends if it is not used again.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
    /// The server's version.
    pub server_version: String,
    /// What the server runs: of everything else there are no pages.
    pub serves: ServerParts,
}

impl fmt::Debug for CurrentSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CurrentSession")
            .field("org", &self.org)
            .field("person", &self.person)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

crate::status::words! {
    /// How a person proved who they are.
    SignInMethod {
        /// By their password.
        Password = "password",
        /// By their password and a code of their device.
        PasswordAndCode = "password_and_code",
        /// By their password and a recovery code.
        PasswordAndRecoveryCode = "password_and_recovery_code",
        /// By a one-time link that they made with a token.
        Link = "link",
        /// By an invitation, with which they set their password.
        Invitation = "invitation",
    }
}

/// A session, without its text: nobody but the browser has that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// Its id.
    #[schema(value_type = schema::SessionId)]
    pub id: SessionId,
    /// Whose it is.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// How they signed in.
    pub method: SignInMethod,
    /// The browser and system, as it calls itself.
    pub client: String,
    /// Whether the code of the second factor is still missing: then it opens nothing yet.
    pub awaits_code: bool,
    /// When it was opened.
    #[schema(value_type = schema::Time)]
    pub opened_at: Timestamp,
    /// When it was last used, to the minute.
    #[schema(value_type = Option<schema::Time>)]
    pub used_at: Option<Timestamp>,
    /// When it ends if it is not used again.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
    /// When it was ended before its time.
    #[schema(value_type = Option<schema::Time>)]
    pub ended_at: Option<Timestamp>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A link that signs its maker in once, on the machine of the server. Its text is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignInLink {
    /// Its id.
    #[schema(value_type = schema::LinkId)]
    pub id: LinkId,
    /// When it stops to work.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
    /// Where it leads on this server: open the server's address with this behind it. It holds the text, and is not stored.
    pub path: String,
}

impl fmt::Debug for SignInLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignInLink").field("id", &self.id).field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}
