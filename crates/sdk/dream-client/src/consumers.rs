//! Consumers: made, handed messages, answered for.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Consumer, CreateConsumer, Deliveries, FetchMessages, Page, RemoveConsumer, SettleMessages, Settled};
use dream_id::ProjectId;
use reqwest::Method;

/// A consumer: its name, and the project whose channels it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerName {
    /// The name.
    pub name: String,
    /// The project; the organisation when `None`.
    pub project: Option<ProjectId>,
}

impl Client {
    /// Lists consumers, by name.
    pub async fn consumers(&self, project: Option<ProjectId>, page: &PageOf) -> Result<Page<Consumer>, ClientError> {
        self.org_get(Call::get(&["consumers"]).query("project", project).page(page)).await
    }

    /// One consumer.
    pub async fn consumer(&self, consumer: &ConsumerName) -> Result<Consumer, ClientError> {
        self.org_get(Call::get(&["consumers", &consumer.name]).query("project", consumer.project)).await
    }

    /// Makes a consumer.
    pub async fn create_consumer(&self, body: &CreateConsumer) -> Result<Consumer, ClientError> {
        self.post(&["consumers"], body).await
    }

    /// Takes a consumer away, with its place and its dead letters.
    pub async fn remove_consumer(&self, consumer: &ConsumerName, body: &RemoveConsumer) -> Result<Consumer, ClientError> {
        self.command(on(consumer, "remove"), body).await
    }

    /// Asks for messages; waits for the first as long as the body says.
    pub async fn fetch_messages(&self, consumer: &ConsumerName, body: &FetchMessages) -> Result<Deliveries, ClientError> {
        self.command(on(consumer, "fetch").long(), body).await
    }

    /// Answers for messages that were fetched.
    pub async fn settle_messages(&self, consumer: &ConsumerName, body: &SettleMessages) -> Result<Settled, ClientError> {
        self.command(on(consumer, "settle"), body).await
    }
}

/// A command on a consumer.
pub(crate) fn on(consumer: &ConsumerName, verb: &str) -> Call {
    Call::new(Method::POST, &["consumers", &consumer.name, verb]).query("project", consumer.project)
}
