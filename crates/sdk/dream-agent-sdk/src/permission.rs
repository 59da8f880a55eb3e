//! Asking whether something may be done.

use crate::{Context, Error};
use agent_client_protocol::v1::schema::{
    PermissionOption as Option_, PermissionOptionKind, RequestPermissionOutcome, RequestPermissionRequest, ToolCallUpdate,
    ToolCallUpdateFields, ToolKind,
};
use serde_json::Value;

/// What an agent wants to do.
#[derive(Debug, Clone, PartialEq)]
pub struct PermissionRequest {
    call: String,
    title: String,
    kind: ToolKind,
    arguments: Value,
    options: Vec<PermissionOption>,
}

/// An answer that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionOption {
    /// Yes, this once.
    AllowOnce,
    /// Yes, and the agent will not ask again for the like.
    AllowAlways,
    /// No.
    RejectOnce,
    /// No, and the agent will not ask again for the like.
    RejectAlways,
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// One of the answers that were offered.
    Answered(PermissionOption),
    /// Nothing: the server has taken the turn back.
    Cancelled,
}

impl Permission {
    /// Whether the agent may do it now.
    #[must_use]
    pub fn is_allowed(self) -> bool {
        matches!(self, Self::Answered(PermissionOption::AllowOnce | PermissionOption::AllowAlways))
    }
}

impl PermissionRequest {
    /// The tool call `call` (the agent's own name for it) with exactly these arguments. What is approved is these arguments: the same
    /// question later meets the same approval, another one is another question. Offered are yes and no, this once.
    #[must_use]
    pub fn new(call: impl Into<String>, title: impl Into<String>, arguments: Value) -> Self {
        let options = vec![PermissionOption::AllowOnce, PermissionOption::RejectOnce];
        Self { call: call.into(), title: title.into(), kind: ToolKind::Other, arguments, options }
    }

    /// That it executes a command.
    #[must_use]
    pub fn executes(mut self) -> Self {
        self.kind = ToolKind::Execute;
        self
    }

    /// That it changes files.
    #[must_use]
    pub fn edits(mut self) -> Self {
        self.kind = ToolKind::Edit;
        self
    }

    /// Other answers than yes and no, this once.
    #[must_use]
    pub fn options(mut self, options: impl IntoIterator<Item = PermissionOption>) -> Self {
        self.options = options.into_iter().collect();
        self
    }
}

impl PermissionOption {
    const ALL: [Self; 4] = [Self::AllowOnce, Self::AllowAlways, Self::RejectOnce, Self::RejectAlways];

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::AllowOnce => "allow_once",
            Self::AllowAlways => "allow_always",
            Self::RejectOnce => "reject_once",
            Self::RejectAlways => "reject_always",
        }
    }

    fn offered(self) -> Option_ {
        let (name, kind) = match self {
            Self::AllowOnce => ("Allow once", PermissionOptionKind::AllowOnce),
            Self::AllowAlways => ("Always allow", PermissionOptionKind::AllowAlways),
            Self::RejectOnce => ("Reject", PermissionOptionKind::RejectOnce),
            Self::RejectAlways => ("Always reject", PermissionOptionKind::RejectAlways),
        };
        Option_::new(self.id(), name, kind)
    }
}

impl Context {
    /// Asks whether the agent may do something, and waits until somebody has decided or the turn is cancelled.
    ///
    /// # Errors
    /// [`Error::Refused`], [`Error::Connection`].
    pub async fn ask_permission(&self, request: PermissionRequest) -> Result<Permission, Error> {
        const METHOD: &str = "session/request_permission";
        let fields = ToolCallUpdateFields::new().title(request.title).kind(request.kind).raw_input(request.arguments);
        let options = request.options.iter().map(|option| option.offered()).collect();
        let asked = RequestPermissionRequest::new(self.session.id.clone(), ToolCallUpdate::new(request.call, fields), options);
        let answer = self.connection.send_request(asked).block_task().await.map_err(|error| Error::answered(METHOD, &error))?;
        match answer.outcome {
            RequestPermissionOutcome::Selected(selected) => {
                let chosen = PermissionOption::ALL.into_iter().find(|option| option.id() == &*selected.option_id.0);
                chosen.map(Permission::Answered).ok_or_else(|| Error::Argument {
                    what: METHOD.to_owned(),
                    why: format!("the server chose {}, which was not offered", selected.option_id.0),
                })
            }
            _ => Ok(Permission::Cancelled),
        }
    }
}
