//! Pages of long lists.

/// Where a page ended: the id (or feed position) of its last item, opaque to callers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// How many items a page may hold: 1 to 1,000, 100 unless told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// The limit nearest to `wanted` that is allowed.
    #[must_use]
    pub fn new(wanted: u32) -> Self {
        Self(wanted.clamp(1, 1_000))
    }

    /// The number of items.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(100)
    }
}

/// A page of items and the cursor of the next one, if there is more.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Pass this back to get the next page; `None` at the end.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts `items`, which holds up to one more than `limit`, into a page whose cursor is `key` of its last item.
    #[must_use]
    pub fn cut(mut items: Vec<T>, limit: Limit, key: impl Fn(&T) -> String) -> Self {
        let size = usize::try_from(limit.get()).unwrap_or(usize::MAX);
        let more = items.len() > size;
        items.truncate(size);
        let next = if more { items.last().map(|item| Cursor(key(item))) } else { None };
        Self { items, next }
    }

    /// The same page with every item mapped.
    #[must_use]
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}
