//! One conversation of an agent: what it is offered and every call that it makes, over however many connections.

use crate::behind::Behind;
use crate::meter::Meter;
use crate::redact::redacted;
use crate::upstream::{Reached, Upstream};
use crate::{ToolLimits, offer};
use dream_ports::{ToolAnswer, ToolCaller, ToolHost, ToolVerdict};
use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Tool};
use serde_json::Value;
use std::sync::Arc;
use tokio::time::Instant;

/// A conversation.
pub(crate) struct Conversation {
    caller: ToolCaller,
    host: Arc<dyn ToolHost>,
    pub(crate) behind: Arc<Behind>,
    meter: Meter,
    argument_bytes: usize,
}

impl Conversation {
    pub(crate) fn new(caller: ToolCaller, host: Arc<dyn ToolHost>, behind: Arc<Behind>, limits: &ToolLimits) -> Self {
        Self { caller, host, behind, meter: Meter::new(limits), argument_bytes: limits.argument_bytes }
    }

    /// Whose it is.
    pub(crate) fn caller(&self) -> &ToolCaller {
        &self.caller
    }

    /// Everything that is offered.
    pub(crate) async fn tools(&self) -> Vec<Tool> {
        let (ours, behind) = tokio::join!(self.host.offered(&self.caller), self.behind.tools());
        ours.into_iter().map(offer::ours).chain(behind).collect()
    }

    /// One call. Whatever goes wrong is said in the result, where the model reads it.
    pub(crate) async fn call(&self, name: &str, arguments: JsonObject) -> CallToolResult {
        let _turn = match self.meter.begin() {
            Ok(turn) => turn,
            Err(why) => return rendered(ToolAnswer::failed(why)),
        };
        let bytes = serde_json::to_vec(&arguments).map_or(usize::MAX, |json| json.len());
        if bytes > self.argument_bytes {
            let why = format!("the arguments have {bytes} bytes, and {} are the most; hand in the rest by itself", self.argument_bytes);
            return rendered(ToolAnswer::failed(why));
        }
        match offer::split(name) {
            None => rendered(self.host.call(&self.caller, name, Value::Object(arguments)).await),
            Some((server, tool)) => self.behind(name, server, tool, arguments).await.unwrap_or_else(rendered),
        }
    }

    /// A call of another server's tool, if it is allowed.
    async fn behind(&self, name: &str, server: &str, tool: &str, arguments: JsonObject) -> Result<CallToolResult, ToolAnswer> {
        let (upstream, _) = self.offered(name, server, tool).await?;
        let arguments = Value::Object(arguments);
        match self.host.allow(&self.caller, name, &arguments).await {
            ToolVerdict::Allowed => {}
            ToolVerdict::Denied(why) | ToolVerdict::Waiting(why) => return Err(ToolAnswer::failed(why)),
        }
        // People may have taken their time, and the server may be another process since.
        let (_, reached) = self.offered(name, server, tool).await?;
        tracing::debug!(agent.name = self.caller.agent.name, tool.name = name, tool.arguments = %redacted(&arguments), "a tool of another server is called");
        let Value::Object(arguments) = arguments else { return Err(ToolAnswer::failed("the arguments are no object")) };
        let since = Instant::now();
        let called = upstream.call(&reached, tool, arguments).await;
        let failed = called.as_ref().map_or(true, |result| result.is_error == Some(true));
        self.host.called(&self.caller, name, since.elapsed(), failed);
        called
    }

    /// The server that offers `tool`.
    async fn offered(&self, name: &str, server: &str, tool: &str) -> Result<(&Arc<Upstream>, Arc<Reached>), ToolAnswer> {
        let unknown = || ToolAnswer::failed(format!("there is no tool {name}; list the tools to see which there are"));
        let upstream = self.behind.server(server).ok_or_else(unknown)?;
        let away =
            |why| ToolAnswer::failed(format!("the tool server {server} is not reached: {why}; try again in a while, or go on without it"));
        let reached = upstream.reached().await.map_err(away)?;
        if reached.tools.iter().any(|offered| offered.name == tool) { Ok((upstream, reached)) } else { Err(unknown()) }
    }
}

fn rendered(answer: ToolAnswer) -> CallToolResult {
    let content = vec![ContentBlock::text(answer.text)];
    let mut result = if answer.failed { CallToolResult::error(content) } else { CallToolResult::success(content) };
    result.structured_content = answer.data;
    result
}
