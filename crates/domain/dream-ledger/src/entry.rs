//! An entry on its way into the ledger: its canonical bytes, written straight from the typed event.

use crate::{Aggregate, Digest, EnvelopeError, EventData, Recorded, jcs, leaf_hash};
use dream_id::{EventId, OrgId};
use serde::Serialize;

/// What the ledger says of an event besides what happened, when, and who caused it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'e> {
    /// The entry's own id.
    pub id: EventId,
    /// The organisation it belongs to.
    pub org: OrgId,
    /// The stream it belongs to: an id of any governed noun.
    pub stream: &'e str,
    /// Its place in the stream, from 1.
    pub version: u64,
    /// The command or event that led to it.
    pub cause: Option<&'e str>,
    /// The trace it was part of.
    pub trace: Option<&'e str>,
}

/// An entry as it is stored and hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What happened: `noun.verb`.
    pub kind: String,
    /// The canonical bytes (RFC 8785) of the [`crate::Envelope`].
    pub body: Vec<u8>,
    /// Their leaf hash.
    pub leaf: Digest,
}

impl Entry<'_> {
    /// Writes the entry of an event of `A`.
    ///
    /// # Errors
    /// [`EnvelopeError::Unreadable`] when the event does not serialise as [`EventData`] asks, [`EnvelopeError::Canonical`] for a number
    /// that JSON cannot hold.
    pub fn write<A: Aggregate>(&self, event: &Recorded<A::Event>) -> Result<Written, EnvelopeError> {
        let canonical = |source| EnvelopeError::Canonical { kind: A::NOUN.to_owned(), source };
        let whole = jcs::to_vec(&event.event).map_err(canonical)?;
        let (verb, data) = halves(&whole).ok_or_else(|| unreadable::<A>(&whole))?;
        let kind = format!("{}.{verb}", A::NOUN);
        // The fields in the order of their names.
        let mut fields = Fields(Vec::with_capacity(whole.len() + 512));
        let written = (|| {
            fields.add("{\"actor\":", &event.actor)?;
            fields.add(",\"at\":", &event.at)?;
            fields.add_some(",\"cause\":", self.cause)?;
            fields.0.extend_from_slice(b",\"data\":");
            fields.0.extend_from_slice(data);
            fields.add(",\"id\":", &self.id)?;
            fields.add(",\"kind\":", &kind)?;
            fields.add(",\"org\":", &self.org)?;
            fields.add(",\"schema\":", &A::Event::SCHEMA)?;
            fields.add(",\"stream\":", &self.stream)?;
            fields.add_some(",\"trace\":", self.trace)?;
            fields.add(",\"version\":", &self.version)
        })();
        written.map_err(canonical)?;
        let mut body = fields.0;
        body.push(b'}');
        let leaf = leaf_hash(&body);
        Ok(Written { kind, body, leaf })
    }
}

/// The bytes so far.
struct Fields(Vec<u8>);

impl Fields {
    fn add(&mut self, name: &'static str, value: &impl Serialize) -> Result<(), jcs::JcsError> {
        self.0.extend_from_slice(name.as_bytes());
        jcs::write(&mut self.0, value)
    }

    fn add_some(&mut self, name: &'static str, value: Option<&str>) -> Result<(), jcs::JcsError> {
        value.map_or(Ok(()), |value| self.add(name, &value))
    }
}

/// The verb and the data of an event's canonical bytes, `{"data":…,"kind":"verb"}`.
fn halves(whole: &[u8]) -> Option<(&str, &[u8])> {
    let inner = whole.strip_prefix(b"{\"data\":")?.strip_suffix(b"\"}")?;
    let quote = inner.iter().rposition(|byte| *byte == b'"')?;
    let (data, verb) = inner.split_at_checked(quote + 1)?;
    let plain = verb.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    let data = data.strip_suffix(b",\"kind\":\"").filter(|_| plain)?;
    Some((std::str::from_utf8(verb).ok()?, data))
}

fn unreadable<A: Aggregate>(whole: &[u8]) -> EnvelopeError {
    let source = serde::de::Error::custom(format!("an event reads {{\"data\":…,\"kind\":…}}, not {}", String::from_utf8_lossy(whole)));
    EnvelopeError::Unreadable { kind: A::NOUN.to_owned(), schema: A::Event::SCHEMA, source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, Envelope, FoldError};
    use dream_clock::Timestamp;
    use dream_id::{TeamId, TypedId};
    use serde::Deserialize;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind", content = "data", rename_all = "snake_case")]
    enum Happened {
        /// Fields out of order, a name that needs escapes, and one that looks like the end of an event.
        ManyThings {
            zulu: String,
            alpha: Vec<i64>,
            #[serde(rename = "kind")]
            of: String,
        },
        Nothing {},
        Bare,
    }

    impl EventData for Happened {
        const SCHEMA: u16 = 3;
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Thing;

    impl Aggregate for Thing {
        type Id = TeamId;
        type Event = Happened;
        const NOUN: &'static str = "thing";

        fn create(_: TeamId, _: &Recorded<Happened>) -> Result<Self, FoldError> {
            Ok(Self)
        }

        fn apply(&mut self, _: &Recorded<Happened>) {}
    }

    fn recorded(event: Happened) -> Recorded<Happened> {
        Recorded { at: Timestamp::from_micros(1_767_225_600_000_001), actor: Actor::system("a \"worker\""), event }
    }

    /// The entry is, byte by byte, the canonical form of the envelope that reading it gives.
    #[test]
    fn the_bytes_are_the_canonical_form_of_the_envelope() {
        let many = Happened::ManyThings { zulu: "\u{1}\"\\é".into(), alpha: vec![-1, 0, 7], of: "\",\"kind\":\"x\"}".into() };
        for (event, verb) in [(many, "many_things"), (Happened::Nothing {}, "nothing")] {
            for (cause, trace) in [(None, None), (Some("thing.do"), Some("00-ab\"cd-01")), (None, Some("t"))] {
                let (id, org) = (EventId::from_parts(1, [1; 10]), OrgId::from_parts(2, [2; 10]));
                let entry = Entry { id, org, stream: "tea_01", version: 9, cause, trace };
                let written = entry.write::<Thing>(&recorded(event.clone())).unwrap();
                let envelope: Envelope = serde_json::from_slice(&written.body).unwrap();
                assert_eq!(String::from_utf8(envelope.canonical().unwrap()).unwrap(), String::from_utf8(written.body.clone()).unwrap());
                assert_eq!((written.kind.clone(), written.leaf), (format!("thing.{verb}"), leaf_hash(&written.body)));
                assert_eq!(envelope.event::<Happened>().unwrap(), recorded(event.clone()));
                let parts = (envelope.id, envelope.org, envelope.stream.as_str(), envelope.version, envelope.schema);
                assert_eq!(parts, (id, org, "tea_01", 9, 3));
                assert_eq!((envelope.cause.as_deref(), envelope.trace.as_deref(), envelope.kind), (cause, trace, written.kind));
            }
        }
    }

    #[test]
    fn an_event_without_data_is_refused() {
        let (id, org) = (EventId::from_parts(1, [1; 10]), OrgId::from_parts(2, [2; 10]));
        let entry = Entry { id, org, stream: "tea_01", version: 1, cause: None, trace: None };
        let error = entry.write::<Thing>(&recorded(Happened::Bare)).unwrap_err();
        assert!(matches!(error, EnvelopeError::Unreadable { schema: 3, .. }), "{error:?}");
    }
}
