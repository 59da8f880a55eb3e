//! What an agent asks of people: whether it may do something, and questions of its own.

use super::{Answered, closed, json, read, session};
use crate::process::Agent;
use crate::session::{Session, Turn};
use crate::updates;
use agent_client_protocol::v1::schema::{
    CreateElicitationRequest, CreateElicitationResponse, ElicitationAcceptAction, ElicitationAction, ElicitationMode, ElicitationScope,
    Error, PermissionOptionKind, RequestPermissionOutcome, RequestPermissionRequest, RequestPermissionResponse, SelectedPermissionOutcome,
};
use dream_ports::{PermissionAnswer, PermissionAsked, PermissionChoice, PermissionKind, Question, QuestionAnswer};
use futures::future::BoxFuture;
use std::sync::{Arc, PoisonError};

/// What ends a question before people answer it.
enum Before {
    /// Its turn was cancelled.
    Cancelled,
    /// Its turn or its conversation ended.
    Over,
}

pub(super) fn permission(agent: &Arc<Agent>, params: &str) -> Result<BoxFuture<'static, Answered>, Error> {
    let request: RequestPermissionRequest = read(params)?;
    let session = session(agent, &request.session_id)?;
    let asked = asked(&session, request, params.len());
    if asked.options.is_empty() {
        return Err(Error::invalid_params().data("options is empty: there is nothing to choose from"));
    }
    let (agent, turn) = (Arc::clone(agent), session.turn());
    Ok(Box::pin(async move {
        let options = asked.options.clone();
        let decided = agent.host.permission(&agent.of, &session.key, session.work, asked);
        let answer = tokio::select! {
            biased;
            before = before(&session, turn.as_ref()) => match before {
                Before::Cancelled => PermissionAnswer::Cancelled,
                Before::Over => return Err(closed()),
            },
            answer = decided => answer,
        };
        let cancelled = turn.is_some_and(|turn| turn.cancelled.is_cancelled());
        json(&RequestPermissionResponse::new(outcome(answer, &options, cancelled)?))
    }))
}

/// What the agent wants, with what it has told of the tool call before.
fn asked(session: &Session, request: RequestPermissionRequest, size: usize) -> PermissionAsked {
    let call = session.calls.lock().unwrap_or_else(PoisonError::into_inner).told(request.tool_call, size);
    let options = request.options.into_iter().filter_map(|option| {
        let kind = match option.kind {
            PermissionOptionKind::AllowOnce => PermissionKind::AllowOnce,
            PermissionOptionKind::AllowAlways => PermissionKind::AllowAlways,
            PermissionOptionKind::RejectOnce => PermissionKind::RejectOnce,
            PermissionOptionKind::RejectAlways => PermissionKind::RejectAlways,
            // An answer whose meaning is not known is not given.
            _ => return None,
        };
        Some(PermissionChoice { id: option.option_id.0.to_string(), name: option.name, kind })
    });
    PermissionAsked {
        arguments: call.arguments(),
        title: call.title.unwrap_or_default(),
        kind: call.kind.map(|kind| updates::tool_kind(kind).to_owned()),
        call: call.id,
        options: options.collect(),
    }
}

/// What the agent is answered: that its turn was cancelled only when it was, and never an answer that it did not offer.
fn outcome(answer: PermissionAnswer, options: &[PermissionChoice], cancelled: bool) -> Result<RequestPermissionOutcome, Error> {
    let no = |option: &&PermissionChoice| matches!(option.kind, PermissionKind::RejectOnce | PermissionKind::RejectAlways);
    let chosen = match answer {
        PermissionAnswer::Cancelled if cancelled => return Ok(RequestPermissionOutcome::Cancelled),
        PermissionAnswer::Cancelled => options.iter().filter(no).min_by_key(|option| option.kind != PermissionKind::RejectOnce),
        PermissionAnswer::Chosen(id) => options.iter().find(|option| option.id == id),
    };
    let chosen = chosen.ok_or_else(|| Error::internal_error().data("nobody gave one of the answers that were offered: ask again"))?;
    Ok(RequestPermissionOutcome::Selected(SelectedPermissionOutcome::new(chosen.id.clone())))
}

pub(super) fn question(agent: &Arc<Agent>, params: &str) -> Result<BoxFuture<'static, Answered>, Error> {
    let request: CreateElicitationRequest = read(params)?;
    let ElicitationScope::Session(scope) = request.scope() else {
        return Err(Error::invalid_params().data("people are asked in a conversation only: sessionId is missing"));
    };
    let session = session(agent, &scope.session_id)?;
    let question = match request.mode {
        ElicitationMode::Form(form) => Question { message: request.message, schema: Some(json(&form.requested_schema)?), url: None },
        ElicitationMode::Url(page) => Question { message: request.message, schema: None, url: Some(page.url) },
        _ => return Err(Error::invalid_params().data("mode is neither form nor url")),
    };
    let (agent, turn) = (Arc::clone(agent), session.turn());
    Ok(Box::pin(async move {
        let answer = tokio::select! {
            biased;
            _ = before(&session, turn.as_ref()) => QuestionAnswer::Cancelled,
            answer = agent.host.question(&agent.of, &session.key, session.work, question) => answer,
        };
        json(&CreateElicitationResponse::new(action(answer)?))
    }))
}

fn action(answer: QuestionAnswer) -> Result<ElicitationAction, Error> {
    Ok(match answer {
        QuestionAnswer::Accepted(serde_json::Value::Null) => ElicitationAction::Accept(ElicitationAcceptAction::new()),
        QuestionAnswer::Accepted(content) => {
            let content = serde_json::from_value::<std::collections::BTreeMap<_, _>>(content);
            let content =
                content.map_err(|error| Error::internal_error().data(format!("the answer does not fit the question: {error}")))?;
            ElicitationAction::Accept(ElicitationAcceptAction::new().content(content))
        }
        QuestionAnswer::Declined => ElicitationAction::Decline,
        QuestionAnswer::Cancelled => ElicitationAction::Cancel,
    })
}

/// Returns when the question's turn was cancelled, or its turn or conversation has ended.
async fn before(session: &Session, turn: Option<&Turn>) -> Before {
    let Some(turn) = turn else {
        session.closed().cancelled().await;
        return Before::Over;
    };
    tokio::select! {
        biased;
        () = turn.cancelled.cancelled() => Before::Cancelled,
        () = turn.over.cancelled() => Before::Over,
        () = session.closed().cancelled() => Before::Over,
    }
}
