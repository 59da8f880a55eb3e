//! The operator's authority, and how the operator shows in the ledgers of others.

use crate::{AppError, Kind, Op};
use dream_access::{Action, Org, Tenant};
use dream_id::{OrgId, Scope};
use dream_ledger::{Actor, By, Stream};
use dream_store::{Filter, Query, Unit, orgs};

/// The name under which the operator acts in organisations of others: who it was stands in the operator's own ledger.
pub(super) const OPERATOR: &str = "operator";

/// The operator's organisation, if it is the caller's and the caller may act for it.
///
/// # Errors
/// `not_the_operator` for the owners of all others.
pub(super) async fn allow<Q: Query>(op: &Op, q: &mut Q) -> Result<OrgId, AppError> {
    op.allow(Action::ServiceOperate, None)?;
    let own = op.org()?;
    if orgs::find(q, own).await?.is_some_and(|org| org.operator) {
        return Ok(own);
    }
    let message = "only the owners of the operator's organisation run the service; ask them";
    Err(AppError::new(Kind::Forbidden, "not_the_operator", message))
}

/// The operator, in the ledger of an organisation of others.
pub(super) fn by(op: &Op) -> By {
    By { at: op.app().now(), actor: Actor::system(OPERATOR) }
}

/// An organisation that the operator decides about, locked.
pub(super) struct Decided {
    /// What the operator knows of it; `None` for the operator's own.
    pub(super) tenant: Option<Stream<Tenant>>,
    /// The organisation itself.
    pub(super) org: Stream<Org>,
}

impl Decided {
    pub(super) async fn lock(op: &Op, tx: &mut Unit, organisation: OrgId) -> Result<Self, AppError> {
        let own = allow(op, tx).await?;
        let missing = || AppError::not_found("org", organisation);
        let tenant = if own == organisation {
            None
        } else {
            let found: Vec<Stream<Tenant>> = tx.list(op.scope(), &Filter::default().eq("organisation", organisation.to_string())).await?;
            let id = found.first().map(Stream::id).ok_or_else(missing)?;
            Some(tx.lock::<Tenant>(op.scope(), id).await?.ok_or_else(missing)?)
        };
        let org = tx.lock::<Org>(Scope::Org(organisation), organisation).await?.ok_or_else(missing)?;
        Ok(Self { tenant, org })
    }

    /// Who acts in the organisation's own ledger.
    pub(super) fn by(&self, op: &Op) -> By {
        if self.tenant.is_some() { by(op) } else { op.by() }
    }

    pub(super) async fn save(mut self, tx: &mut Unit) -> Result<(), AppError> {
        if let Some(tenant) = &mut self.tenant {
            tx.save(tenant).await?;
        }
        tx.save(&mut self.org).await?;
        Ok(())
    }
}
