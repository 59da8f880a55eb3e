//! Messages as a consumer gets them, and its answers.

use crate::channels::ProjectQuery;
use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::observe::Waited;
use crate::operations::{Operations, routes};
use crate::paths::ConsumerPath;
use crate::render;
use axum::{Extension, Json};
use dream_api::{Deliveries, FetchMessages, ItemError, Outcome, Settle, SettleMessages, Settled, SettledItem, Span};
use dream_app::consumers::{self, Answer};
use dream_messages::Verdict;

/// How many messages one call gets when the caller does not say.
const USUAL: u32 = 100;

pub(super) fn routes() -> Operations {
    Operations::default().routes(routes!(fetch_messages)).routes(routes!(settle_messages))
}

/// Hands messages to a consumer; waits for the first as long as the body says. Each is to be answered before its deadline.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/consumers/{consumer}/fetch", tag = "consumers", params(ConsumerPath, ProjectQuery), request_body = FetchMessages, responses((status = 200, body = Deliveries)))]
async fn fetch_messages(
    caller: Caller,
    At(path): At<ConsumerPath>,
    Params(query): Params<ProjectQuery>,
    Body(body): Body<FetchMessages>,
) -> Result<(Option<Extension<Waited>>, Json<Deliveries>), Failure> {
    let wait = body.wait.unwrap_or_default().duration();
    let fetched = consumers::fetch(&caller.op, &path.consumer, query.project, body.max.unwrap_or(USUAL), wait).await?;
    let waited = (!wait.is_zero()).then_some(Extension(Waited));
    Ok((waited, Json(Deliveries { items: fetched.into_iter().map(render::delivery).collect() })))
}

/// Takes a consumer's answers for messages that it was handed. Each has its own: one may come too late while others count.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/consumers/{consumer}/settle", tag = "consumers", params(ConsumerPath, ProjectQuery), request_body = SettleMessages, responses((status = 200, body = Settled)))]
async fn settle_messages(
    caller: Caller,
    At(path): At<ConsumerPath>,
    Params(query): Params<ProjectQuery>,
    Body(body): Body<SettleMessages>,
) -> Result<Json<Settled>, Failure> {
    let answers = body.answers.into_iter().map(answer).collect::<Result<Vec<_>, _>>()?;
    let settled = consumers::settle(&caller.op, &path.consumer, query.project, answers).await?;
    let refused = u64::try_from(settled.iter().filter(|answer| answer.is_err()).count()).unwrap_or(u64::MAX);
    let item = |answer: Result<(), consumers::Unsettled>| {
        let error = answer.err().map(|error| ItemError { code: error.code().to_owned(), detail: error.to_string() });
        SettledItem { accepted: error.is_none(), error }
    };
    Ok(Json(Settled { items: settled.into_iter().map(item).collect(), refused }))
}

pub(crate) fn answer(settle: Settle) -> Result<Answer, Failure> {
    let refuse = || Failure::field("invalid_body", "receipt", format!("`{}` is the receipt of no delivery", settle.receipt));
    let (message, attempt) = render::receipt_of(&settle.receipt).ok_or_else(refuse)?;
    let delay = settle.delay.map(Span::duration);
    if delay.is_some() && settle.outcome != Outcome::Failed {
        return Err(Failure::field("invalid_body", "delay", "only a failed message is handed over again; leave it out"));
    }
    let verdict = match settle.outcome {
        Outcome::Acknowledged => Verdict::Acknowledge,
        Outcome::Failed => Verdict::Fail { delay },
        Outcome::Rejected => Verdict::Reject,
        Outcome::InProgress => Verdict::InProgress,
        Outcome::Unknown => return Err(Failure::field("invalid_body", "outcome", "use acknowledged, failed, rejected or in_progress")),
    };
    Ok(Answer { message, attempt, verdict, reason: settle.reason })
}
