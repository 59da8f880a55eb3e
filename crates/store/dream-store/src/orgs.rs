//! Organisations, for whoever asks within a unit of work or without.

use crate::{Query, StoreError, noun};
use dream_access::Org;
use dream_id::{OrgId, Scope};
use dream_ledger::Stream;

/// The organisation `org`, as its own people see it.
pub async fn find<Q: Query>(q: &mut Q, org: OrgId) -> Result<Option<Stream<Org>>, StoreError> {
    noun::find(q, Scope::Org(org), org, false).await
}
