//! Channels.

use crate::call::Call;
use crate::{ChannelName, Client, ClientError, PageOf};
use dream_api::{Channel, Page, PutChannel};
use dream_id::ProjectId;

impl Client {
    /// Lists channels, by name.
    pub async fn channels(&self, project: Option<ProjectId>, page: &PageOf) -> Result<Page<Channel>, ClientError> {
        self.org_get(Call::get(&["channels"]).query("project", project).page(page)).await
    }

    /// One channel.
    pub async fn channel(&self, channel: &ChannelName) -> Result<Channel, ClientError> {
        self.org_get(Call::get(&["channels", &channel.name]).query("project", channel.project)).await
    }

    /// Makes a channel, or gives one that is there new settings.
    pub async fn put_channel(&self, body: &PutChannel) -> Result<Channel, ClientError> {
        self.post(&["channels"], body).await
    }
}
