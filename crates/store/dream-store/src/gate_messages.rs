//! Messages of Discord that show a gate, until they show how its review ended.

use crate::{Query, Reader, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{ConnectionId, OrgId, ReviewId, SystemKey};
use dream_ledger::Digest;
use dream_sql::{Row, Sql};

/// A message with a gate's buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateMessage {
    /// The organisation.
    pub org: OrgId,
    /// The review.
    pub review: ReviewId,
    /// The digest that the message shows.
    pub digest: Digest,
    /// The connection that it was sent through.
    pub connection: ConnectionId,
    /// The channel or thread that it stands in.
    pub channel: String,
    /// Its id.
    pub message: String,
}

impl Unit {
    /// Keeps a message; one that is kept already stays.
    pub async fn keep_gate_message(&mut self, gate: &GateMessage) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both(
            "INSERT INTO gate_messages (org, review, digest, connection, channel, message) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (channel, message) DO NOTHING",
        );
        let params = [
            gate.org.to_string().into(),
            gate.review.to_string().into(),
            gate.digest.to_string().into(),
            gate.connection.to_string().into(),
            gate.channel.as_str().into(),
            gate.message.as_str().into(),
        ];
        self.execute(&KEEP, &params).await.map(drop)
    }

    /// The message shows how its review ended.
    pub async fn settle_gate_message(&mut self, gate: &GateMessage) -> Result<(), StoreError> {
        const SETTLE: Sql = Sql::both("DELETE FROM gate_messages WHERE channel = $1 AND message = $2 AND org = $3");
        self.execute(&SETTLE, &[gate.channel.as_str().into(), gate.message.as_str().into(), gate.org.to_string().into()]).await.map(drop)
    }

    /// The message could not be changed: it is left alone until `due`, so that it holds up no other.
    pub async fn put_off_gate_message(&mut self, gate: &GateMessage, due: Timestamp) -> Result<(), StoreError> {
        const PUT_OFF: Sql = Sql::both("UPDATE gate_messages SET due_at = $4 WHERE channel = $1 AND message = $2 AND org = $3");
        let named = [gate.channel.as_str().into(), gate.message.as_str().into(), gate.org.to_string().into(), due.micros().into()];
        self.execute(&PUT_OFF, &named).await.map(drop)
    }
}

impl Reader {
    /// Messages whose review has ended and that are due at `now`, at most 100.
    pub async fn settled_gates(&mut self, _key: SystemKey, now: Timestamp) -> Result<Vec<GateMessage>, StoreError> {
        const FIND: Sql = Sql::both(
            "SELECT g.org, g.review, g.digest, g.connection, g.channel, g.message FROM gate_messages g \
             JOIN reviews r ON r.id = g.review AND r.org = g.org WHERE r.status <> 'waiting' AND g.due_at <= $1 \
             ORDER BY g.due_at, g.message LIMIT 100",
        );
        self.rows(&FIND, &[now.micros().into()]).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<GateMessage, StoreError> {
    let column = StoreError::sql("reading a gate's message");
    let message = row.text(5).map_err(&column)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("gate_messages", message, what);
    Ok(GateMessage {
        org: row.text(0).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        review: row.text(1).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        digest: row.text(2).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        connection: row.text(3).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        channel: row.text(4).map_err(&column)?.to_owned(),
        message: message.to_owned(),
    })
}
