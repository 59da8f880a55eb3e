//! Questions of the operator about the organisations of the service.

use super::operator;
use crate::{AppError, Op};
use dream_access::{Org, Tenant};
use dream_id::{Cursor, Limit, OrgId, Page};
use dream_ledger::Stream;
use dream_store::{Filter, Reader, orgs};

/// An organisation, as the operator sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct TenantView {
    /// What the operator knows of it; `None` for the operator's own.
    pub tenant: Option<Stream<Tenant>>,
    /// The organisation itself.
    pub org: Stream<Org>,
}

/// Where a page goes on behind which the operator's own organisation alone is left.
const OWN: &str = "own";

/// A page of the organisations of the service: those that the operator made, newest first, and last, as the first that there was, the operator's own.
///
/// # Errors
/// `not_the_operator`.
pub async fn list(op: &Op, cursor: Option<Cursor>, limit: Limit) -> Result<Page<TenantView>, AppError> {
    let mut reader = op.read().await?;
    let own = operator::allow(op, &mut reader).await?;
    let mut page = Page { items: Vec::new(), next: None };
    if cursor.as_ref().is_none_or(|cursor| cursor.0 != OWN) {
        let made = reader.page::<Tenant>(op.scope(), Filter::default(), cursor, limit).await?;
        page.next = made.next;
        for tenant in made.items {
            let org = known(&mut reader, tenant.organisation).await?;
            page.items.push(TenantView { tenant: Some(tenant), org });
        }
    }
    if page.next.is_none() {
        if page.items.len() < usize::try_from(limit.get()).unwrap_or(usize::MAX) {
            page.items.push(TenantView { tenant: None, org: known(&mut reader, own).await? });
        } else {
            page.next = Some(Cursor(OWN.to_owned()));
        }
    }
    Ok(page)
}

/// One organisation: one that the operator made, or the operator's own.
///
/// # Errors
/// `not_the_operator`; `not_found`.
pub async fn find(op: &Op, organisation: OrgId) -> Result<TenantView, AppError> {
    let mut reader = op.read().await?;
    let own = operator::allow(op, &mut reader).await?;
    let found: Vec<Stream<Tenant>> = reader.list(op.scope(), &Filter::default().eq("organisation", organisation.to_string())).await?;
    let tenant = found.into_iter().next();
    if tenant.is_none() && organisation != own {
        return Err(AppError::not_found("org", organisation));
    }
    let org = known(&mut reader, organisation).await?;
    Ok(TenantView { tenant, org })
}

async fn known(reader: &mut Reader, organisation: OrgId) -> Result<Stream<Org>, AppError> {
    orgs::find(reader, organisation).await?.ok_or_else(|| AppError::not_found("org", organisation))
}
