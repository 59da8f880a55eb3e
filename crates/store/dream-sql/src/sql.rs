//! A statement's text, for both engines.

use std::borrow::Cow;

/// A statement: one portable text, or one per engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sql {
    sqlite: Cow<'static, str>,
    /// `None` where the text is the same.
    postgres: Option<Cow<'static, str>>,
}

impl Sql {
    /// One text that both engines understand.
    #[must_use]
    pub const fn both(text: &'static str) -> Self {
        Self { sqlite: Cow::Borrowed(text), postgres: None }
    }

    /// Two texts that do the same.
    #[must_use]
    pub const fn each(sqlite: &'static str, postgres: &'static str) -> Self {
        Self { sqlite: Cow::Borrowed(sqlite), postgres: Some(Cow::Borrowed(postgres)) }
    }

    /// One text for both, put together at run time: of names and placeholders, never of values.
    #[must_use]
    pub const fn owned(text: String) -> Self {
        Self { sqlite: Cow::Owned(text), postgres: None }
    }

    /// Two texts, put together at run time: of names and placeholders, never of values.
    #[must_use]
    pub const fn each_owned(sqlite: String, postgres: String) -> Self {
        Self { sqlite: Cow::Owned(sqlite), postgres: Some(Cow::Owned(postgres)) }
    }

    pub(crate) fn sqlite(&self) -> &Cow<'static, str> {
        &self.sqlite
    }

    pub(crate) fn postgres(&self) -> &str {
        self.postgres.as_ref().unwrap_or(&self.sqlite)
    }
}
