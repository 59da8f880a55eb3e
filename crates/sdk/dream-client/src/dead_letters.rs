//! Dead letters of a consumer.

use crate::call::Call;
use crate::{Client, ClientError, ConsumerName, PageOf};
use dream_api::{ChooseDeadLetters, ChosenDeadLetters, DeadLetter, EditDeadLetter, Page};
use dream_id::{MessageId, ProjectId};
use reqwest::Method;

impl Client {
    /// Lists the dead letters of a consumer, or of all, oldest first.
    pub async fn dead_letters(
        &self,
        consumer: Option<&str>,
        project: Option<ProjectId>,
        page: &PageOf,
    ) -> Result<Page<DeadLetter>, ClientError> {
        self.org_get(Call::get(&["dead-letters"]).query("consumer", consumer).query("project", project).page(page)).await
    }

    /// One dead letter.
    pub async fn dead_letter(&self, consumer: &ConsumerName, message: MessageId) -> Result<DeadLetter, ClientError> {
        let call = Call::get(&["consumers", &consumer.name, "dead-letters", &message.to_string()]);
        self.org_get(call.query("project", consumer.project)).await
    }

    /// Changes what a dead letter says.
    pub async fn edit_dead_letter(
        &self,
        consumer: &ConsumerName,
        message: MessageId,
        body: &EditDeadLetter,
    ) -> Result<DeadLetter, ClientError> {
        let call = Call::new(Method::POST, &["consumers", &consumer.name, "dead-letters", &message.to_string(), "edit"]);
        self.command(call.query("project", consumer.project), body).await
    }

    /// Hands dead letters over again: those named, or all.
    pub async fn replay_dead_letters(&self, consumer: &ConsumerName, body: &ChooseDeadLetters) -> Result<ChosenDeadLetters, ClientError> {
        let call = Call::new(Method::POST, &["consumers", &consumer.name, "dead-letters", "replay"]);
        self.command(call.query("project", consumer.project), body).await
    }

    /// Gives dead letters up: those named, or all.
    pub async fn drop_dead_letters(&self, consumer: &ConsumerName, body: &ChooseDeadLetters) -> Result<ChosenDeadLetters, ClientError> {
        let call = Call::new(Method::POST, &["consumers", &consumer.name, "dead-letters", "drop"]);
        self.command(call.query("project", consumer.project), body).await
    }
}
