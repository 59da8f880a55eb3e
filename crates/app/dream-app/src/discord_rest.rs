//! Calls of Discord's REST API on behalf of a connection: within its limits, and with its token.

use crate::senders::Turn;
use crate::{App, AppError, Kind, Op, connections};
use dream_bridge::discord::{Meaning, meaning};
use dream_clock::Timestamp;
use dream_id::{ConnectionId, OrgId};
use dream_ports::{DiscordAnswer, DiscordAuth, DiscordCall, DiscordFault};
use std::time::Duration;

/// How often one call is sent again after a limit that nobody could know.
const TRIES: u32 = 4;
/// How long a caller waits for its turn.
const PATIENCE: Duration = Duration::from_mins(1);

/// Sends one call as the connection, when its limits allow it, and keeps what the answer says about them. Whose call it is, is decided here:
/// what carries the token of an interaction needs none of the bot's.
///
/// # Errors
/// `discord_rate_limited`, `discord_unreachable` when nothing was sent, `discord_no_answer` when it may have arrived, `connection_disabled`,
/// `not_found`. What Discord refuses is an answer.
pub async fn call(app: &App, org: OrgId, connection: ConnectionId, mut call: DiscordCall) -> Result<DiscordAnswer, AppError> {
    let by_token = !carries_token(&call.path);
    call.auth = if by_token { DiscordAuth::Bot(connections::token(app, org, connection).await?) } else { DiscordAuth::None };
    send(app, org, &connection.to_string(), call, by_token, Some(connection)).await
}

/// Whether the path holds all that proves whose call it is: those of interactions and of webhooks with their token.
fn carries_token(path: &str) -> bool {
    let parts: Vec<&str> = path.split('?').next().unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect();
    matches!(parts.as_slice(), ["interactions" | "webhooks", _, _, ..])
}

/// Sends `call` as `sender`. With `connection`, a refusal of its token disables it.
pub(crate) async fn send(
    app: &App,
    org: OrgId,
    sender: &str,
    call: DiscordCall,
    by_token: bool,
    connection: Option<ConnectionId>,
) -> Result<DiscordAnswer, AppError> {
    let sender = app.senders().of(app, sender).await?;
    let begun = app.now();
    for _ in 0..TRIES {
        let permit = loop {
            match app.senders().turn(app, &sender, &call.route, by_token).await? {
                Turn::Go(permit) => break permit,
                Turn::Wait(until) | Turn::Guarded(until) if until.since(begun) > PATIENCE => return Err(limited(until)),
                Turn::Wait(until) | Turn::Guarded(until) => tokio::time::sleep(until.since(app.now())).await,
            }
            if app.now().since(begun) > PATIENCE {
                return Err(limited(app.now()));
            }
        };
        let answer = app.discord.call(call.clone()).await.map_err(unanswered)?;
        let now = app.now();
        let mut settled = permit.answered(&answer.answer, now);
        let means = meaning(answer.answer.status, answer.code);
        if means == Meaning::ShutOut {
            settled.shut(app, now.plus(dream_bridge::destination::SHUT_OUT)).await?;
        }
        let mut tx = app.store.begin().await?.caused_by(Some("discord.call".to_owned()), None);
        settled.save_unless_elsewhere(app, &mut tx, org).await?;
        if let (Meaning::TokenRefused, Some(connection)) = (means, connection) {
            connections::disable(&Op::of_worker(app.clone(), "deliverer"), &mut tx, org, connection, &answer.words()).await?;
        }
        tx.commit().await?;
        if means != Meaning::Later {
            return Ok(answer);
        }
    }
    Err(limited(app.now()))
}

fn limited(until: Timestamp) -> AppError {
    let message = format!("Discord takes no more requests before {until}; try again then");
    AppError::new(Kind::Unavailable, "discord_rate_limited", message)
}

/// There is no answer.
pub(crate) fn unanswered(fault: DiscordFault) -> AppError {
    match fault {
        DiscordFault::NotSent(why) => {
            AppError::new(Kind::Unavailable, "discord_unreachable", format!("{why}; nothing was sent, try again"))
        }
        DiscordFault::Lost(why) => {
            AppError::new(Kind::Unavailable, "discord_no_answer", format!("{why}; it may have been done, look before you send it again"))
        }
    }
}

/// Discord's refusal as one of ours.
pub(crate) fn refused(doing: &str, answer: &DiscordAnswer) -> AppError {
    AppError::new(Kind::Conflict, "discord_refused", format!("{doing}: {}", answer.words()))
        .with("status", answer.answer.status)
        .with("discord_code", answer.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_hold_a_token_go_without_the_bots() {
        for path in ["/interactions/1/abc/callback", "/webhooks/1/abc", "/webhooks/1/abc/messages/@original?x=1"] {
            assert!(carries_token(path), "{path}");
        }
        for path in ["/channels/1/messages", "/webhooks/1", "/applications/1/commands", "/users/@me"] {
            assert!(!carries_token(path), "{path}");
        }
    }
}
