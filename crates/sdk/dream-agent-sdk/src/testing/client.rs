//! The supervisor's side of the protocol.

use super::swarm::Swarm;
use super::tools::Served;
use super::{Report, Supervisor, TestError, Turn};
use crate::tools::{Connect, Link};
use crate::{ReadyAgent, TurnEnd};
use agent_client_protocol as acp;
use agent_client_protocol::schema::ProtocolVersion;
use agent_client_protocol::v1::schema::{
    ContentBlock, InitializeRequest, McpServer, McpServerStdio, NewSessionRequest, PromptRequest, RequestPermissionOutcome,
    RequestPermissionRequest, RequestPermissionResponse, SelectedPermissionOutcome, SessionId, SessionNotification, SessionUpdate,
    StopReason,
};
use agent_client_protocol::v1::{ConnectionTo, Responder};
use rmcp::ServiceExt as _;
use serde_json::Value;
use tokio::io::{duplex, split};
use tokio_util::compat::{TokioAsyncReadCompatExt as _, TokioAsyncWriteCompatExt as _};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// How much fits into a pipe.
const PIPE: usize = 64 << 10;

pub(super) async fn run(supervisor: Supervisor, agent: ReadyAgent) -> Result<Report, TestError> {
    let mut prompts = supervisor.prompts.clone();
    let swarm = Swarm::new(supervisor);
    if prompts.is_empty() {
        prompts.push(swarm.brief());
    }
    let (ours, theirs) = duplex(PIPE);
    let (input, output) = split(theirs);
    let agent = ReadyAgent { connect: connect(swarm.clone()), ..agent };
    let mut running = AbortOnDropHandle::new(tokio::spawn(agent.run(input, output)));
    let told = tokio::select! {
        turns = talk(&swarm, ours, prompts) => turns.map_err(|error| error.to_string()),
        ended = &mut running => Err(match ended {
            Ok(Ok(())) => "it ended by itself".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        }),
    };
    let turns = told.map_err(TestError::Ended)?;
    Ok(Report { turns, ..swarm.report() })
}

/// A server of tools in memory for every one that is asked for.
fn connect(swarm: Swarm) -> Connect {
    Connect::new(move |_| {
        let swarm = swarm.clone();
        Box::pin(async move {
            let (ours, theirs) = duplex(PIPE);
            tokio::spawn(async move {
                let broken = CancellationToken::new();
                if let Ok(served) = Served(swarm, broken.clone()).serve(split(ours)).await {
                    let breaks = served.cancellation_token();
                    tokio::spawn(async move {
                        broken.cancelled().await;
                        breaks.cancel();
                    });
                    // It ends when the agent does, or the connection breaks.
                    let _ = served.waiting().await;
                }
            });
            let (read, write) = split(theirs);
            Ok(Link { read: Box::new(read), write: Box::new(write), program: None })
        })
    })
}

async fn talk(swarm: &Swarm, pipe: tokio::io::DuplexStream, prompts: Vec<String>) -> Result<Vec<Turn>, acp::Error> {
    let (told, asked, other) = (swarm.clone(), swarm.clone(), swarm.clone());
    let (input, output) = split(pipe);
    acp::Client
        .v1()
        .on_receive_notification(
            async move |notification: SessionNotification, _: ConnectionTo<acp::Agent>| {
                hear(&told, notification.update);
                Ok(())
            },
            acp::on_receive_notification!(),
        )
        .on_receive_request(
            async move |request: RequestPermissionRequest, responder: Responder<RequestPermissionResponse>, _: ConnectionTo<acp::Agent>| {
                responder.respond(RequestPermissionResponse::new(decide(&asked, request)))
            },
            acp::on_receive_request!(),
        )
        .on_receive_request(
            async move |request: acp::UntypedMessage, responder: Responder<Value>, _: ConnectionTo<acp::Agent>| match other
                .extension(request.method())
            {
                Some(answer) => responder.respond(answer),
                None => responder.respond_with_error(acp::Error::method_not_found()),
            },
            acp::on_receive_request!(),
        )
        .connect_with(acp::ByteStreams::new(output.compat_write(), input.compat()), async |connection: ConnectionTo<acp::Agent>| {
            turns(&connection, prompts).await
        })
        .await
}

async fn turns(connection: &ConnectionTo<acp::Agent>, prompts: Vec<String>) -> Result<Vec<Turn>, acp::Error> {
    connection.send_request(InitializeRequest::new(ProtocolVersion::V1)).block_task().await?;
    let tools = McpServer::Stdio(McpServerStdio::new("dreamos", "/dreamos"));
    let opened = connection.send_request(NewSessionRequest::new("/").mcp_servers(vec![tools])).block_task().await?;
    let mut turns = Vec::new();
    for prompt in prompts {
        turns.push(turn(connection, &opened.session_id, prompt).await?);
    }
    Ok(turns)
}

async fn turn(connection: &ConnectionTo<acp::Agent>, session: &SessionId, prompt: String) -> Result<Turn, acp::Error> {
    let request = PromptRequest::new(session.clone(), vec![ContentBlock::from(prompt)]);
    match connection.send_request(request).block_task().await {
        Ok(answer) => Ok(Turn::Ended(match answer.stop_reason {
            StopReason::MaxTokens => TurnEnd::OutOfTokens,
            StopReason::MaxTurnRequests => TurnEnd::OutOfRequests,
            StopReason::Refusal => TurnEnd::Refused,
            _ => TurnEnd::Finished,
        })),
        Err(error) if acp::is_incoming_transport_closed(&error) || acp::is_connection_terminated(&error) => Err(error),
        Err(error) => Ok(Turn::Failed(error.message)),
    }
}

fn hear(swarm: &Swarm, update: SessionUpdate) {
    match update {
        SessionUpdate::AgentMessageChunk(chunk) => {
            if let ContentBlock::Text(text) = chunk.content {
                swarm.note(|report| report.said.push_str(&text.text));
            }
        }
        SessionUpdate::AgentThoughtChunk(chunk) => {
            if let ContentBlock::Text(text) = chunk.content {
                swarm.note(|report| report.thought.push_str(&text.text));
            }
        }
        _ => {}
    }
}

fn decide(swarm: &Swarm, request: RequestPermissionRequest) -> RequestPermissionOutcome {
    let arguments = request.tool_call.fields.raw_input.unwrap_or(Value::Null);
    swarm.note(|report| report.permissions.push(arguments));
    let wanted = swarm.permission();
    let offered = request.options.iter().find(|option| &*option.option_id.0 == wanted.id()).or(request.options.last());
    offered.map_or(RequestPermissionOutcome::Cancelled, |option| {
        RequestPermissionOutcome::Selected(SelectedPermissionOutcome::new(option.option_id.clone()))
    })
}
