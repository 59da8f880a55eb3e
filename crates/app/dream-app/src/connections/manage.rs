//! Changing connections.

use super::read::{lock, of_op};
use super::{Checked, TOKEN, check, named};
use crate::{App, AppError, Command, Kind, Op, secrets};
use dream_access::Action;
use dream_bridge::connection::{Connection, ConnectionFacts};
use dream_bridge::destination::Destination;
use dream_bridge::switch::Switched as _;
use dream_id::{ConnectionId, OrgId, Scope};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// What changes.
#[derive(Serialize)]
enum Change {
    Token {
        facts: ConnectionFacts,
        tag: Digest,
        #[serde(skip)]
        token: Secret,
    },
    Guilds(Vec<String>),
    Enable,
    Remove,
}

#[derive(Serialize)]
struct Manage<'a> {
    name: &'a str,
    change: Change,
}

/// Gives a connection another token, once Discord has confirmed it; it is in use again.
///
/// # Errors
/// `application_differs` when the token is of another application, `discord_token_refused`, `not_found`.
pub async fn replace_token(op: &Op, name: &str, token: Secret) -> Result<(Stream<Connection>, Vec<String>), AppError> {
    op.allow(Action::BridgeManage, None)?;
    let known = named(op, name).await?;
    let Checked { facts, missing } = check(op.app(), &token, known.facts.guilds.clone()).await?;
    if facts.application != known.facts.application {
        let message =
            format!("this token is of the application {}, and the connection `{name}` of another; make a new connection", facts.bot_name);
        return Err(AppError::new(Kind::Conflict, "application_differs", message));
    }
    let tag = op.app().sealing.tag(&token);
    let id = op.run(&Manage { name, change: Change::Token { facts, tag, token } }).await?;
    Ok((of_op(op, id).await?, missing))
}

/// Names the servers in which slash commands are registered.
///
/// # Errors
/// `discord_id_invalid`, `not_found`.
pub async fn set_guilds(op: &Op, name: &str, guilds: Vec<String>) -> Result<Stream<Connection>, AppError> {
    if let Some(wrong) = guilds.iter().find(|guild| !super::facts::is_id(guild)) {
        return Err(AppError::invalid("discord_id_invalid", format!("`{wrong}` is no id of a server: it has 15 to 20 digits")));
    }
    let id = op.run(&Manage { name, change: Change::Guilds(guilds) }).await?;
    of_op(op, id).await
}

/// Uses a connection again.
pub async fn enable(op: &Op, name: &str) -> Result<Stream<Connection>, AppError> {
    let id = op.run(&Manage { name, change: Change::Enable }).await?;
    of_op(op, id).await
}

/// Removes a connection, and with it its token.
///
/// # Errors
/// `connection_in_use` while destinations go through it.
pub async fn remove(op: &Op, name: &str) -> Result<Stream<Connection>, AppError> {
    let id = op.run(&Manage { name, change: Change::Remove }).await?;
    of_op(op, id).await
}

impl Command for Manage<'_> {
    const NAME: &'static str = "connection.manage";
    type Answer = ConnectionId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<ConnectionId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let (by, now) = (op.by(), op.app().now());
        let mut connection = lock(op, tx, self.name).await?;
        let (org, id) = (connection.org(), connection.id());
        match &self.change {
            Change::Token { facts, token, .. } => {
                Connection::replace_token(&mut connection, facts.clone(), &by);
                secrets::seal(op.app(), tx, org, &id.to_string(), TOKEN, token).await?;
                tx.wake_sender(org, &id.to_string(), now).await?;
            }
            Change::Guilds(guilds) => Connection::set_guilds(&mut connection, guilds.clone(), &by),
            Change::Enable => {
                Connection::enable(&mut connection, &by);
                tx.wake_sender(org, &id.to_string(), now).await?;
            }
            Change::Remove => {
                let filter = Filter::default().eq("connection", id.to_string()).eq("removed", false);
                let through: Vec<Stream<Destination>> = tx.list(op.scope(), &filter).await?;
                if let Some(destination) = through.first() {
                    let message = format!("the destination `{}` goes through it; remove that one first", destination.name);
                    return Err(AppError::new(Kind::Conflict, "connection_in_use", message));
                }
                Connection::remove(&mut connection, &by);
                secrets::forget(tx, org, &id.to_string()).await?;
            }
        }
        tx.save(&mut connection).await?;
        Ok(id)
    }
}

/// Disables a connection within the caller's unit of work, because Discord no longer takes it; people are told through other destinations. False when it was disabled already.
pub async fn disable(op: &Op, tx: &mut Unit, org: OrgId, id: ConnectionId, why: &str) -> Result<bool, AppError> {
    let found: Option<Stream<Connection>> = tx.lock(Scope::Org(org), id).await?;
    let Some(mut connection) = found else { return Ok(false) };
    let changed = Connection::disable(&mut connection, why, &op.by());
    tx.save(&mut connection).await?;
    if changed {
        tracing::warn!(connection.id = %id, connection.name = connection.name, why, "a connection was disabled");
        crate::deliveries::connection_disabled(op, tx, &connection, why).await?;
    }
    Ok(changed)
}

/// Disables a connection at once, in a unit of its own.
pub async fn disable_now(app: &App, org: OrgId, id: ConnectionId, why: &str) -> Result<bool, AppError> {
    let op = Op::of_worker(app.clone(), "gateway");
    let mut tx = app.store.begin().await?.caused_by(Some("connection.disable".to_owned()), None);
    let changed = disable(&op, &mut tx, org, id, why).await?;
    tx.commit().await?;
    Ok(changed)
}
