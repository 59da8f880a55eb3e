//! Sealed values: what proves or opens something, encrypted before it comes here, beside the row of what it belongs to.

use crate::{Query, StoreError, Unit};
use dream_id::{OrgId, SystemKey};
use dream_sql::Sql;

/// What is kept sealed for `owner` in `slot`, if anything is.
pub async fn find<Q: Query>(q: &mut Q, org: OrgId, owner: &str, slot: &str) -> Result<Option<Vec<u8>>, StoreError> {
    const FIND: Sql = Sql::both("SELECT sealed FROM sealed_secrets WHERE org = $1 AND owner = $2 AND slot = $3");
    let Some(row) = q.row(&FIND, &[org.to_string().into(), owner.into(), slot.into()]).await? else { return Ok(None) };
    Ok(Some(row.bytes(0).map_err(StoreError::sql("reading a sealed value"))?.to_vec()))
}

/// Whether anything at all is kept sealed, for whatever organisation.
pub async fn any<Q: Query>(q: &mut Q, _key: SystemKey) -> Result<bool, StoreError> {
    const ANY: Sql = Sql::both("SELECT 1 FROM sealed_secrets LIMIT 1");
    Ok(q.row(&ANY, &[]).await?.is_some())
}

impl Unit {
    /// Keeps `sealed` for `owner` in `slot`, in place of what was there.
    pub async fn keep_sealed(&mut self, org: OrgId, owner: &str, slot: &str, sealed: Vec<u8>) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both(
            "INSERT INTO sealed_secrets (org, owner, slot, sealed) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (org, owner, slot) DO UPDATE SET sealed = excluded.sealed",
        );
        self.execute(&KEEP, &[org.to_string().into(), owner.into(), slot.into(), sealed.into()]).await?;
        Ok(())
    }

    /// Forgets what is kept for `owner` in `slot`, or in every slot. Returns how many values it was.
    pub async fn forget_sealed(&mut self, org: OrgId, owner: &str, slot: Option<&str>) -> Result<u64, StoreError> {
        const ONE: Sql = Sql::both("DELETE FROM sealed_secrets WHERE org = $1 AND owner = $2 AND slot = $3");
        const ALL: Sql = Sql::both("DELETE FROM sealed_secrets WHERE org = $1 AND owner = $2");
        let mut params = vec![org.to_string().into(), owner.into()];
        let sql = match slot {
            Some(slot) => {
                params.push(slot.into());
                &ONE
            }
            None => &ALL,
        };
        self.execute(sql, &params).await
    }
}
