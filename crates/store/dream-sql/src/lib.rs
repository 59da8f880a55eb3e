//! SQL over SQLite or PostgreSQL: the only crate that knows there are two engines.
//!
//! [`Db::read`] gives a [`ReadTx`], a consistent snapshot that cannot write; [`Db::begin`] gives a [`WriteTx`], whose
//! [`WriteTx::commit`] returns when the work is on disk. A transaction that is dropped leaves nothing behind. [`Db::glance`] gives a
//! [`Glance`], for the few rows that stand before every call, such as those of who calls.
//!
//! # Writing portable SQL
//!
//! - One text for both engines ([`Sql::both`]); what must differ stands side by side in one [`Sql::each`].
//! - Placeholders are `$1`, `$2`, …; every parameter given is used, in any order and as often as needed.
//! - Column types are `text`, `bigint`, `blob` and `boolean`, all `NOT NULL` unless null means something. Migrations write `blob`;
//!   PostgreSQL gets `bytea`.
//! - Ids, times (integer microseconds) and defaults are made by the caller. JSON is text that no statement looks into.
//! - PostgreSQL sums integers into `numeric`: write `CAST(sum(x) AS bigint)`.
//! - A statement that fails ends its transaction on both engines: only dropping it is left.
//! - No constraint is deferred to the end of the transaction: operations share commits on SQLite, and one would fail for another.
//!
//! # Answers that leave without a commit
//!
//! Operations share commits on SQLite, so one may read what another did and has not saved yet. [`WriteTx::commit`] waits for it. What leaves
//! without one, such as a refusal, first waits for the transaction's [`Witness`], and is decided anew if that says that what was seen
//! was never saved:
//!
//! ```no_run
//! # use dream_sql::{Db, Sql, SqlError};
//! # async fn example(db: &Db) -> Result<Option<i64>, SqlError> {
//! let mut tx = db.begin().await?;
//! let Some(row) = tx.query_opt(&Sql::both("SELECT body FROM notes WHERE id = 1"), &[]).await? else {
//!     tx.rollback().await?; // or, where `tx` is gone by then: the witness taken before, `witness.settled().await?`
//!     return Ok(None);
//! };
//! # let _ = row;
//! tx.commit().await?;
//! # Ok(Some(1))
//! # }
//! ```
//!
//! # Adding an engine's peculiarity
//!
//! Put it under `sqlite/` or `postgres/`, behind a method that both [`Db`] arms answer, and add a case to `tests/conformance.rs`, which
//! runs on both. The suites of other crates take their databases from [`testing`].
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod db;
mod error;
mod location;
mod migrations;
mod options;
mod postgres;
mod room;
mod row;
mod schema;
mod sql;
mod sqlite;
#[doc(hidden)]
pub mod testing;
mod together;
mod turn_watch;
mod tx;
mod value;
mod wakeups;

pub use db::{Db, Positions};
pub use error::{Cause, SqlError};
pub use location::{Location, ParseLocationError};
pub use migrations::{Migrated, Migration, Migrations};
pub use options::{Durability, Options};
pub use row::Row;
pub use schema::{Column, TypeClass};
pub use sql::Sql;
pub use together::{Last, Together};
pub use tx::{Glance, ReadTx, Witness, WriteTx};
pub use value::Value;
pub use wakeups::Wakeups;
