//! Reading the schema back.

use super::ReadTx;
use crate::{Column, SqlError, TypeClass};
use std::borrow::Cow;

const COLUMNS: &str = "SELECT s.name, c.name, c.type, \
     CASE WHEN s.type = 'table' AND (c.\"notnull\" = 1 OR (c.pk = 1 AND lower(c.type) = 'integer')) THEN 0 ELSE 1 END \
     FROM sqlite_schema s JOIN pragma_table_info(s.name) c \
     WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!'";

pub(super) async fn columns(tx: &mut ReadTx) -> Result<Vec<Column>, SqlError> {
    let rows = tx.query(Cow::Borrowed(COLUMNS), &[]).await?;
    rows.iter()
        .map(|row| {
            Ok(Column {
                table: row.text(0)?.to_owned(),
                column: row.text(1)?.to_owned(),
                class: TypeClass::of(row.text(2)?),
                nullable: row.bool(3)?,
            })
        })
        .collect()
}
