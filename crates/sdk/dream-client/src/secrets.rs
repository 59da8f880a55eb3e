//! Secrets that the organisation keeps by name.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Page, Secret, SetSecret};
use reqwest::Method;

impl Client {
    /// The secrets that are kept, by name; never their values.
    pub async fn secrets(&self, page: &PageOf) -> Result<Page<Secret>, ClientError> {
        self.org_get(Call::get(&["secrets"]).page(page)).await
    }

    /// Sets the secret called `name`, or gives it another value.
    pub async fn set_secret(&self, name: &str, body: &SetSecret) -> Result<Secret, ClientError> {
        self.command(Call::new(Method::PUT, &["secrets", name]), body).await
    }

    /// Removes the secret called `name`.
    pub async fn remove_secret(&self, name: &str) -> Result<Secret, ClientError> {
        self.post(&["secrets", name, "remove"], &serde_json::json!({})).await
    }
}
