//! Recording what the sandbox's self-test showed.

use super::lock;
use crate::{AppError, Command, Op};
use dream_id::OrgId;
use dream_ports::SandboxReport;
use dream_store::Unit;
use dream_swarm::{SandboxTested, Swarm};
use serde::Serialize;

/// Records what a self-test of the sandbox on this host showed, in the ledger of the organisation `org`: that of the local server. The same
/// as before records nothing. For the server's own workers.
pub async fn record_self_test(op: &Op, org: OrgId, report: &SandboxReport) -> Result<(), AppError> {
    let failed = report.failed().map(|case| format!("{}/{}", case.level, case.name)).collect();
    let limits = report.limits.iter().map(|held| (held.limit.name().to_owned(), held.by.name().to_owned())).collect();
    op.run(&Record { org, tested: SandboxTested { level: report.level.to_string(), failed, limits } }).await
}

#[derive(Serialize)]
struct Record {
    org: OrgId,
    tested: SandboxTested,
}

impl Command for Record {
    const NAME: &'static str = "swarm.sandbox_tested";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        if op.scope().org().is_some() {
            return Err(AppError::new(crate::Kind::Forbidden, "workers_only", "what the sandbox showed is recorded by the server alone"));
        }
        let mut swarm = lock(op, tx, self.org).await?;
        Swarm::sandbox_tested(&mut swarm, &op.by(), self.tested.clone());
        Ok(tx.save(&mut swarm).await?)
    }
}
