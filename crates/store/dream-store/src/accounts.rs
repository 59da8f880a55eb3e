//! Accounts: what signing in needs that the ledger must not hold. The accounts' events hold its digests.

use crate::{Filter, Query, StoreError, Unit, noun};
use dream_access::{Account, Login, PasswordHash, TotpSecret};
use dream_id::{AccountId, OrgId, PersonId, Scope, SystemKey};
use dream_ledger::Stream;
use dream_secret::Secret;
use dream_sql::{Row, Sql};

/// What is kept of an account beside the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSecrets {
    /// The login name.
    pub login: Login,
    /// The salt of the login name's digest.
    pub salt: String,
    /// The password's hash.
    pub password: PasswordHash,
    /// The secret of the second factor, if one was enrolled.
    pub totp: Option<TotpSecret>,
}

/// The accounts whose login name this is, in whatever organisation: the organisation is what the caller wants to know. Oldest first.
pub async fn by_login<Q: Query>(q: &mut Q, key: SystemKey, login: &Login) -> Result<Vec<Stream<Account>>, StoreError> {
    const FIND: Sql = Sql::both("SELECT account FROM account_secrets WHERE login = $1 ORDER BY account");
    let mut found = Vec::new();
    for row in q.rows(&FIND, &[login.as_str().into()]).await? {
        let text = row.text(0).map_err(StoreError::sql("reading an account"))?;
        let id: AccountId = text.parse().map_err(|error| StoreError::damaged("account_secrets", text, error))?;
        found.extend(noun::find::<Account, Q>(q, Scope::System(key), id, false).await?);
    }
    found.retain(|account| !account.closed);
    Ok(found)
}

/// The account of `person`, unless it was closed.
pub async fn account_of<Q: Query>(q: &mut Q, org: OrgId, person: PersonId) -> Result<Option<Stream<Account>>, StoreError> {
    let filter = Filter::default().eq("person", person.to_string()).eq("closed", false);
    Ok(noun::list::<Account, Q>(q, Scope::Org(org), &filter).await?.into_iter().next())
}

/// What is kept of `account`; `None` when it was erased.
pub async fn secrets<Q: Query>(q: &mut Q, org: OrgId, account: AccountId) -> Result<Option<AccountSecrets>, StoreError> {
    const FIND: Sql = Sql::both("SELECT login, salt, password, totp FROM account_secrets WHERE account = $1 AND org = $2");
    let row = q.row(&FIND, &[account.to_string().into(), org.to_string().into()]).await?;
    row.as_ref().map(|row| read(row, account)).transpose()
}

/// Whether another account than `account` of the organisation has this login name.
pub async fn login_taken<Q: Query>(q: &mut Q, org: OrgId, login: &Login, account: AccountId) -> Result<bool, StoreError> {
    const FIND: Sql = Sql::both("SELECT account FROM account_secrets WHERE login = $1 AND org = $2 AND account <> $3");
    let params = [login.as_str().into(), org.to_string().into(), account.to_string().into()];
    Ok(q.row(&FIND, &params).await?.is_some())
}

fn read(row: &Row, account: AccountId) -> Result<AccountSecrets, StoreError> {
    let column = StoreError::sql("reading an account");
    let login = row.text(0).map_err(&column)?;
    Ok(AccountSecrets {
        login: Login::parse(login).map_err(|error| StoreError::damaged("account_secrets", account, error))?,
        salt: row.text(1).map_err(&column)?.to_owned(),
        password: PasswordHash::kept(Secret::new(row.text(2).map_err(&column)?)),
        totp: row.opt_text(3).map_err(&column)?.map(|text| TotpSecret::kept(Secret::new(text))),
    })
}

impl Unit {
    /// Keeps what signing in to `account` needs, in place of what was kept before.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another account took the login name at the same time.
    pub async fn keep_secrets(&mut self, org: OrgId, account: AccountId, secrets: &AccountSecrets) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both(
            "INSERT INTO account_secrets (account, org, login, salt, password, totp) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (account) DO UPDATE SET login = excluded.login, salt = excluded.salt, password = excluded.password, \
             totp = excluded.totp",
        );
        let params = [
            account.to_string().into(),
            org.to_string().into(),
            secrets.login.as_str().into(),
            secrets.salt.clone().into(),
            secrets.password.text().into(),
            secrets.totp.as_ref().map(|totp| totp.text().to_owned()).into(),
        ];
        match self.execute(&KEEP, &params).await {
            Err(StoreError::Sql { source, .. }) if source.is_unique() => {
                Err(StoreError::Conflict { noun: "account", id: account.to_string() })
            }
            other => other.map(drop),
        }
    }

    /// Erases what was kept of `account`: the ledger still knows its digests.
    pub async fn erase_secrets(&mut self, org: OrgId, account: AccountId) -> Result<(), StoreError> {
        const ERASE: Sql = Sql::both("DELETE FROM account_secrets WHERE account = $1 AND org = $2");
        self.execute(&ERASE, &[account.to_string().into(), org.to_string().into()]).await.map(drop)
    }
}
