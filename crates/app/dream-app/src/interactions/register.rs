//! Registering the slash commands: all that this server knows in the place of what was there, in each server that the connection serves.

use super::receive::Origin;
use crate::{App, AppError, Kind, discord_rest};
use dream_bridge::discord::interaction::definitions;
use dream_bridge::discord::{Meaning, meaning};
use dream_ports::{DiscordAuth, DiscordCall};

/// Registers the commands in the server `guild`, or everywhere. Doing it again changes nothing.
///
/// # Errors
/// `commands_refused`, with Discord's words.
pub async fn register(app: &App, origin: &Origin, guild: Option<&str>) -> Result<(), AppError> {
    let path = match guild {
        Some(guild) => format!("/applications/{}/guilds/{guild}/commands", origin.application),
        None => format!("/applications/{}/commands", origin.application),
    };
    let call = DiscordCall::of(DiscordAuth::None, "PUT", path, definitions(app.is_bridge_alone()));
    let answer = discord_rest::call(app, origin.org, origin.connection, call).await?;
    match meaning(answer.answer.status, answer.code) {
        Meaning::Done => Ok(()),
        _ => Err(AppError::new(Kind::Unavailable, "commands_refused", answer.words())),
    }
}
