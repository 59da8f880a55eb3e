//! Messages: sent, looked up, followed.

use crate::call::Call;
use crate::stream::Stream;
use crate::{Client, ClientError, PageOf};
use dream_api::{
    EraseMessage, History, HistoryReport, Message, MessageStatus, Receipts, RequestReply, SendMessage, SendMessages, SentMessages, Span,
};
use dream_clock::Timestamp;
use dream_id::{MessageId, ProjectId};

/// Which messages of the history.
#[derive(Debug, Clone, Default)]
pub struct HistoryFilter {
    /// Those of one channel.
    pub channel: Option<String>,
    /// Those of the channels of one project.
    pub project: Option<ProjectId>,
    /// Those of one sender.
    pub sender: Option<String>,
    /// Those that hold all these words.
    pub search: Option<String>,
    /// Those that were sent then or later.
    pub since: Option<Timestamp>,
    /// Those that were sent before then.
    pub until: Option<Timestamp>,
}

/// A channel: its name, and the project it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelName {
    /// The name.
    pub name: String,
    /// The project; the organisation when `None`.
    pub project: Option<ProjectId>,
}

impl Client {
    /// Sends a message.
    pub async fn send_message(&self, body: &SendMessage) -> Result<Message, ClientError> {
        self.post(&["messages"], body).await
    }

    /// Sends messages together.
    pub async fn send_messages(&self, body: &SendMessages) -> Result<SentMessages, ClientError> {
        self.post(&["messages", "batch"], body).await
    }

    /// Sends a message and waits for the reply to it.
    pub async fn request_reply(&self, body: &RequestReply) -> Result<Message, ClientError> {
        self.post_long(&["messages", "request"], body).await
    }

    /// Searches the history, newest first.
    pub async fn history(&self, filter: &HistoryFilter, page: &PageOf) -> Result<History, ClientError> {
        let call = Call::get(&["messages"])
            .query("channel", filter.channel.as_ref())
            .query("project", filter.project)
            .query("sender", filter.sender.as_ref())
            .query("search", filter.search.as_ref())
            .query("since", filter.since)
            .query("until", filter.until);
        self.org_get(call.page(page)).await
    }

    /// One message.
    pub async fn message(&self, message: MessageId) -> Result<Message, ClientError> {
        self.org_get(Call::get(&["messages", &message.to_string()])).await
    }

    /// The receipts of a message; with `wait`, when it has come that far or the time is over.
    pub async fn receipts(&self, message: MessageId, wait: Option<MessageStatus>, timeout: Option<Span>) -> Result<Receipts, ClientError> {
        let call = Call::get(&["messages", &message.to_string(), "receipts"]).query("wait", wait).query("timeout", timeout);
        self.org_get(call.long()).await
    }

    /// Erases what a message says; its digest stays.
    pub async fn erase_message(&self, message: MessageId, body: &EraseMessage) -> Result<Message, ClientError> {
        self.post(&["messages", &message.to_string(), "erase"], body).await
    }

    /// Holds the messages of a channel against the digests in the ledger.
    pub async fn verify_history(&self, channel: &ChannelName) -> Result<HistoryReport, ClientError> {
        self.org_get(Call::get(&["channels", &channel.name, "verify"]).query("project", channel.project).long()).await
    }

    /// Follows a channel: what is sent from now on, or after the message with the sequence `after`.
    #[must_use]
    pub fn tail(&self, channel: &ChannelName, after: Option<u64>) -> Stream<Message> {
        let path = ["channels", &channel.name, "stream"].map(str::to_owned).to_vec();
        let query = channel.project.map(|project| ("project", project.to_string()));
        Stream::new(self.clone(), path, query.into_iter().collect(), after.map(|sequence| sequence.to_string()))
    }
}
