//! What can go wrong between an agent and the server.

/// Why something that an agent asked for was not given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The connection to the server is gone, or was never made.
    #[error("the connection to the server ended: {0}")]
    Connection(String),
    /// The server refused, and says why.
    #[error("{what} was refused ({code}): {message}")]
    Refused {
        /// What was asked for: a method of the protocol.
        what: String,
        /// The stable code.
        code: String,
        /// What happened and what to do next.
        message: String,
    },
    /// There is no server of tools in this conversation.
    #[error("no tool server was given for this conversation: an agent gets one when the server starts it for a task")]
    NoTools,
    /// The program that leads to the tools cannot be started.
    #[error("the tool server {name} cannot be started")]
    ToolServer {
        /// The server's name.
        name: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A tool failed, and says why.
    #[error("the tool {tool} failed: {message}")]
    Tool {
        /// The tool.
        tool: String,
        /// The stable code.
        code: String,
        /// What happened and what to do next.
        message: String,
    },
    /// A tool answered in another form than this version of the SDK knows.
    #[error("the tool {tool} answered in a form that is not known here: is the server of the same version?")]
    Answer {
        /// The tool.
        tool: String,
        /// What does not fit.
        #[source]
        source: serde_json::Error,
    },
    /// An argument that cannot be sent.
    #[error("{what} cannot be sent: {why}")]
    Argument {
        /// The argument.
        what: String,
        /// Why.
        why: String,
    },
}

impl Error {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Connection(_) => "connection_ended",
            Self::Refused { code, .. } | Self::Tool { code, .. } => code,
            Self::NoTools => "no_tool_server",
            Self::ToolServer { .. } => "tool_server",
            Self::Answer { .. } => "tool_answer",
            Self::Argument { .. } => "argument",
        }
    }

    /// What the other side of the protocol answered to `what`.
    pub(crate) fn answered(what: &str, error: &agent_client_protocol::Error) -> Self {
        let code = error.data.as_ref().and_then(|data| data.get("code")).and_then(serde_json::Value::as_str);
        if agent_client_protocol::is_connection_terminated(error) || agent_client_protocol::is_incoming_transport_closed(error) {
            return Self::Connection(error.message.clone());
        }
        Self::Refused {
            what: what.to_owned(),
            code: code.map_or_else(|| i32::from(error.code).to_string(), str::to_owned),
            message: error.message.clone(),
        }
    }
}
