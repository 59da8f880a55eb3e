//! What came in from outside: kept as it was received, until it is planned, and for as long as it may be asked for again.

mod cursor;
mod list;
mod plan;
mod seen;

pub use cursor::cursor;
pub use list::{ReceivedFilter, find, page, raw};
pub use plan::{KeptMemory, memory};
pub use seen::{seen, source_version};

use crate::{Store, StoreError, Unit, unit::integer};
use dream_clock::Timestamp;
use dream_id::{OrgId, ReceivedId};
use dream_sql::{Row, Sql};

/// The wake-up that says: something is to be planned.
pub(crate) const RECEIVED: &str = "dreamos_received";

/// The columns of a row without what was sent itself.
pub(super) const COLUMNS: &str =
    "id, org, source, source_name, kind, received_at, event_type, again_of, size, planned_at, events, messages, trace";

/// Something that came in, without what was sent itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub id: ReceivedId,
    /// Whose it is.
    pub org: OrgId,
    /// The source's id, or the name of the server's own feed.
    pub source: String,
    /// What the source was called when it came in.
    pub source_name: String,
    /// The word for the source's kind.
    pub kind: String,
    /// When it came in.
    pub received_at: Timestamp,
    /// The event's type, where a header said it.
    pub event_type: Option<String>,
    /// What it is a repetition of, when somebody asked for one.
    pub again_of: Option<ReceivedId>,
    /// How many bytes were sent.
    pub size: u64,
    /// When it was planned.
    pub planned_at: Option<Timestamp>,
    /// How many events were in it.
    pub events: u32,
    /// How many messages were planned for it.
    pub messages: u32,
    /// What the rules decided, as JSON.
    pub trace: Option<String>,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// The headers that its meaning depends on, as JSON: pairs of name and value.
    pub head: String,
    /// The raw body.
    pub body: Vec<u8>,
}

impl Unit {
    /// Keeps what came in, to be planned.
    pub async fn receive(&mut self, received: &Received, raw: &Raw) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both(
            "INSERT INTO received_events (id, org, source, source_name, kind, received_at, event_type, again_of, size, \
             planned_at, events, messages, trace, head, body) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, 0, 0, NULL, $10, $11)",
        );
        let params = [
            received.id.to_string().into(),
            received.org.to_string().into(),
            received.source.as_str().into(),
            received.source_name.as_str().into(),
            received.kind.as_str().into(),
            received.received_at.micros().into(),
            received.event_type.as_deref().into(),
            received.again_of.map(|id| id.to_string()).into(),
            integer(received.size).into(),
            raw.head.as_str().into(),
            raw.body.as_slice().into(),
        ];
        self.execute(&KEEP, &params).await?;
        self.notify(RECEIVED);
        Ok(())
    }
}

impl Store {
    /// A wake-up that fires when something came in. Take it before looking, so that nothing is missed.
    #[must_use]
    pub fn received_wakeups(&self) -> dream_sql::Wakeups {
        self.db.listen(RECEIVED)
    }
}

/// Reads a row of [`COLUMNS`].
pub(super) fn read(row: &Row) -> Result<Received, StoreError> {
    let column = StoreError::sql("reading what came in");
    let text = row.text(0).map_err(&column)?;
    let damaged = |error: &dyn std::fmt::Display| StoreError::damaged("received_events", text, error);
    let number =
        |index: usize| -> Result<u64, StoreError> { u64::try_from(row.int(index).map_err(&column)?).map_err(|error| damaged(&error)) };
    let small = |index: usize| -> Result<u32, StoreError> { u32::try_from(number(index)?).map_err(|error| damaged(&error)) };
    let again_of = row.opt_text(7).map_err(&column)?.map(str::parse).transpose();
    Ok(Received {
        id: text.parse().map_err(|error| damaged(&error))?,
        org: row.text(1).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        source: row.text(2).map_err(&column)?.to_owned(),
        source_name: row.text(3).map_err(&column)?.to_owned(),
        kind: row.text(4).map_err(&column)?.to_owned(),
        received_at: Timestamp::from_micros(row.int(5).map_err(&column)?),
        event_type: row.opt_text(6).map_err(&column)?.map(str::to_owned),
        again_of: again_of.map_err(|error: dream_id::ParseIdError| damaged(&error))?,
        size: number(8)?,
        planned_at: row.opt_int(9).map_err(&column)?.map(Timestamp::from_micros),
        events: small(10)?,
        messages: small(11)?,
        trace: row.opt_text(12).map_err(&column)?.map(str::to_owned),
    })
}
