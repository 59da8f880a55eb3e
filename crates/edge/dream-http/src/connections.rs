//! Connections: the Discord applications that an organisation speaks through.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::{ConnectionPath, OrgPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{Connection, MadeConnection, MakeConnection, Page, ReplaceConnectionToken, SetConnectionGuilds};
use dream_app::connections::{self, NewConnection};
use dream_secret::Secret;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_connections, make_connection))
        .routes(routes!(show_connection))
        .routes(routes!(replace_connection_token))
        .routes(routes!(set_connection_guilds))
        .routes(routes!(enable_connection))
        .routes(routes!(remove_connection))
}

/// Lists connections, by name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/connections", tag = "bridge", params(OrgPath), responses((status = 200, body = Page<Connection>)))]
async fn list_connections(caller: Caller, _org: At<OrgPath>) -> Result<Json<Page<Connection>>, Failure> {
    let found = connections::list(&caller.op).await?;
    Ok(Json(Page { items: found.iter().map(render::connection).collect(), next: None }))
}

/// Makes a connection, once Discord has confirmed its token.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/connections", tag = "bridge", params(OrgPath), request_body = MakeConnection, responses((status = 201, body = MadeConnection)))]
async fn make_connection(caller: Caller, _org: At<OrgPath>, Body(body): Body<MakeConnection>) -> Result<Response, Failure> {
    let new = NewConnection { name: body.name, token: Secret::new(body.token), guilds: body.guilds };
    let (made, missing) = connections::make(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(MadeConnection { connection: render::connection(&made), missing })).into_response())
}

/// A connection, by its name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/connections/{connection}", tag = "bridge", params(ConnectionPath), responses((status = 200, body = Connection)))]
async fn show_connection(caller: Caller, At(path): At<ConnectionPath>) -> Result<Json<Connection>, Failure> {
    Ok(Json(render::connection(&connections::named(&caller.op, &path.connection).await?)))
}

/// Gives a connection another token, once Discord has confirmed it. It is in use again, and what waits for it is sent.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/connections/{connection}/token", tag = "bridge", params(ConnectionPath), request_body = ReplaceConnectionToken, responses((status = 200, body = MadeConnection)))]
async fn replace_connection_token(
    caller: Caller,
    At(path): At<ConnectionPath>,
    Body(body): Body<ReplaceConnectionToken>,
) -> Result<Json<MadeConnection>, Failure> {
    let (connection, missing) = connections::replace_token(&caller.op, &path.connection, Secret::new(body.token)).await?;
    Ok(Json(MadeConnection { connection: render::connection(&connection), missing }))
}

/// Names the servers in which slash commands are registered.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/connections/{connection}/guilds", tag = "bridge", params(ConnectionPath), request_body = SetConnectionGuilds, responses((status = 200, body = Connection)))]
async fn set_connection_guilds(
    caller: Caller,
    At(path): At<ConnectionPath>,
    Body(body): Body<SetConnectionGuilds>,
) -> Result<Json<Connection>, Failure> {
    Ok(Json(render::connection(&connections::set_guilds(&caller.op, &path.connection, body.guilds).await?)))
}

/// Uses a connection again.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/connections/{connection}/enable", tag = "bridge", params(ConnectionPath), responses((status = 200, body = Connection)))]
async fn enable_connection(caller: Caller, At(path): At<ConnectionPath>) -> Result<Json<Connection>, Failure> {
    Ok(Json(render::connection(&connections::enable(&caller.op, &path.connection).await?)))
}

/// Removes a connection, and with it its token. No destination may go through it any more.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/connections/{connection}/remove", tag = "bridge", params(ConnectionPath), responses((status = 200, body = Connection)))]
async fn remove_connection(caller: Caller, At(path): At<ConnectionPath>) -> Result<Json<Connection>, Failure> {
    Ok(Json(render::connection(&connections::remove(&caller.op, &path.connection).await?)))
}
