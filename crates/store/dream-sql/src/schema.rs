//! What a schema looks like, for comparing the two engines'.

/// The kinds of column that both engines have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeClass {
    /// `text`.
    Text,
    /// `bigint`, and SQLite's `integer`.
    Integer,
    /// `blob` and `bytea`.
    Bytes,
    /// `boolean`.
    Boolean,
    /// A type that is not portable, by its name; empty for a computed column of a view in SQLite, which has none.
    Other(String),
}

impl TypeClass {
    /// The class of a declared type.
    pub(crate) fn of(declared: &str) -> Self {
        match declared.to_ascii_lowercase().as_str() {
            "text" => Self::Text,
            "bigint" | "integer" => Self::Integer,
            "blob" | "bytea" => Self::Bytes,
            "boolean" => Self::Boolean,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// One column of a table or a view.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// The table or view.
    pub table: String,
    /// The column.
    pub column: String,
    /// What it holds.
    pub class: TypeClass,
    /// Whether it may be null. A view's columns count as nullable on both engines.
    pub nullable: bool,
}
