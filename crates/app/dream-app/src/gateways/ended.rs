//! What becomes of a connection whose gateway Discord closed for good.

use crate::{App, AppError, connections};
use dream_bridge::connection::Connection;
use dream_ledger::Stream;
use dream_ports::GatewayEnd;

/// Disables the connection where nobody but a person can help, and says what to do. Returns whether it may be begun again.
pub async fn ended(app: &App, connection: &Stream<Connection>, end: GatewayEnd) -> Result<bool, AppError> {
    let GatewayEnd::Refused(code) = end else { return Ok(true) };
    let why = why(code);
    connections::disable_now(app, connection.org(), connection.id(), &why).await?;
    Ok(false)
}

/// What a code after which nobody may come back means, and what to do.
fn why(code: u16) -> String {
    let said = match code {
        4004 => "Discord refuses the bot's token: make a new one on the application's page, and replace it here",
        4010 | 4011 => "Discord wants the bot split over several gateway connections, which it is too large for here",
        4012 => "Discord no longer speaks this version of the gateway: update the server",
        4013 => "Discord does not know what the bot asks to be told: update the server",
        4014 => "the application may not read what people write: allow the message content intent on its page, then enable the connection",
        _ => "Discord closed the gateway for good",
    };
    format!("{said} (gateway code {code})")
}
