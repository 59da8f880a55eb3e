//! Invitations: links with which people set their login name and password.

use crate::{Role, schema};
use dream_clock::Timestamp;
use dream_id::{LinkId, MemberId, PersonId};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// An invitation, without its text: nobody can read that again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// Its id.
    #[schema(value_type = schema::LinkId)]
    pub id: LinkId,
    /// Who is invited.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Who invited them.
    #[schema(value_type = Option<schema::PersonId>)]
    pub invited_by: Option<PersonId>,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
    /// When it stops to work.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
    /// When it was accepted.
    #[schema(value_type = Option<schema::Time>)]
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    #[schema(value_type = Option<schema::Time>)]
    pub revoked_at: Option<Timestamp>,
}

/// Invites somebody: either `name` for somebody new, or `member` for somebody who is a member already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Invite {
    /// The name of somebody new, who becomes a member at once: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// Their role in the organisation, up to the caller's own; left out for a member through teams and projects alone.
    pub role: Option<Role>,
    /// A member who is there already. One who has a password sets a new one; that only an owner may ask for.
    #[schema(value_type = Option<schema::MemberId>)]
    pub member: Option<MemberId>,
}

/// An invitation with its link, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeInvitation {
    /// The invitation.
    #[serde(flatten)]
    pub invitation: Invitation,
    /// Where it leads on this server: hand on the server's address with this behind it. It holds the text, and is not stored.
    pub path: String,
    /// The whole address, where the server was told at which one it is reached from outside; `null` where it was not.
    pub url: Option<String>,
}

impl fmt::Debug for MadeInvitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeInvitation").field("invitation", &self.invitation).finish_non_exhaustive()
    }
}
