//! Invitations.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Invitation, Invite, MadeInvitation, Page};
use dream_id::LinkId;
use serde_json::json;

impl Client {
    /// Lists invitations, newest first.
    pub async fn invitations(&self, page: &PageOf) -> Result<Page<Invitation>, ClientError> {
        self.org_get(Call::get(&["invitations"]).page(page)).await
    }

    /// Invites somebody; the link is in this answer and nowhere else.
    pub async fn invite(&self, body: &Invite) -> Result<MadeInvitation, ClientError> {
        self.post(&["invitations"], body).await
    }

    /// Revokes an invitation.
    pub async fn revoke_invitation(&self, invitation: LinkId) -> Result<Invitation, ClientError> {
        self.post(&["invitations", &invitation.to_string(), "revoke"], &json!({})).await
    }
}
