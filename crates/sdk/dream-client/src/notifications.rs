//! Notifications: what the caller was told of, and what they chose to be told of.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{ChooseNotifications, Notification, NotificationSettings, Page, ReadNotifications, UnreadNotifications};
use reqwest::Method;

impl Client {
    /// Lists what the caller was told of, newest first; with `open` only what is neither seen nor done.
    pub async fn notifications(&self, open: bool, page: &PageOf) -> Result<Page<Notification>, ClientError> {
        self.org_get(Call::get(&["notifications"]).query("open", open.then_some(true)).page(page)).await
    }

    /// Marks one notification as seen, or all.
    pub async fn read_notifications(&self, body: &ReadNotifications) -> Result<UnreadNotifications, ClientError> {
        self.post(&["notifications", "read"], body).await
    }

    /// What the caller chose to be told of.
    pub async fn notification_settings(&self) -> Result<NotificationSettings, ClientError> {
        self.org_get(Call::get(&["notification-settings"])).await
    }

    /// Chooses anew.
    pub async fn choose_notifications(&self, body: &ChooseNotifications) -> Result<NotificationSettings, ClientError> {
        self.command(Call::new(Method::PUT, &["notification-settings"]), body).await
    }
}
