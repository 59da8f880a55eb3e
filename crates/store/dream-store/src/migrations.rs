//! The schema, one migration after another. A migration that has been released never changes.

use dream_sql::{Migration, Migrations};

pub(crate) const ALL: Migrations = Migrations::new(&[Migration {
    id: 1,
    name: "first",
    sqlite: concat!(include_str!("migrations/0001_ledger.sqlite.sql"), include_str!("migrations/0001_rows.sql")),
    postgres: concat!(include_str!("migrations/0001_ledger.postgres.sql"), include_str!("migrations/0001_rows.sql")),
}]);
