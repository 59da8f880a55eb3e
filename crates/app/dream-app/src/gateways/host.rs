//! What is done with what a gateway connection tells.

use crate::interactions::{Answered, Origin, receive};
use crate::{App, AppError, discord_rest, pairings};
use async_trait::async_trait;
use dream_bridge::connection::Connection;
use dream_bridge::discord::{Meaning, meaning};
use dream_ledger::Stream;
use dream_ports::{DiscordAuth, DiscordCall, DiscordHost, GatewaySession};
use serde_json::Value;
use tokio_util::task::TaskTracker;

/// Who a gateway connection tells. What an interaction leads to goes on beside the connection, in `tasks`.
pub struct Host {
    app: App,
    origin: Origin,
    intents: u64,
    tasks: TaskTracker,
}

impl Host {
    /// The one for `connection`, which is told what `intents` say.
    #[must_use]
    pub fn new(app: App, connection: &Stream<Connection>, intents: u64, tasks: TaskTracker) -> Self {
        let origin = Origin { org: connection.org(), connection: connection.id(), application: connection.facts.application.clone() };
        Self { app, origin, intents, tasks }
    }
}

#[async_trait]
impl DiscordHost for Host {
    async fn happened(&self, name: &str, data: Value) -> bool {
        if name == "INTERACTION_CREATE" {
            let (app, origin) = (self.app.clone(), self.origin.clone());
            // Discord waits three seconds, and the next event must not wait for this one.
            self.tasks.spawn(async move {
                if let Err(error) = interaction(&app, &origin, &data).await {
                    tracing::warn!(connection.id = %origin.connection, error.code = error.code, %error, "an interaction could not be answered");
                }
            });
            return true;
        }
        match pairings::hear(&self.app, &self.origin, name, &data).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(connection.id = %self.origin.connection, error.code = error.code, %error, "what Discord told could not be kept, and is to be told again");
                false
            }
        }
    }

    async fn read_up_to(&self, session: Option<GatewaySession>) {
        if let Err(error) = note(&self.app, &self.origin, session, self.intents).await {
            // What happens after it is told again after a restart, and known again.
            tracing::warn!(connection.id = %self.origin.connection, error.code = error.code, %error, "how far the gateway was read could not be noted");
        }
    }
}

/// Answers an interaction that came over the gateway, and does what it asks once Discord has taken the first answer: of what nobody was
/// answered in time, nothing is done.
async fn interaction(app: &App, origin: &Origin, data: &Value) -> Result<(), AppError> {
    let text = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default();
    let Answered { first, after } = receive(app, origin, data).await?;
    let path = format!("/interactions/{}/{}/callback", text("id"), text("token"));
    let answer = discord_rest::call(app, origin.org, origin.connection, DiscordCall::of(DiscordAuth::None, "POST", path, first)).await?;
    match (meaning(answer.answer.status, answer.code), after) {
        (Meaning::Done, Some(after)) => {
            after.await;
            Ok(())
        }
        (Meaning::Done, None) => Ok(()),
        _ => Err(discord_rest::refused("answering an interaction", &answer)),
    }
}

async fn note(app: &App, origin: &Origin, session: Option<GatewaySession>, intents: u64) -> Result<(), AppError> {
    let mut tx = app.store.begin().await?;
    match session {
        Some(session) => {
            let read = (session.id.as_str(), session.sequence, session.url.as_str());
            tx.keep_gateway_session(origin.org, origin.connection, read, intents).await?;
        }
        None => tx.forget_gateway_session(origin.org, origin.connection).await?,
    }
    Ok(tx.commit().await?)
}
