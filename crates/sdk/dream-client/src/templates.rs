//! Templates.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Page, PublishTemplate, Template, TemplateVerdict, ValidateTemplate};

impl Client {
    /// Lists templates by name.
    pub async fn templates(&self, page: &PageOf) -> Result<Page<Template>, ClientError> {
        self.org_get(Call::get(&["templates"]).page(page)).await
    }

    /// The newest version of a template, with its source.
    pub async fn template(&self, name: &str) -> Result<Template, ClientError> {
        self.org_get(Call::get(&["templates", name])).await
    }

    /// Publishes a new version.
    pub async fn publish_template(&self, body: &PublishTemplate) -> Result<Template, ClientError> {
        self.post(&["templates"], body).await
    }

    /// Checks a template without publishing it.
    pub async fn validate_template(&self, body: &ValidateTemplate) -> Result<TemplateVerdict, ClientError> {
        self.post(&["templates", "validate"], body).await
    }
}
