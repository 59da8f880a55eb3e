//! dream-sql.
#![forbid(unsafe_code)]
