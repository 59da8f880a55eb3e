//! Making a connection.

use super::{Checked, TOKEN, check};
use crate::{AppError, Command, Kind, Op, secrets};
use dream_access::Action;
use dream_bridge::connection::{Connection, ConnectionFacts};
use dream_bridge::is_name;
use dream_id::ConnectionId;
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// The most connections of one organisation.
const MOST: usize = 50;

/// A connection to make.
#[derive(Debug, Clone)]
pub struct NewConnection {
    /// Its name.
    pub name: String,
    /// The bot's token.
    pub token: Secret,
    /// The servers in which slash commands are registered, by their ids.
    pub guilds: Vec<String>,
}

/// Makes a connection, once Discord has confirmed its token. What is missing for some of its uses is told with it.
///
/// # Errors
/// `name_invalid`, `name_taken`, `discord_token_refused`, `discord_unreachable`.
pub async fn make(op: &Op, new: NewConnection) -> Result<(Stream<Connection>, Vec<String>), AppError> {
    op.allow(Action::BridgeManage, None)?;
    check_name(&new.name)?;
    let Checked { facts, missing } = check(op.app(), &new.token, new.guilds).await?;
    let tag = op.app().sealing.tag(&new.token);
    let id = op.run(&Make { name: new.name, facts, tag, token: new.token }).await?;
    Ok((super::read::of_op(op, id).await?, missing))
}

/// Refuses what cannot be a name.
pub(crate) fn check_name(name: &str) -> Result<(), AppError> {
    if is_name(name) {
        return Ok(());
    }
    let message = format!("`{}` is no name: {}", name.chars().take(80).collect::<String>(), dream_bridge::NAME_RULE);
    Err(AppError::invalid("name_invalid", message))
}

/// A name that something else has.
pub(crate) fn taken(noun: &str, name: &str) -> AppError {
    let message = format!("there is a {noun} called `{name}` already; choose another name, or remove that one first");
    AppError::new(Kind::Conflict, "name_taken", message)
}

#[derive(Serialize)]
struct Make {
    name: String,
    facts: ConnectionFacts,
    tag: Digest,
    #[serde(skip)]
    token: Secret,
}

impl Command for Make {
    const NAME: &'static str = "connection.make";
    type Answer = ConnectionId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<ConnectionId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let there: Vec<Stream<Connection>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
        if there.iter().any(|other| other.name == self.name) {
            return Err(taken("connection", &self.name));
        }
        if let Some(other) = there.iter().find(|other| other.facts.application == self.facts.application) {
            let message = format!("the connection `{}` is the same application; replace its token instead", other.name);
            return Err(AppError::new(Kind::Conflict, "application_connected", message));
        }
        if there.len() >= MOST {
            let message = format!("there are {MOST} connections already; remove one first");
            return Err(AppError::new(Kind::Conflict, "too_many_connections", message));
        }
        let (org, id) = (op.org()?, op.app().store.new_id::<ConnectionId>());
        tx.save(&mut Connection::make(org, id, self.name.clone(), self.facts.clone(), &op.by())?).await?;
        secrets::seal(op.app(), tx, org, &id.to_string(), TOKEN, &self.token).await?;
        Ok(id)
    }
}
