//! One entry of the ledger.

use crate::{Actor, EventData, Recorded, jcs, merkle::leaf_hash};
use dream_clock::Timestamp;
use dream_id::{EventId, OrgId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One entry of the ledger. Every field is inside the leaf hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The entry's own id.
    pub id: EventId,
    /// The organisation it belongs to.
    pub org: OrgId,
    /// The stream it belongs to: an id of any governed noun.
    pub stream: String,
    /// Its place in the stream, from 1.
    pub version: u64,
    /// What happened: `noun.verb`.
    pub kind: String,
    /// The version of `data`'s JSON.
    pub schema: u16,
    /// When it was decided.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// The command or event that led to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The trace it was part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// The facts.
    pub data: Value,
}

/// Why an envelope cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// It has no canonical form.
    #[error("event {kind} has no canonical JSON")]
    Canonical {
        /// The event's kind.
        kind: String,
        /// Why.
        #[source]
        source: jcs::JcsError,
    },
    /// Its JSON is not what this version of the product understands.
    #[error("event {kind} (schema {schema}) cannot be read by this version; upgrade, or restore a backup made by it")]
    Unreadable {
        /// The event's kind.
        kind: String,
        /// The schema it was written with.
        schema: u16,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl Envelope {
    /// The canonical bytes (RFC 8785): what is stored and hashed.
    ///
    /// # Errors
    /// [`EnvelopeError::Canonical`] for a number that JSON cannot hold.
    pub fn canonical(&self) -> Result<Vec<u8>, EnvelopeError> {
        jcs::to_vec(self).map_err(|source| EnvelopeError::Canonical { kind: self.kind.clone(), source })
    }

    /// Splits an event into the second half of its kind and its data.
    ///
    /// # Errors
    /// [`EnvelopeError::Unreadable`] when the event does not serialise as [`EventData`] asks.
    pub fn split<E: EventData>(event: &E) -> Result<(String, Value), EnvelopeError> {
        #[derive(Deserialize)]
        struct Halves {
            kind: String,
            data: Value,
        }
        let unreadable = |source| EnvelopeError::Unreadable { kind: format!("{event:?}"), schema: E::SCHEMA, source };
        let halves: Halves = serde_json::to_value(event).and_then(serde_json::from_value).map_err(unreadable)?;
        Ok((halves.kind, halves.data))
    }

    /// The event inside, upcast to today's schema.
    ///
    /// # Errors
    /// [`EnvelopeError::Unreadable`] when it is not an event of this kind.
    pub fn event<E: EventData>(&self) -> Result<Recorded<E>, EnvelopeError> {
        let tail = self.kind.split_once('.').map_or(self.kind.as_str(), |(_, tail)| tail).to_owned();
        let (kind, data) =
            if self.schema == E::SCHEMA { (tail, self.data.clone()) } else { E::upcast(tail, self.schema, self.data.clone()) };
        let event = serde_json::from_value(serde_json::json!({ "kind": kind, "data": data }))
            .map_err(|source| EnvelopeError::Unreadable { kind: self.kind.clone(), schema: self.schema, source })?;
        Ok(Recorded { at: self.at, actor: self.actor.clone(), event })
    }

    /// The leaf hash of canonical bytes, as in RFC 6962 section 2.1.
    #[must_use]
    pub fn leaf(canonical: &[u8]) -> crate::Digest {
        leaf_hash(canonical)
    }
}
