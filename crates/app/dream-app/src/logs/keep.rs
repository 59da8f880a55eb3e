//! Keeping the log: segments are closed, packed, archived and removed when their time has come.

use super::reach::unavailable;
use crate::{AppError, Op};
use dream_access::Hold;
use dream_ledger::Stream;
use dream_logs::SetName;
use dream_store::Filter;

pub use dream_logs::Kept;

/// Does what is due now. When the holds cannot be read, nothing is done.
pub async fn keep(op: &Op) -> Result<Kept, AppError> {
    let holds: Vec<Stream<Hold>> = op.read().await?.list(op.scope(), &Filter::default().eq("lifted", false)).await?;
    let covers = |hold: &Stream<Hold>| {
        let set = if hold.server { SetName::Server } else { SetName::Org(hold.org()) };
        dream_logs::Hold { set, from: hold.from, until: hold.until }
    };
    let app = op.app();
    app.logs.keep(app.now(), holds.iter().map(covers).collect()).await.map_err(unavailable)
}
