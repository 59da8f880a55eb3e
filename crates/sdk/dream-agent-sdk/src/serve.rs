//! The agent's side of the protocol: what is answered to each request of the server.

use crate::agent::{Answer, ReadyAgent, TurnEnd};
use crate::session::{Sessions, prompt};
use crate::tools::Connect;
use crate::{Context, Error, Failure};
use agent_client_protocol as acp;
use agent_client_protocol::schema::ProtocolVersion;
use agent_client_protocol::v1::schema::{
    AgentCapabilities, CancelNotification, CloseSessionRequest, CloseSessionResponse, Implementation, InitializeRequest,
    InitializeResponse, NewSessionRequest, NewSessionResponse, PromptRequest, PromptResponse, SessionCapabilities,
    SessionCloseCapabilities, SessionId, StopReason,
};
use agent_client_protocol::v1::{ConnectionTo, Responder};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::compat::{TokioAsyncReadCompatExt as _, TokioAsyncWriteCompatExt as _};
use tokio_util::task::AbortOnDropHandle;

/// What every handler needs.
struct Shared {
    name: String,
    version: String,
    answer: Arc<Answer>,
    connect: Connect,
    sessions: Sessions,
}

pub(crate) async fn run<R, W>(agent: ReadyAgent, input: R, output: W) -> Result<(), Error>
where
    R: AsyncRead + Send + 'static,
    W: AsyncWrite + Send + 'static,
{
    let ReadyAgent { agent, answer, connect } = agent;
    let shared = Arc::new(Shared { name: agent.name, version: agent.version, answer, connect, sessions: Sessions::default() });
    let (greeted, opened, prompted, cancelled, closed) =
        (Arc::clone(&shared), Arc::clone(&shared), Arc::clone(&shared), Arc::clone(&shared), Arc::clone(&shared));
    acp::Agent
        .v1()
        .name(shared.name.clone())
        .on_receive_request(
            async move |_: InitializeRequest, responder: Responder<InitializeResponse>, _: ConnectionTo<acp::Client>| {
                responder.respond(greeted.greeting())
            },
            acp::on_receive_request!(),
        )
        .on_receive_request(
            async move |request: NewSessionRequest, responder: Responder<NewSessionResponse>, _: ConnectionTo<acp::Client>| {
                let id = opened.sessions.open(request.cwd, request.mcp_servers, opened.connect.clone());
                responder.respond(NewSessionResponse::new(id))
            },
            acp::on_receive_request!(),
        )
        .on_receive_request(
            async move |request: PromptRequest, responder: Responder<PromptResponse>, connection: ConnectionTo<acp::Client>| {
                prompted.prompted(request, responder, &connection)
            },
            acp::on_receive_request!(),
        )
        .on_receive_request(
            async move |request: CloseSessionRequest, responder: Responder<CloseSessionResponse>, _: ConnectionTo<acp::Client>| {
                closed.sessions.close(&request.session_id);
                responder.respond(CloseSessionResponse::new())
            },
            acp::on_receive_request!(),
        )
        .on_receive_notification(
            async move |notification: CancelNotification, _: ConnectionTo<acp::Client>| {
                if let Some(session) = cancelled.sessions.get(&notification.session_id) {
                    session.cancel();
                }
                Ok(())
            },
            acp::on_receive_notification!(),
        )
        .connect_to(acp::ByteStreams::new(output.compat_write(), input.compat()))
        .await
        .map_err(|error| Error::Connection(error.to_string()))
}

impl Shared {
    fn greeting(&self) -> InitializeResponse {
        let sessions = SessionCapabilities::new().close(SessionCloseCapabilities::new());
        InitializeResponse::new(ProtocolVersion::V1)
            .agent_capabilities(AgentCapabilities::new().session_capabilities(sessions))
            .agent_info(Implementation::new(self.name.clone(), self.version.clone()))
    }

    /// Begins a turn beside the others: the connection goes on reading meanwhile.
    fn prompted(
        &self,
        request: PromptRequest,
        responder: Responder<PromptResponse>,
        connection: &ConnectionTo<acp::Client>,
    ) -> Result<(), acp::Error> {
        let Some(session) = self.sessions.get(&request.session_id) else {
            return responder.respond_with_error(unknown(&request.session_id));
        };
        let turn = session.begin();
        let context = Context::new(connection.clone(), session, turn.clone());
        // A task of its own: what the agent computes must not hold up the connection, and ends with the turn.
        let answering = AbortOnDropHandle::new(tokio::spawn((self.answer)(prompt(request.prompt), context)));
        connection.spawn(async move {
            let ended = tokio::select! {
                biased;
                () = turn.cancelled() => return responder.respond(PromptResponse::new(StopReason::Cancelled)),
                ended = answering => ended.unwrap_or_else(|error| Err(Failure::passing(format!("the agent panicked: {error}")))),
            };
            match ended {
                Ok(end) => responder.respond(PromptResponse::new(reason(end))),
                Err(failure) => responder.respond_with_error(told(failure)),
            }
        })
    }
}

fn told(failure: Failure) -> acp::Error {
    let data = serde_json::json!({"code": "agent_failed", "retryable": failure.retryable});
    acp::Error::new(FAILED, failure.reason).data(data)
}

/// The code of a turn that failed, in the range that the protocol leaves to implementations.
const FAILED: i32 = -32_011;

fn reason(end: TurnEnd) -> StopReason {
    match end {
        TurnEnd::Finished => StopReason::EndTurn,
        TurnEnd::OutOfTokens => StopReason::MaxTokens,
        TurnEnd::OutOfRequests => StopReason::MaxTurnRequests,
        TurnEnd::Refused => StopReason::Refusal,
    }
}

fn unknown(id: &SessionId) -> acp::Error {
    acp::Error::invalid_params().data(format!("no conversation {} is open", id.0))
}
