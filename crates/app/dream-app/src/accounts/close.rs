//! Closing the account of somebody who left.

use crate::AppError;
use dream_access::Account;
use dream_id::{OrgId, PersonId, Scope};
use dream_ledger::By;
use dream_store::{Unit, accounts};

/// Closes the account of `person`, if they have one, and erases what was kept of it.
pub(crate) async fn close(tx: &mut Unit, org: OrgId, person: PersonId, by: &By) -> Result<(), AppError> {
    let Some(found) = accounts::account_of(tx, org, person).await? else { return Ok(()) };
    let Some(mut account) = tx.lock::<Account>(Scope::Org(org), found.id()).await? else { return Ok(()) };
    Account::close(&mut account, by);
    tx.save(&mut account).await?;
    tx.erase_secrets(org, account.id()).await?;
    Ok(())
}
