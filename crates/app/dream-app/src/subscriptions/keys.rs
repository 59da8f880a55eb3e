//! The address and the secrets of a subscription, which no event holds.

use super::{NEWEST, REPLACED, URL};
use crate::{App, AppError, secrets};
use dream_bridge::outgoing::SigningKeys;
use dream_id::{OrgId, SubscriptionId};
use dream_secret::Secret;
use dream_store::Reader;

/// Where a subscription's events go, and what they are signed with; `None` when that is not kept any more.
pub(crate) async fn sealed(
    app: &App,
    reader: &mut Reader,
    org: OrgId,
    id: SubscriptionId,
) -> Result<Option<(Secret, SigningKeys)>, AppError> {
    let owner = id.to_string();
    let url = secrets::open_in(app, reader, org, &owner, URL).await?;
    let newest = secrets::open_in(app, reader, org, &owner, NEWEST).await?;
    let replaced = secrets::open_in(app, reader, org, &owner, REPLACED).await?;
    Ok(url.zip(newest).map(|(url, newest)| (url, SigningKeys { newest, replaced })))
}

/// A new secret.
pub(super) fn fresh(app: &App) -> Secret {
    let mut random = [0; 32];
    app.store.rng().fill(&mut random);
    SigningKeys::secret_from(random)
}
