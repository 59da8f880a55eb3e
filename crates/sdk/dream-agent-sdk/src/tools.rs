//! The tools that the server offers: the client's side of the Model Context Protocol.

use crate::{Error, ToolServer};
use futures::future::BoxFuture;
use rmcp::model::{CallToolRequestParams, ClientConfig, ContentBlock};
use rmcp::service::RunningService;
use rmcp::{RoleClient, ServiceExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::process::Stdio;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::process::{Child, Command};

/// A connection to a server of tools. Clones share it; it ends with the last of them.
#[derive(Clone)]
pub struct Tools(Arc<Connected>);

struct Connected {
    server: String,
    service: RunningService<RoleClient, ClientConfig>,
    /// The program that leads to the server: it ends when this is dropped.
    _program: Option<Child>,
}

/// A tool.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// What it does, written for a model.
    pub description: String,
    /// The JSON Schema of its arguments.
    pub schema: Value,
}

/// What a tool gave.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolOutcome {
    /// Words for a model.
    pub text: String,
    /// The same as data, if there is any.
    pub data: Option<Value>,
    /// Whether it failed: the words then say why and what to do next.
    pub failed: bool,
}

impl Tools {
    pub(crate) async fn connect(connect: &Connect, server: &ToolServer) -> Result<Self, Error> {
        let link = (connect.0)(server.clone()).await.map_err(|source| Error::ToolServer { name: server.name.clone(), source })?;
        let config = ClientConfig::default();
        let service = config.serve((link.read, link.write)).await.map_err(|error| Error::Connection(error.to_string()))?;
        Ok(Self(Arc::new(Connected { server: server.name.clone(), service, _program: link.program })))
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.0.service.is_closed() && !self.0.service.peer().is_transport_closed()
    }

    /// The tools that are offered now.
    ///
    /// # Errors
    /// [`Error::Connection`].
    pub async fn list(&self) -> Result<Vec<Tool>, Error> {
        let tools = self.0.service.list_all_tools().await.map_err(|error| Error::Connection(error.to_string()))?;
        let tools = tools.into_iter().map(|tool| Tool {
            name: tool.name.into_owned(),
            description: tool.description.unwrap_or_default().into_owned(),
            schema: Value::Object(tool.input_schema.as_ref().clone()),
        });
        Ok(tools.collect())
    }

    /// Calls a tool. A tool that failed is an outcome, for a model to read.
    ///
    /// # Errors
    /// [`Error::Connection`], [`Error::Argument`] when the arguments are no object.
    pub async fn call(&self, tool: &str, arguments: Value) -> Result<ToolOutcome, Error> {
        let arguments = match arguments {
            Value::Object(arguments) => arguments,
            Value::Null => Map::new(),
            _ => return Err(Error::Argument { what: tool.to_owned(), why: "its arguments are no object".to_owned() }),
        };
        let parameters = CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments);
        match self.0.service.call_tool(parameters).await {
            Ok(result) => Ok(ToolOutcome {
                text: result.content.into_iter().filter_map(words).collect::<Vec<_>>().join("\n"),
                data: result.structured_content,
                failed: result.is_error.unwrap_or(false),
            }),
            Err(rmcp::ServiceError::McpError(error)) => Ok(ToolOutcome { text: error.message.into_owned(), data: None, failed: true }),
            Err(error) => Err(Error::Connection(format!("{}: {error}", self.0.server))),
        }
    }

    /// Calls a tool of ours, whose answer has a known form.
    pub(crate) async fn get<A: Serialize, T: DeserializeOwned>(&self, tool: &str, arguments: &A) -> Result<T, Error> {
        let why = |error: serde_json::Error| Error::Argument { what: tool.to_owned(), why: error.to_string() };
        let arguments = serde_json::to_value(arguments).map_err(why)?;
        let outcome = self.call(tool, arguments).await?;
        if outcome.failed {
            let code = outcome.data.as_ref().and_then(|data| data.get("code")).and_then(Value::as_str).unwrap_or("tool_failed");
            return Err(Error::Tool { tool: tool.to_owned(), code: code.to_owned(), message: outcome.text });
        }
        let data = outcome.data.unwrap_or(Value::Null);
        serde_json::from_value(data).map_err(|source| Error::Answer { tool: tool.to_owned(), source })
    }

    /// Calls a tool of ours whose answer says nothing beyond that it was done.
    pub(crate) async fn tell<A: Serialize>(&self, tool: &str, arguments: &A) -> Result<(), Error> {
        self.get::<A, Value>(tool, arguments).await.map(drop)
    }
}

impl std::fmt::Debug for Tools {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tools").field("server", &self.0.server).finish_non_exhaustive()
    }
}

fn words(block: ContentBlock) -> Option<String> {
    match block {
        ContentBlock::Text(text) => Some(text.text),
        _ => None,
    }
}

/// How a server of tools is reached.
#[derive(Clone)]
pub(crate) struct Connect(Arc<dyn Fn(ToolServer) -> BoxFuture<'static, std::io::Result<Link>> + Send + Sync>);

/// The way to a server of tools.
pub(crate) struct Link {
    pub(crate) read: Box<dyn AsyncRead + Send + Unpin>,
    pub(crate) write: Box<dyn AsyncWrite + Send + Unpin>,
    pub(crate) program: Option<Child>,
}

impl Connect {
    pub(crate) fn new(connect: impl Fn(ToolServer) -> BoxFuture<'static, std::io::Result<Link>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(connect))
    }

    /// By starting the program that the server named: its input and output are the way.
    pub(crate) fn process() -> Self {
        Self::new(|server| Box::pin(async move { start(&server) }))
    }
}

fn start(server: &ToolServer) -> std::io::Result<Link> {
    let mut command = Command::new(&server.program);
    command.args(&server.arguments).envs(server.environment.iter().cloned());
    let mut program = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let gone = || std::io::Error::other("the program has no input or output");
    let (read, write) = (program.stdout.take().ok_or_else(gone)?, program.stdin.take().ok_or_else(gone)?);
    Ok(Link { read: Box::new(read), write: Box::new(write), program: Some(program) })
}
