//! Entries of the ledger.

use dream_api::{Actor, Event};
use dream_ledger::{Digest, Envelope};

/// An entry as the log and the feed show it.
pub(crate) fn event(envelope: Envelope) -> Event {
    let Envelope { id, org: _, stream, version, kind, schema, at, actor, cause, trace, data } = envelope;
    Event { id, kind, stream, version, schema, at, actor: who(actor), cause, trace, data, said: None }
}

/// The digest of what whoever caused an entry said about it.
pub(crate) fn said(envelope: &Envelope) -> Option<Digest> {
    let words = ["reason", "comment"].into_iter().find_map(|name| envelope.data.get(name))?;
    words.as_str()?.parse().ok()
}

pub(super) fn who(actor: dream_ledger::Actor) -> Actor {
    match actor {
        dream_ledger::Actor::Person { id, via } => {
            Actor::Person { id, token: via.token(), session: via.session(), discord_link: via.discord_link() }
        }
        dream_ledger::Actor::Agent { name } => Actor::Agent { name },
        dream_ledger::Actor::System { worker } => Actor::System { worker },
    }
}
