//! A message of ours that was erased: what was carried of it to Discord is taken away too.

use super::speech::{Fate, Speech, say};
use crate::{AppError, Op};
use dream_bridge::destination::Destination;
use dream_bridge::pairing::Pairing;
use dream_bridge::pairing::words::Spoken;
use dream_id::{MessageId, OrgId, Scope};
use dream_ledger::Stream;
use dream_store::Unit;
use dream_store::pairings::{Carried, find_carried};

/// Has what was carried of `message` taken away, within the unit of work that decides about its erasure.
pub(crate) async fn erased(op: &Op, tx: &mut Unit, org: OrgId, message: MessageId) -> Result<(), AppError> {
    let scope = Scope::Org(org);
    for carried in find_carried(tx, scope, &message.to_string()).await? {
        // The words of a change stand where what it changed was said: that is taken away.
        let carried = match &carried.other {
            Some(changed) if changed.parse::<MessageId>().is_ok() => {
                let first = find_carried(tx, scope, changed).await?.into_iter().find(|first| first.pairing == carried.pairing);
                first.unwrap_or(carried)
            }
            _ => carried,
        };
        let Some(pairing): Option<Stream<Pairing>> = tx.find(scope, carried.pairing).await? else { continue };
        let Some(by): Option<Stream<Destination>> = tx.find(scope, pairing.joined.discord.written_by()).await? else { continue };
        if tx.change_carried(&Carried { deleted: true, ..carried.clone() }).await? {
            let speech = Speech {
                fate: Fate::Deleted,
                spoken: Spoken { name: "", avatar: None, text: "", files: &[], notices: &[] },
                author: &carried.author,
                person: None,
                message: &carried.message,
                channel: "",
                thread: None,
                reply_to: None,
                inside: None,
                title: None,
                files_changed: false,
                other: None,
                at: op.app().now(),
                event: None,
            };
            say(op, tx, &pairing, &by, &speech).await?;
        }
    }
    Ok(())
}
