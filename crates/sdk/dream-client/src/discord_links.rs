//! Discord accounts that act as people.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{ConfirmDiscordLink, DiscordLink, LookAtLinkCode, Page, PendingDiscordLink};
use dream_id::DiscordLinkId;
use serde_json::json;

impl Client {
    /// Lists linked accounts, newest first: the caller's own, and everybody's for who may manage them.
    pub async fn discord_links(&self, page: &PageOf) -> Result<Page<DiscordLink>, ClientError> {
        self.org_get(Call::get(&["discord-links"]).page(page)).await
    }

    /// Which account asked for a code.
    pub async fn look_at_link_code(&self, code: &str) -> Result<PendingDiscordLink, ClientError> {
        self.post(&["discord-links", "look"], &LookAtLinkCode { code: code.to_owned() }).await
    }

    /// Links the account that asked for a code to the caller.
    pub async fn confirm_discord_link(&self, confirm: &ConfirmDiscordLink) -> Result<DiscordLink, ClientError> {
        self.post(&["discord-links"], confirm).await
    }

    /// Ends a link.
    pub async fn end_discord_link(&self, link: DiscordLinkId) -> Result<DiscordLink, ClientError> {
        self.post(&["discord-links", &link.to_string(), "end"], &json!({})).await
    }
}
