//! Prompts.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{CheckPrompt, Page, Prompt, PromptVerdict, PromptVersion, PublishPrompt};

impl Client {
    /// What each craft is told.
    pub async fn prompts(&self, page: &PageOf) -> Result<Page<Prompt>, ClientError> {
        self.org_get(Call::get(&["prompts"]).page(page)).await
    }

    /// What a craft is told now, or was told by a version, with its text.
    pub async fn prompt(&self, craft: &str, version: Option<u32>) -> Result<Prompt, ClientError> {
        self.org_get(Call::get(&["prompts", craft]).query("version", version)).await
    }

    /// The versions that the organisation published for a craft, newest first.
    pub async fn prompt_versions(&self, craft: &str, page: &PageOf) -> Result<Page<PromptVersion>, ClientError> {
        self.org_get(Call::get(&["prompts", craft, "versions"]).page(page)).await
    }

    /// Publishes the next version of a craft's prompt.
    pub async fn publish_prompt(&self, craft: &str, body: &PublishPrompt) -> Result<Prompt, ClientError> {
        self.post(&["prompts", craft], body).await
    }

    /// Has a craft told the built-in prompt again.
    pub async fn reset_prompt(&self, craft: &str) -> Result<Prompt, ClientError> {
        self.post(&["prompts", craft, "reset"], &serde_json::json!({})).await
    }

    /// Checks a prompt without publishing it.
    pub async fn check_prompt(&self, craft: &str, body: &CheckPrompt) -> Result<PromptVerdict, ClientError> {
        self.post(&["prompts", craft, "check"], body).await
    }
}
