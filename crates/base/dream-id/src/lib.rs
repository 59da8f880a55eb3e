//! Values that name things: one typed id per noun, the tenant [`Scope`], and page [`Cursor`]s.
//!
//! An id reads `run_01jd3k…`: a prefix that says what it names, and a `UUIDv7` in lowercase Crockford base32
//! (26 characters, as in the `TypeID` 0.3 specification), so that ids sort by the time they were made.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod base32;
mod cursor;
mod kinds;
mod scope;

pub use base32::ParseIdError;
pub use cursor::{Cursor, Limit, Page};
pub use kinds::*;
pub use scope::{Scope, SystemKey};
