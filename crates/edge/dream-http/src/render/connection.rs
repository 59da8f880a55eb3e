//! Connections.

use dream_bridge::connection::Connection;
use dream_ledger::Stream;

/// A connection.
pub(crate) fn connection(stream: &Stream<Connection>) -> dream_api::Connection {
    let facts = &stream.facts;
    dream_api::Connection {
        id: stream.id(),
        name: stream.name.clone(),
        application: facts.application.clone(),
        public_key: facts.public_key.clone(),
        bot: facts.bot.clone(),
        bot_name: facts.bot_name.clone(),
        reads_messages: facts.reads_messages,
        guilds: facts.guilds.clone(),
        made_at: stream.made_at,
        disabled_at: stream.switch.disabled.as_ref().map(|(at, _)| *at),
        disabled_reason: stream.switch.disabled.as_ref().map(|(_, why)| why.clone()),
    }
}
