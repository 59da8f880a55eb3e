//! Sending messages: one, many, and one to which a reply is awaited.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::observe::Waited;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use dream_api::{ItemError, Message, RequestReply, SendMessage, SendMessages, SentMessage, SentMessages, Span};
use dream_app::messages::{self, Outgoing, Request, Sent};
use http::StatusCode;

/// The largest batch: 16 MiB of JSON.
const LARGEST_BATCH: usize = 16 << 20;

pub(super) fn routes() -> Operations {
    Operations::default().routes(routes!(send_message)).routes(routes!(send_messages).up_to(LARGEST_BATCH)).routes(routes!(request_reply))
}

pub(crate) fn outgoing(message: SendMessage) -> Outgoing {
    let SendMessage { channel, project, body, headers, key, expires_in, reply_to, correlation } = message;
    Outgoing { channel, project, body, headers, key, expires_in: expires_in.map(Span::duration), reply_to, correlation }
}

/// Sends a message. When this is answered, it is on disk.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/messages", tag = "messages", params(OrgPath), request_body = SendMessage, responses((status = 201, body = Message)))]
async fn send_message(caller: Caller, _org: At<OrgPath>, Body(body): Body<SendMessage>) -> Result<Response, Failure> {
    let sent = messages::send(&caller.op, outgoing(body)).await?;
    Ok((StatusCode::CREATED, Json(render::message(sent))).into_response())
}

/// Sends up to 1,000 messages together. Each has its own answer: some may be refused while others are sent.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/messages/batch", tag = "messages", params(OrgPath), request_body = SendMessages, responses((status = 200, body = SentMessages)))]
async fn send_messages(caller: Caller, _org: At<OrgPath>, Body(body): Body<SendMessages>) -> Result<Json<SentMessages>, Failure> {
    let answers = messages::send_batch(&caller.op, body.messages.into_iter().map(outgoing).collect()).await?;
    let refused = u64::try_from(answers.iter().filter(|answer| answer.is_err()).count()).unwrap_or(u64::MAX);
    Ok(Json(SentMessages { items: answers.into_iter().map(sent).collect(), refused }))
}

fn sent(answer: Sent) -> SentMessage {
    match answer {
        Ok(sent) => SentMessage { id: Some(sent.id), sequence: Some(sent.place), repeated: sent.repeated, error: None },
        Err(error) => {
            let error = ItemError { code: error.code.to_owned(), detail: error.message };
            SentMessage { id: None, sequence: None, repeated: false, error: Some(error) }
        }
    }
}

/// Sends a message and waits for the reply to it. Whoever is handed the message sends its answer to the message's `reply_to`, with the
/// message's `correlation`.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/messages/request", tag = "messages", params(OrgPath), request_body = RequestReply, responses((status = 200, body = Message)))]
async fn request_reply(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<RequestReply>,
) -> Result<(Extension<Waited>, Json<Message>), Failure> {
    let request = Request { message: outgoing(body.message), timeout: body.timeout.map(Span::duration) };
    Ok((Extension(Waited), Json(render::message(messages::request(&caller.op, request).await?))))
}
