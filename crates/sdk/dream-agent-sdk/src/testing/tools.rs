//! The supervisor's server of tools.

use super::swarm::{Swarm, TOOLS};
use rmcp::ErrorData;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, JsonObject, ListToolsResult, PaginatedRequestParams,
    ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// The swarm as a server of tools, and what breaks the connection.
#[derive(Clone)]
pub(super) struct Served(pub(super) Swarm, pub(super) CancellationToken);

impl ServerHandler for Served {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }

    async fn list_tools(&self, _: Option<PaginatedRequestParams>, _: RequestContext<RoleServer>) -> Result<ListToolsResult, ErrorData> {
        let schema: Arc<JsonObject> = Arc::new([("type".to_owned(), json!("object"))].into_iter().collect());
        let names = TOOLS.iter().map(|name| (*name).to_owned()).chain(self.0.others());
        let tools = names.map(|name| Tool::new(name, "", Arc::clone(&schema))).collect();
        Ok(ListToolsResult { tools, ..ListToolsResult::default() })
    }

    async fn call_tool(&self, request: CallToolRequestParams, _: RequestContext<RoleServer>) -> Result<CallToolResponse, ErrorData> {
        let outcome = self.0.call(&request.name, Value::Object(request.arguments.unwrap_or_default()));
        if self.0.loses(&request.name) {
            self.1.cancel();
            return std::future::pending().await;
        }
        let content = vec![ContentBlock::text(outcome.text)];
        let mut result = if outcome.failed { CallToolResult::error(content) } else { CallToolResult::success(content) };
        result.structured_content = outcome.data;
        Ok(result.into())
    }
}
