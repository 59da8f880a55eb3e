//! One connection of an agent to its conversation: the protocol's requests, answered.

use crate::conversation::Conversation;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, Implementation, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig,
    SubscriptionFilter,
};
use rmcp::service::{NotificationContext, RequestContext, SubscriptionContext};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;

/// What an agent's model is told about these tools.
const INSTRUCTIONS: &str = "Tools of the server that runs you: messages, tasks, artifacts, constraints, and people to ask. \
Whatever you claim to have done counts only once a tool has said so.";

/// A connection.
pub(crate) struct Session {
    pub(crate) conversation: Arc<Conversation>,
    /// Cancelled when the connection is over: a call that nobody waits for is not carried on with.
    pub(crate) gone: CancellationToken,
    /// What it holds of the room for connections, where nobody holds it for it.
    pub(crate) _place: Option<OwnedSemaphorePermit>,
}

impl ServerHandler for Session {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_tool_list_changed().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("dreamos", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.conversation.tools().await))
    }

    async fn call_tool(&self, request: CallToolRequestParams, context: RequestContext<RoleServer>) -> Result<CallToolResponse, ErrorData> {
        let call = self.conversation.call(&request.name, request.arguments.unwrap_or_default());
        tokio::select! {
            result = call => Ok(result.into()),
            () = context.ct.cancelled() => Err(ErrorData::internal_error("the call was cancelled", None)),
            () = self.gone.cancelled() => Err(ErrorData::internal_error("the connection is over", None)),
        }
    }

    async fn on_initialized(&self, context: NotificationContext<RoleServer>) {
        let (mut changes, gone) = (self.conversation.behind.changes(), self.gone.clone());
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = gone.cancelled() => return,
                    changed = changes.changed() => if changed.is_err() { return },
                }
                if context.peer.notify_tool_list_changed().await.is_err() {
                    return;
                }
            }
        });
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(requested.intersection(&SubscriptionFilter::builder().tools_list_changed().build()))
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let mut changes = self.conversation.behind.changes();
        loop {
            tokio::select! {
                () = context.cancelled() => return Ok(()),
                () = self.gone.cancelled() => return Ok(()),
                changed = changes.changed() => if changed.is_err() { return Ok(()) },
            }
            // Refused when the subscription is over, or about something else.
            if context.sink().notify_tool_list_changed().await.is_err() {
                return Ok(());
            }
        }
    }
}
