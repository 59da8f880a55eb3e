//! The conversations that are open, and the turn that each is in.

use crate::tools::{Connect, Tools};
use crate::{Error, agent::Prompt};
use agent_client_protocol::v1::schema::{ContentBlock, EmbeddedResourceResource, McpServer, McpServerStdio, SessionId};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// A server of tools that an agent starts itself and speaks to on its input and output.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ToolServer {
    /// Its name.
    pub name: String,
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What its environment has beyond the agent's own: names and values.
    pub environment: Vec<(String, String)>,
}

/// One conversation.
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) folder: PathBuf,
    pub(crate) tool_servers: Vec<ToolServer>,
    pub(crate) connect: Connect,
    tools: tokio::sync::Mutex<Option<Tools>>,
    turn: Mutex<CancellationToken>,
    closed: CancellationToken,
}

impl Session {
    pub(crate) fn new(id: SessionId, folder: PathBuf, servers: Vec<McpServer>, connect: Connect) -> Self {
        let tool_servers = servers.into_iter().filter_map(command).collect();
        let closed = CancellationToken::new();
        Self { id, folder, tool_servers, connect, tools: tokio::sync::Mutex::new(None), turn: Mutex::new(closed.child_token()), closed }
    }

    /// Begins a turn; what is returned is thrown when the server takes the turn back.
    pub(crate) fn begin(&self) -> CancellationToken {
        let turn = self.closed.child_token();
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = turn.clone();
        turn
    }

    pub(crate) fn cancel(&self) {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner).cancel();
    }

    /// The tools of the first server. The connection is made when it is first needed, and again when it broke.
    pub(crate) async fn tools(&self) -> Result<Tools, Error> {
        let mut kept = self.tools.lock().await;
        if let Some(tools) = kept.as_ref().filter(|tools| tools.is_open()) {
            return Ok(tools.clone());
        }
        let server = self.tool_servers.first().ok_or(Error::NoTools)?;
        let tools = Tools::connect(&self.connect, server).await?;
        *kept = Some(tools.clone());
        Ok(tools)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.closed.cancel();
    }
}

/// Every open conversation.
#[derive(Default)]
pub(crate) struct Sessions {
    open: Mutex<(u64, HashMap<SessionId, Arc<Session>>)>,
}

impl Sessions {
    /// Opens a conversation under an id that none had before.
    pub(crate) fn open(&self, folder: PathBuf, servers: Vec<McpServer>, connect: Connect) -> SessionId {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.0 += 1;
        let id = SessionId::new(format!("session-{}", open.0));
        open.1.insert(id.clone(), Arc::new(Session::new(id.clone(), folder, servers, connect)));
        id
    }

    pub(crate) fn get(&self, id: &SessionId) -> Option<Arc<Session>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).1.get(id).cloned()
    }

    pub(crate) fn close(&self, id: &SessionId) {
        let closed = self.open.lock().unwrap_or_else(PoisonError::into_inner).1.remove(id);
        if let Some(session) = closed {
            session.closed.cancel();
        }
    }
}

fn command(server: McpServer) -> Option<ToolServer> {
    match server {
        McpServer::Stdio(McpServerStdio { name, command, args, env, .. }) => Some(ToolServer {
            name,
            program: command,
            arguments: args,
            environment: env.into_iter().map(|variable| (variable.name, variable.value)).collect(),
        }),
        _ => None,
    }
}

/// The words of a prompt.
pub(crate) fn prompt(blocks: Vec<ContentBlock>) -> Prompt {
    let texts: Vec<String> = blocks.into_iter().filter_map(words).collect();
    Prompt { text: texts.join("\n\n") }
}

fn words(block: ContentBlock) -> Option<String> {
    match block {
        ContentBlock::Text(text) => Some(text.text),
        ContentBlock::ResourceLink(link) => Some(link.uri),
        ContentBlock::Resource(resource) => match resource.resource {
            EmbeddedResourceResource::TextResourceContents(text) => Some(text.text),
            _ => None,
        },
        _ => None,
    }
}
