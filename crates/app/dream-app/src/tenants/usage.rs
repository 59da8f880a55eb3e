//! What each organisation of the service used in a month: what an operator sends bills by.

use super::read::{TenantView, list};
use crate::usage as metered;
use crate::{AppError, Op};
use dream_access::Org;
use dream_bridge::service_plan::Month;
use dream_id::{Cursor, Limit, Page};
use dream_ledger::Stream;
use dream_store::usage::total;

/// What one organisation used in a month.
#[derive(Debug, Clone, PartialEq)]
pub struct TenantUsage {
    /// The organisation.
    pub org: Stream<Org>,
    /// The month in UTC, such as `2026-11`.
    pub month: String,
    /// How many events came in and were planned.
    pub received: u64,
    /// How many messages arrived.
    pub delivered: u64,
}

/// What the organisations of the service used in a month, the present one unless it is named such as `2026-11`; in the order and the pages of
/// [`list`]. Nothing is told of what was sent, or where.
///
/// # Errors
/// `not_the_operator`; `month_invalid`.
pub async fn usage(op: &Op, month: Option<&str>, cursor: Option<Cursor>, limit: Limit) -> Result<Page<TenantUsage>, AppError> {
    metered::check_month(month)?;
    let month = month.map_or_else(|| Month::of(op.app().now()).to_string(), str::to_owned);
    let page = list(op, cursor, limit).await?;
    let mut reader = op.read().await?;
    let mut items = Vec::with_capacity(page.items.len());
    for TenantView { org, .. } in page.items {
        let received = total(&mut reader, org.id(), &month, metered::RECEIVED).await?;
        let delivered = total(&mut reader, org.id(), &month, metered::DELIVERED).await?;
        items.push(TenantUsage { org, month: month.clone(), received, delivered });
    }
    Ok(Page { items, next: page.next })
}
