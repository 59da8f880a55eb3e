//! The schema's versions: numbered texts with checksums, applied once each, in order.

use crate::SqlError;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// One step of the schema. Once released it never changes; a correction is a new step.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number; they rise from step to step.
    pub id: u32,
    /// What it does, in a few words.
    pub name: &'static str,
    /// The statements for SQLite.
    pub sqlite: &'static str,
    /// The statements for PostgreSQL; the word `blob` is given as `bytea`.
    pub postgres: &'static str,
}

impl Migration {
    /// A step with one text for both engines.
    #[must_use]
    pub const fn both(id: u32, name: &'static str, text: &'static str) -> Self {
        Self { id, name, sqlite: text, postgres: text }
    }
}

/// Every step of a schema, oldest first.
#[derive(Debug, Clone, Copy)]
pub struct Migrations(&'static [Migration]);

impl Migrations {
    /// The steps, oldest first.
    #[must_use]
    pub const fn new(steps: &'static [Migration]) -> Self {
        Self(steps)
    }

    /// The number of the newest step; 0 when there is none.
    #[must_use]
    pub fn newest(&self) -> u32 {
        self.0.last().map_or(0, |step| step.id)
    }
}

/// What migrating did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Migrated {
    /// The steps applied now.
    pub applied: Vec<u32>,
    /// The schema's version afterwards.
    pub version: u32,
    /// The copy of the SQLite file made before, when it held something.
    pub backup: Option<std::path::PathBuf>,
}

/// A step that a database says it has.
#[derive(Debug)]
pub(crate) struct Applied {
    pub(crate) id: u32,
    pub(crate) checksum: String,
}

/// A step with the text of one engine.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) text: String,
    pub(crate) checksum: String,
}

impl Migrations {
    /// The steps as SQLite runs them.
    pub(crate) fn for_sqlite(&self) -> Vec<Step> {
        self.0.iter().map(|step| Step::new(step, step.sqlite, step.sqlite.to_owned())).collect()
    }

    /// The steps as PostgreSQL runs them.
    pub(crate) fn for_postgres(&self) -> Vec<Step> {
        self.0.iter().map(|step| Step::new(step, step.postgres, with_bytea(step.postgres))).collect()
    }
}

impl Step {
    fn new(step: &Migration, source: &str, text: String) -> Self {
        Self { id: step.id, name: step.name, text, checksum: checksum(source) }
    }
}

/// The steps still to be applied.
///
/// # Errors
/// [`SqlError`] when the database is newer, was made by other texts, or the list is out of order.
pub(crate) fn pending(known: &[Step], applied: &[Applied]) -> Result<Vec<Step>, SqlError> {
    let out_of_order = |step: &Step, why| SqlError::MigrationOrder { id: step.id, name: step.name.to_owned(), why };
    if let Some((_, later)) = known.iter().zip(known.iter().skip(1)).find(|(one, next)| one.id >= next.id) {
        return Err(out_of_order(later, "the numbers of the list do not rise"));
    }
    let newest_known = known.last().map_or(0, |step| step.id);
    let newest_applied = applied.iter().map(|one| one.id).max().unwrap_or(0);
    if newest_applied > newest_known {
        return Err(SqlError::NewerSchema { found: newest_applied, known: newest_known });
    }
    for one in applied {
        let Some(step) = known.iter().find(|step| step.id == one.id) else {
            let why = "the database has it and this version does not";
            return Err(SqlError::MigrationOrder { id: one.id, name: "unknown".to_owned(), why });
        };
        if step.checksum != one.checksum {
            let (recorded, computed) = (one.checksum.clone(), step.checksum.clone());
            return Err(SqlError::ChecksumMismatch { id: step.id, name: step.name.to_owned(), recorded, computed });
        }
    }
    let rest: Vec<Step> = known.iter().filter(|step| applied.iter().all(|one| one.id != step.id)).cloned().collect();
    match rest.first() {
        Some(step) if step.id < newest_applied => Err(out_of_order(step, "the database has later ones and not this")),
        _ => Ok(rest),
    }
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// `text` with the word `blob` given as `bytea`, outside of quotes and comments.
fn with_bytea(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut word = String::new();
    // What ends the quoted text or comment that we are in.
    let mut quote = None;
    for character in text.chars().chain([' ']) {
        if character.is_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        let replace = quote.is_none() && word.eq_ignore_ascii_case("blob");
        out.push_str(if replace { "bytea" } else { &word });
        word.clear();
        let comment = character == '-' && out.ends_with('-');
        out.push(character);
        match quote {
            None if comment => quote = Some('\n'),
            None if matches!(character, '\'' | '"') => quote = Some(character),
            Some(open) if open == character => quote = None,
            _ => {}
        }
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: Migrations = Migrations::new(&[
        Migration::both(1, "one", "CREATE TABLE a (x bigint)"),
        Migration::both(2, "two", "CREATE TABLE b (x blob)"),
        Migration::both(5, "five", "CREATE TABLE c (x text)"),
    ]);

    fn applied(ids: &[u32]) -> Vec<Applied> {
        let steps = THREE.for_sqlite();
        let find = |id| steps.iter().find(|step| step.id == id).map_or_else(String::new, |step| step.checksum.clone());
        ids.iter().map(|&id| Applied { id, checksum: find(id) }).collect()
    }

    #[test]
    fn plans_what_is_missing_and_refuses_what_does_not_fit() {
        let plan = |ids: &[u32]| pending(&THREE.for_sqlite(), &applied(ids)).map(|steps| steps.iter().map(|s| s.id).collect::<Vec<_>>());
        assert_eq!(plan(&[]).unwrap(), [1, 2, 5]);
        assert_eq!(plan(&[1, 2]).unwrap(), [5]);
        assert_eq!(plan(&[1, 2, 5]).unwrap(), [0_u32; 0]);
        assert!(matches!(plan(&[1, 2, 5, 6]), Err(SqlError::NewerSchema { found: 6, known: 5 })));
        assert!(matches!(plan(&[1, 3]), Err(SqlError::MigrationOrder { id: 3, .. })));
        assert!(matches!(plan(&[1, 5]), Err(SqlError::MigrationOrder { id: 2, .. })));
    }

    #[test]
    fn a_changed_text_is_told_with_both_sums() {
        let mut database = applied(&[1]);
        database[0].checksum = "00".to_owned();
        let error = pending(&THREE.for_sqlite(), &database).unwrap_err();
        assert!(matches!(error, SqlError::ChecksumMismatch { id: 1, .. }), "{error}");
    }

    #[test]
    fn numbers_must_rise() {
        const TWICE: Migrations = Migrations::new(&[Migration::both(2, "a", ""), Migration::both(2, "b", "")]);
        assert!(matches!(pending(&TWICE.for_sqlite(), &[]), Err(SqlError::MigrationOrder { id: 2, .. })));
    }

    #[test]
    fn only_the_word_blob_becomes_bytea() {
        let check = |text, wanted| assert_eq!(with_bytea(text), wanted);
        check("a blob NOT NULL, b BLOB)", "a bytea NOT NULL, b bytea)");
        check("blobs text, my_blob text", "blobs text, my_blob text");
        check("DEFAULT 'blob' CHECK (x <> 'it''s blob')", "DEFAULT 'blob' CHECK (x <> 'it''s blob')");
        check("x blob", "x bytea");
        check("x text, -- it's no blob\ny blob", "x text, -- it's no blob\ny bytea");
    }
}
