//! Pages of lists, in and out.

use axum::Json;
use dream_api::Page;
use dream_id::{Cursor, Limit};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which page. Lists that filter repeat these two fields, since a query is read strictly.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageQuery {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most; 100 unless told.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

impl PageQuery {
    pub(crate) fn of(cursor: Option<String>, limit: Option<u32>) -> Self {
        Self { cursor, limit }
    }

    pub(crate) fn cursor(&self) -> Option<Cursor> {
        self.cursor.clone().map(Cursor)
    }

    pub(crate) fn limit(&self) -> Limit {
        self.limit.map_or_else(Limit::default, Limit::new)
    }
}

/// A page of the core, with every item rendered.
pub(crate) fn render<T, U>(page: dream_id::Page<T>, item: impl FnMut(T) -> U) -> Json<Page<U>> {
    Json(Page { items: page.items.into_iter().map(item).collect(), next: page.next.map(|cursor| cursor.0) })
}

/// A list that is whole.
pub(crate) fn whole<U>(items: Vec<U>) -> Json<Page<U>> {
    Json(Page { items, next: None })
}
