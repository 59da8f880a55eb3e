//! Pages of long lists.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most items that one page holds; 100 unless `limit` says otherwise.
pub const MAX_PAGE_SIZE: u32 = 1_000;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Pass it as `cursor` to get the next page; `null` at the end. Opaque.
    pub next: Option<String>,
}
