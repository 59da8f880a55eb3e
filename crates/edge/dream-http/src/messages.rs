//! Messages: sent, searched, looked up, waited for, erased.

mod send;

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::observe::Waited;
use crate::operations::{Operations, routes};
use crate::pages;
use crate::paths::{MessagePath, OrgPath};
use crate::render;
use axum::{Extension, Json};
use dream_api::{EraseMessage, History, HistoryIndex, Message, MessageStatus, Receipts, Span, schema};
use dream_app::history::{self, HistoryFilter};
use dream_app::messages;
use dream_clock::Timestamp;
use dream_id::ProjectId;
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;

pub(crate) use send::outgoing;

/// How long a status is waited for when the caller does not say.
const USUAL_WAIT: Duration = Duration::from_secs(30);

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(search_history))
        .routes(routes!(show_message))
        .routes(routes!(list_receipts))
        .routes(routes!(erase_message))
        .merge(send::routes())
}

/// Which messages to search for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HistoryParams {
    /// Those of one channel.
    channel: Option<String>,
    /// Those of the channels of one project.
    #[param(value_type = Option<schema::ProjectId>)]
    project: Option<ProjectId>,
    /// Those of one sender: the id or the name of a person, `agent/<name>` or `system/<part>`.
    sender: Option<String>,
    /// Those that hold all words of this text.
    search: Option<String>,
    /// Those that were sent then or later.
    #[param(value_type = Option<schema::Time>)]
    since: Option<Timestamp>,
    /// Those that were sent before then.
    #[param(value_type = Option<schema::Time>)]
    until: Option<Timestamp>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Searches the messages that the caller may see, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/messages", tag = "messages", params(OrgPath, HistoryParams), responses((status = 200, body = History)))]
async fn search_history(caller: Caller, _org: At<OrgPath>, Params(query): Params<HistoryParams>) -> Result<Json<History>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let HistoryParams { channel, project, sender, search: text, since, until, .. } = query;
    let filter = HistoryFilter { channel, project, sender, text, since, until };
    let found = history::search(&caller.op, filter, cursor, limit).await?;
    Ok(Json(History {
        items: found.page.items.into_iter().map(render::message).collect(),
        next: found.page.next.map(|cursor| cursor.0),
        index: HistoryIndex { behind: found.behind.messages, behind_since: found.behind.since },
    }))
}

/// One message.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/messages/{message}", tag = "messages", params(MessagePath), responses((status = 200, body = Message)))]
async fn show_message(caller: Caller, At(path): At<MessagePath>) -> Result<Json<Message>, Failure> {
    Ok(Json(render::message(messages::find(&caller.op, path.message).await?)))
}

/// What to wait for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WaitQuery {
    /// Answer when the message has come so far: `delivered` or `acknowledged`. At once when left out.
    wait: Option<MessageStatus>,
    /// How long to wait: `30s` unless told otherwise, `60s` at most.
    #[param(value_type = Option<schema::TimeSpan>)]
    timeout: Option<Span>,
}

/// Lists to whom a message was delivered, and what they made of it.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/messages/{message}/receipts", tag = "messages", params(MessagePath, WaitQuery), responses((status = 200, body = Receipts)))]
async fn list_receipts(
    caller: Caller,
    At(path): At<MessagePath>,
    Params(query): Params<WaitQuery>,
) -> Result<(Option<Extension<Waited>>, Json<Receipts>), Failure> {
    let wanted = match query.wait {
        None => None,
        Some(status @ (MessageStatus::Delivered | MessageStatus::Acknowledged)) => render::status_of(status),
        Some(_) => return Err(Failure::field("invalid_query", "wait", "use delivered or acknowledged")),
    };
    let timeout = query.timeout.map_or(USUAL_WAIT, Span::duration);
    let receipts = messages::receipts(&caller.op, path.message, wanted.map(|status| (status, timeout))).await?;
    Ok((wanted.map(|_| Extension(Waited)), Json(render::receipts(receipts, wanted))))
}

/// Erases what a message says; its digest stays, in the history and in the ledger.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/messages/{message}/erase", tag = "messages", params(MessagePath), request_body = EraseMessage, responses((status = 200, body = Message)))]
async fn erase_message(caller: Caller, At(path): At<MessagePath>, Body(body): Body<EraseMessage>) -> Result<Json<Message>, Failure> {
    Ok(Json(render::message(messages::erase(&caller.op, path.message, body.reason).await?)))
}
