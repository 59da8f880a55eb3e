//! Reading the schema back.

use super::ReadTx;
use crate::{Column, SqlError, TypeClass};

const COLUMNS: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES' OR t.table_type = 'VIEW' \
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) \
     WHERE c.table_schema = current_schema()";

pub(super) async fn columns(tx: &mut ReadTx) -> Result<Vec<Column>, SqlError> {
    let rows = tx.query(COLUMNS, &[]).await?;
    rows.iter()
        .map(|row| {
            Ok(Column {
                table: row.text(0)?.to_owned(),
                column: row.text(1)?.to_owned(),
                // Of 32 bits here, where SQLite's has 64.
                class: match row.text(2)? {
                    short @ "integer" => TypeClass::Other(short.to_owned()),
                    portable => TypeClass::of(portable),
                },
                nullable: row.bool(3)?,
            })
        })
        .collect()
}
