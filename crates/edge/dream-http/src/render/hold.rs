//! Holds on log lines.

use dream_app::logs::Hold;
use dream_ledger::Stream;

/// A hold.
pub(crate) fn hold(hold: &Stream<Hold>) -> dream_api::Hold {
    dream_api::Hold {
        id: hold.id(),
        name: hold.name.clone(),
        server: hold.server,
        from: hold.from,
        until: hold.until,
        placed_at: hold.placed_at,
        lifted_at: hold.lifted_at,
    }
}
