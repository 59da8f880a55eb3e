//! What the bus refuses, in the words of use cases.

use crate::{AppError, Kind};
use dream_bus::{BusError, PublishError};
use dream_store::SqlError;

/// The kind of a refusal of one message.
fn publish_kind(error: &PublishError) -> Kind {
    match error {
        PublishError::Message(_) | PublishError::Expired(_) => Kind::Invalid,
        PublishError::NoSuchChannel(_) => Kind::NotFound,
        PublishError::ChannelFull { .. } => Kind::Exhausted,
        PublishError::KeyReused { .. } => Kind::Conflict,
    }
}

impl From<PublishError> for AppError {
    fn from(error: PublishError) -> Self {
        Self::new(publish_kind(&error), error.code(), error.to_string())
    }
}

impl From<BusError> for AppError {
    fn from(error: BusError) -> Self {
        let kind = match &error {
            BusError::NoSuchChannel(_) | BusError::NoSuchConsumer(_) | BusError::NoSuchMessage | BusError::NoSuchDeadLetter => {
                Kind::NotFound
            }
            BusError::ConsumerExists { .. } => Kind::Conflict,
            BusError::Cursor | BusError::Settings(_) | BusError::Pattern(_) | BusError::Message(_) | BusError::TooMuch { .. } => {
                Kind::Invalid
            }
            BusError::Publish(refused) => publish_kind(refused),
            BusError::NoReply => Kind::Over,
            BusError::Damaged { table, id, .. } => return Self::damaged(table, id).because(error),
            BusError::Sql { source, .. } if source.is_damage() => return Self::damaged_somewhere().because(error),
            BusError::Closed | BusError::Sql { .. } => Kind::Unavailable,
        };
        let message = match &error {
            BusError::Sql { .. } if error.is_storage_full() => {
                "the disk of the database is full; nothing was changed: free some space, then try again".to_owned()
            }
            BusError::Sql { source, .. } if matches!(**source, SqlError::CommitUnknown { .. }) => {
                "the connection to the database broke while saving, so it is unknown whether it was done; look, or send it again under the same key".to_owned()
            }
            BusError::Sql { .. } => "the database could not take the call; nothing was changed, try again".to_owned(),
            other => other.to_string(),
        };
        Self::new(kind, error.code(), message).because(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn what_the_bus_refuses_keeps_its_code_and_gets_its_kind() {
        let channel: dream_messages::Channel = "agent/nobody".parse().unwrap();
        let check = |error: BusError, kind, code| {
            let error = AppError::from(error);
            assert_eq!((error.kind, error.code), (kind, code));
        };
        check(BusError::NoSuchChannel(channel.clone()), Kind::NotFound, "no_such_channel");
        check(BusError::NoReply, Kind::Over, "no_reply");
        check(BusError::Cursor, Kind::Invalid, "invalid_cursor");
        let damaged = |what: &str| BusError::Damaged { table: "bus_channels", id: "7".to_owned(), what: what.to_owned() };
        check(damaged("no JSON"), Kind::Internal, "data_damaged");
        let told = AppError::from(damaged("no JSON"));
        assert_eq!((&told.facts["table"], &told.facts["key"]), (&"bus_channels".into(), &"7".into()), "it names the row");
        let column = SqlError::Column { index: 0, wanted: "a text", found: "null".to_owned() };
        check(BusError::Sql { doing: "reading", source: Arc::new(column) }, Kind::Internal, "data_damaged");
        check(BusError::Sql { doing: "reading", source: Arc::new(SqlError::Closed) }, Kind::Unavailable, "database_unavailable");
        let unknown = BusError::Sql { doing: "saving", source: Arc::new(SqlError::CommitUnknown { source: "gone".into() }) };
        check(unknown, Kind::Unavailable, "outcome_unknown");
        check(BusError::Closed, Kind::Unavailable, "shutting_down");
        check(BusError::Publish(PublishError::ChannelFull { channel, messages: 1, bytes: 1 }), Kind::Exhausted, "channel_full");
        check(BusError::TooMuch { what: "messages", given: 2, most: 1 }, Kind::Invalid, "too_much_at_once");
    }
}
