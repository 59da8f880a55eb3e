//! Channels: made, looked at, followed, held against the ledger.

mod stream;

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{ChannelPath, OrgPath};
use crate::render;
use axum::Json;
use dream_api::{Channel, HistoryReport, Page, PutChannel, schema};
use dream_app::{channels, history};
use dream_id::ProjectId;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_channels, put_channel))
        .routes(routes!(show_channel))
        .routes(routes!(verify_history))
        .merge(stream::routes())
}

/// Whose channels or consumers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProjectQuery {
    /// Of a project; of the organisation when left out.
    #[param(value_type = Option<schema::ProjectId>)]
    pub(crate) project: Option<ProjectId>,
}

/// Which page of the channels or consumers, and whose.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProjectPageQuery {
    /// Of a project; of the organisation when left out.
    #[param(value_type = Option<schema::ProjectId>)]
    pub(crate) project: Option<ProjectId>,
    /// The `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    pub(crate) limit: Option<u32>,
}

/// Lists channels, by name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/channels", tag = "channels", params(OrgPath, ProjectPageQuery), responses((status = 200, body = Page<Channel>)))]
async fn list_channels(caller: Caller, _org: At<OrgPath>, Params(query): Params<ProjectPageQuery>) -> Result<Json<Page<Channel>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let found = channels::list(&caller.op, query.project, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::channel).collect(), found.next)))
}

/// Makes a channel, or gives one that is there other settings.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/channels", tag = "channels", params(OrgPath), request_body = PutChannel, responses((status = 200, body = Channel)))]
async fn put_channel(caller: Caller, _org: At<OrgPath>, Body(body): Body<PutChannel>) -> Result<Json<Channel>, Failure> {
    let settings = body.settings.as_ref().map(render::channel_settings_of).transpose()?;
    Ok(Json(render::channel(&channels::put(&caller.op, &body.name, body.project, settings).await?)))
}

/// One channel.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/channels/{channel}", tag = "channels", params(ChannelPath, ProjectQuery), responses((status = 200, body = Channel)))]
async fn show_channel(caller: Caller, At(path): At<ChannelPath>, Params(query): Params<ProjectQuery>) -> Result<Json<Channel>, Failure> {
    Ok(Json(render::channel(&channels::find(&caller.op, &path.channel, query.project).await?)))
}

/// Holds the messages of a channel against the digests in the ledger.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/channels/{channel}/verify", tag = "channels", params(ChannelPath, ProjectQuery), responses((status = 200, body = HistoryReport)))]
async fn verify_history(
    caller: Caller,
    At(path): At<ChannelPath>,
    Params(query): Params<ProjectQuery>,
) -> Result<Json<HistoryReport>, Failure> {
    let report = history::verify(&caller.op, &path.channel, query.project).await?;
    Ok(Json(render::history_report(path.channel, query.project, &report)))
}
