//! What a gateway connection is begun with: where the gateway is, how often a session may be begun, and the session to go on with.

use crate::{App, AppError, Kind, connections, discord_rest};
use dream_bridge::connection::Connection;
use dream_bridge::discord::{Meaning, meaning};
use dream_ledger::Stream;
use dream_ports::{DiscordAuth, DiscordCall, GatewaySession, GatewayStart, IdentifyBudget};
use dream_store::gateway_sessions;
use serde_json::Value;
use std::time::Duration;

/// What is told: servers and their threads (bit 0). Interactions are told whatever is asked for.
const SERVERS: u64 = 1;
/// What people write in servers (bit 9), with its text (bit 15): for connections that a pairing listens by alone.
const MESSAGES: u64 = (1 << 9) | (1 << 15);
/// How many of a day's beginnings are left for people who try to mend something.
const RESERVE: u32 = 20;

/// What a connection is to be told, as bits of Discord's intents. Who asks for what people write without the right to it is shut out, so the bot's
/// is looked at.
#[must_use]
pub fn intents(connection: &Stream<Connection>, listens: bool) -> u64 {
    if listens && connection.facts.reads_messages { SERVERS | MESSAGES } else { SERVERS }
}

/// Asks Discord where the gateway is, and puts together what `connection` is begun with, to be told what `intents` say. A session that was begun
/// to be told something else is not gone on with.
///
/// # Errors
/// `identify_budget` when too many sessions were begun today and none can be gone on with; what [`discord_rest::call`] refuses.
pub async fn start(app: &App, connection: &Stream<Connection>, intents: u64) -> Result<GatewayStart, AppError> {
    let (org, id) = (connection.org(), connection.id());
    let token = connections::token(app, org, id).await?;
    let answer = discord_rest::call(app, org, id, DiscordCall::of(DiscordAuth::None, "GET", "/gateway/bot", Value::Null)).await?;
    if meaning(answer.answer.status, answer.code) != Meaning::Done {
        return Err(discord_rest::refused("asking where the gateway is", &answer));
    }
    let found = gateway_sessions::find(&mut app.store.read().await?, app.system, id, intents).await?;
    let resume = found.map(|(id, sequence, url)| GatewaySession { id, sequence, url });
    let budget = budget(&answer.body);
    if resume.is_none() && budget.remaining <= RESERVE {
        let message = format!(
            "only {} of {} sessions may still be begun today, and Discord takes the token away from who begins more; the gateway is opened again when there are more",
            budget.remaining, budget.total
        );
        return Err(AppError::new(Kind::Exhausted, "identify_budget", message));
    }
    let url = answer.body.get("url").and_then(Value::as_str).unwrap_or("wss://gateway.discord.gg").to_owned();
    Ok(GatewayStart { connection: id, token, url, intents, resume, budget })
}

/// What Discord says of how often a session may be begun; its usual limits where it says nothing.
fn budget(body: &Value) -> IdentifyBudget {
    let number = |name: &str| body.pointer(&format!("/session_start_limit/{name}")).and_then(Value::as_u64);
    let small = |name: &str, usual: u32| number(name).and_then(|value| u32::try_from(value).ok()).unwrap_or(usual);
    let total = small("total", 1_000);
    IdentifyBudget {
        total,
        remaining: small("remaining", total),
        reset_after: Duration::from_millis(number("reset_after").unwrap_or(0)),
        max_concurrency: number("max_concurrency").and_then(|value| u16::try_from(value).ok()).unwrap_or(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_budget_is_what_discord_says() {
        let said = json!({"session_start_limit": {"total": 1000, "remaining": 3, "reset_after": 7000, "max_concurrency": 16}});
        let expected = IdentifyBudget { total: 1_000, remaining: 3, reset_after: Duration::from_secs(7), max_concurrency: 16 };
        assert_eq!(budget(&said), expected);
        assert_eq!(budget(&Value::Null).remaining, 1_000);
    }
}
