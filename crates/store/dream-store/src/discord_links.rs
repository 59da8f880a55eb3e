//! Linked Discord accounts, and the one-time codes by which they are linked.

use crate::{Filter, Query, StoreError, Unit, noun};
use dream_access::{DiscordAccount, DiscordLink};
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope, SystemKey};
use dream_ledger::{Digest, Stream};
use dream_sql::Sql;

/// The link of the account with this id, unless it was ended. It may have expired.
pub async fn of_account<Q: Query>(q: &mut Q, org: OrgId, account: &str) -> Result<Option<Stream<DiscordLink>>, StoreError> {
    let filter = Filter::default().eq("account", account).eq("ended", false);
    Ok(noun::list::<DiscordLink, Q>(q, Scope::Org(org), &filter).await?.into_iter().next())
}

/// The account that asked for the code with this digest, and until when the code counts.
pub async fn of_code<Q: Query>(q: &mut Q, org: OrgId, digest: Digest) -> Result<Option<(DiscordAccount, Timestamp)>, StoreError> {
    const FIND: Sql = Sql::both("SELECT account, name, expires_at FROM link_codes WHERE digest = $1 AND org = $2");
    let Some(row) = q.row(&FIND, &[digest.to_string().into(), org.to_string().into()]).await? else { return Ok(None) };
    let column = StoreError::sql("reading a code");
    let account = DiscordAccount { id: row.text(0).map_err(&column)?.to_owned(), name: row.text(1).map_err(&column)?.to_owned() };
    Ok(Some((account, Timestamp::from_micros(row.int(2).map_err(&column)?))))
}

impl Unit {
    /// Keeps a code that `account` asked for, by its digest, in the place of an earlier one.
    pub async fn keep_code(&mut self, org: OrgId, account: &DiscordAccount, digest: Digest, until: Timestamp) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both(
            "INSERT INTO link_codes (digest, org, account, name, expires_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org, account) \
             DO UPDATE SET digest = excluded.digest, name = excluded.name, expires_at = excluded.expires_at",
        );
        let (id, name) = (account.id.as_str().into(), account.name.as_str().into());
        self.execute(&KEEP, &[digest.to_string().into(), org.to_string().into(), id, name, until.micros().into()]).await.map(drop)
    }

    /// Uses up a code. Returns whether it was there: of two who use it at once, one is told that it was.
    pub async fn use_code(&mut self, org: OrgId, digest: Digest) -> Result<bool, StoreError> {
        const USE: Sql = Sql::both("DELETE FROM link_codes WHERE digest = $1 AND org = $2");
        Ok(self.execute(&USE, &[digest.to_string().into(), org.to_string().into()]).await? == 1)
    }

    /// Forgets codes that ended before `now`, at most 1,000. Returns how many.
    pub async fn forget_codes(&mut self, _key: SystemKey, now: Timestamp) -> Result<u64, StoreError> {
        const FORGET: Sql = Sql::both(
            "DELETE FROM link_codes WHERE digest IN (SELECT digest FROM link_codes WHERE expires_at <= $1 ORDER BY expires_at LIMIT 1000)",
        );
        self.execute(&FORGET, &[now.micros().into()]).await
    }
}
