//! Queries about permissions and grants: what a question meets, and what is over.

use crate::{Query, Reader, Store, StoreError, Unit, noun};
use dream_clock::Timestamp;
use dream_id::{AgentId, OrgId, PermissionId, SystemKey, TaskId};
use dream_ledger::{Digest, Stream};
use dream_sql::{Row, Sql, Value, Wakeups};
use dream_swarm::{Grant, Permission};

/// The wake-up that says: something became of a permission.
const PERMISSIONS: &str = "dreamos_permissions";
/// How many permissions one look takes.
const BATCH: i64 = 500;

/// A permission somewhere in the system, for workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionAt {
    /// The organisation.
    pub org: OrgId,
    /// The permission.
    pub permission: PermissionId,
}

impl Unit {
    /// The live permission of the organisation `org` that binds `digest`, locked until the end of the unit.
    pub async fn lock_live_permission(&mut self, org: OrgId, digest: Digest) -> Result<Option<Stream<Permission>>, StoreError> {
        const LIVE: Sql = Sql::each(
            "SELECT id, org, version, format, state FROM permissions WHERE org = $1 AND digest = $2 AND live",
            "SELECT id, org, version, format, state FROM permissions WHERE org = $1 AND digest = $2 AND live FOR UPDATE",
        );
        let found = noun::query(self, &LIVE, &[org.to_string().into(), digest.to_string().into()]).await?;
        Ok(found.into_iter().next())
    }

    /// The live permissions of a task, locked until the end of the unit.
    pub async fn lock_permissions_of_task(&mut self, org: OrgId, task: TaskId) -> Result<Vec<Stream<Permission>>, StoreError> {
        const OF_TASK: Sql = Sql::each(
            "SELECT id, org, version, format, state FROM permissions WHERE org = $1 AND task = $2 AND live ORDER BY id",
            "SELECT id, org, version, format, state FROM permissions WHERE org = $1 AND task = $2 AND live ORDER BY id FOR UPDATE",
        );
        noun::query(self, &OF_TASK, &[org.to_string().into(), task.to_string().into()]).await
    }

    /// The grants for calls of `tool` by `agent` that were neither revoked nor used up and end after `now`, oldest first, locked until the
    /// end of the unit.
    pub async fn lock_grants(&mut self, org: OrgId, agent: AgentId, tool: &str, now: Timestamp) -> Result<Vec<Stream<Grant>>, StoreError> {
        const FOR_TOOL: Sql = Sql::each(
            "SELECT id, org, version, format, state FROM grants \
             WHERE org = $1 AND agent = $2 AND tool = $3 AND open AND ends_at > $4 ORDER BY id",
            "SELECT id, org, version, format, state FROM grants \
             WHERE org = $1 AND agent = $2 AND tool = $3 AND open AND ends_at > $4 ORDER BY id FOR UPDATE",
        );
        let params = [org.to_string().into(), agent.to_string().into(), tool.into(), now.micros().into()];
        noun::query(self, &FOR_TOOL, &params).await
    }

    /// Every grant for `agent` that was neither revoked nor used up and ends after `now`, oldest first, locked until the end of the unit.
    pub async fn lock_grants_of(&mut self, org: OrgId, agent: AgentId, now: Timestamp) -> Result<Vec<Stream<Grant>>, StoreError> {
        const OF_AGENT: Sql = Sql::each(
            "SELECT id, org, version, format, state FROM grants WHERE org = $1 AND agent = $2 AND open AND ends_at > $3 ORDER BY id",
            "SELECT id, org, version, format, state FROM grants WHERE org = $1 AND agent = $2 AND open AND ends_at > $3 ORDER BY id FOR UPDATE",
        );
        noun::query(self, &OF_AGENT, &[org.to_string().into(), agent.to_string().into(), now.micros().into()]).await
    }

    /// Wakes those who wait for a permission, in every process, once this unit is on disk.
    pub fn wake_permissions(&mut self) {
        self.notify(PERMISSIONS);
    }
}

impl Reader {
    /// The live permissions whose time was over at `now`, in every organisation, after the permission `after`; at most 500.
    pub async fn lapsed_permissions(
        &mut self,
        _key: SystemKey,
        now: Timestamp,
        after: Option<PermissionId>,
    ) -> Result<Vec<PermissionAt>, StoreError> {
        const LAPSED: Sql = Sql::both("SELECT id, org FROM permissions WHERE live AND expires_at <= $1 AND id > $2 ORDER BY id LIMIT $3");
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        self.permissions_at(&LAPSED, &[now.micros().into(), after.into(), BATCH.into()]).await
    }

    /// The live permissions of tasks that are over, in every organisation, after the permission `after`; at most 500.
    pub async fn orphaned_permissions(&mut self, _key: SystemKey, after: Option<PermissionId>) -> Result<Vec<PermissionAt>, StoreError> {
        const ORPHANED: Sql = Sql::both(
            "SELECT p.id, p.org FROM permissions p JOIN tasks t ON t.id = p.task \
             WHERE p.live AND t.phase <> 'open' AND p.id > $1 ORDER BY p.id LIMIT $2",
        );
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        self.permissions_at(&ORPHANED, &[after.into(), BATCH.into()]).await
    }

    async fn permissions_at(&mut self, sql: &Sql, params: &[Value]) -> Result<Vec<PermissionAt>, StoreError> {
        self.rows(sql, params).await?.iter().map(at).collect()
    }
}

impl Store {
    /// A wake-up that fires when something may have become of a permission. Take it before reading, so that nothing is missed.
    #[must_use]
    pub fn permission_wakeups(&self) -> Wakeups {
        self.db.listen(PERMISSIONS)
    }
}

fn at(row: &Row) -> Result<PermissionAt, StoreError> {
    let column = StoreError::sql("listing permissions");
    let (id, org) = (row.text(0).map_err(&column)?, row.text(1).map_err(&column)?);
    let damaged = |error: &dyn std::fmt::Display| StoreError::damaged("permissions", id, error);
    Ok(PermissionAt { org: org.parse().map_err(|error| damaged(&error))?, permission: id.parse().map_err(|error| damaged(&error))? })
}
