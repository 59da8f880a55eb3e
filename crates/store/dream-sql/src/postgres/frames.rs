//! The file that a copy of a PostgreSQL database is: lines that say what follows, and the bytes of each table in pieces.
//!
//! ```text
//! dreamos copy of a PostgreSQL database, format 1
//! migration 1 <sha256 of its text>
//! table events seq,org,stream
//! <4 bytes, big endian: length><that many bytes of COPY … (FORMAT binary)> …  <length 0>
//! end
//! ```

use crate::SqlError;
use std::path::{Path, PathBuf};
use tokio::{
    fs::File,
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, BufWriter},
};

const HEAD: &str = "dreamos copy of a PostgreSQL database, format 1";
/// The longest line: a table's name and those of all its columns.
const MOST_LINE: u64 = 64 << 10;
/// The longest piece: PostgreSQL sends no longer row.
const MOST_PIECE: u32 = 1 << 30;
const BUFFER: usize = 256 << 10;
const WRITING: &str = "writing the copy";
const READING: &str = "reading the copy";

/// What a line announces.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A step of the schema that the database had.
    Migration { id: u32, checksum: String },
    /// A table, whose pieces follow.
    Table(Table),
    /// Nothing follows.
    End,
}

/// A table and the columns whose values are copied, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

impl Table {
    /// `"name" ("column", …)`. Only names that need no escape are ever read.
    pub(super) fn sql(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|column| format!("\"{column}\"")).collect();
        format!("\"{}\" ({})", self.name, columns.join(", "))
    }
}

/// Writes such a file.
pub(super) struct Writer {
    file: BufWriter<File>,
    path: PathBuf,
}

impl Writer {
    /// Begins the file, in the place of one that may be there.
    pub(super) async fn create(path: &Path) -> Result<Self, SqlError> {
        let file = File::create(path).await.map_err(SqlError::file(WRITING, path))?;
        let mut writer = Self { file: BufWriter::with_capacity(BUFFER, file), path: path.to_owned() };
        writer.line(HEAD).await?;
        Ok(writer)
    }

    pub(super) async fn migration(&mut self, id: u32, checksum: &str) -> Result<(), SqlError> {
        self.line(&format!("migration {id} {checksum}")).await
    }

    pub(super) async fn table(&mut self, table: &Table) -> Result<(), SqlError> {
        self.line(&format!("table {} {}", table.name, table.columns.join(","))).await
    }

    /// A piece of the table that was announced last; an empty one ends it.
    pub(super) async fn piece(&mut self, bytes: &[u8]) -> Result<(), SqlError> {
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= MOST_PIECE);
        let length = length.ok_or_else(|| self.broken("a row is too long for the format"))?;
        let fail = SqlError::file(WRITING, &self.path);
        self.file.write_u32(length).await.map_err(&fail)?;
        self.file.write_all(bytes).await.map_err(fail)
    }

    /// Ends the file: it is on disk when this returns.
    pub(super) async fn finish(mut self) -> Result<(), SqlError> {
        self.line("end").await?;
        let fail = SqlError::file(WRITING, &self.path);
        self.file.flush().await.map_err(&fail)?;
        self.file.get_ref().sync_all().await.map_err(fail)
    }

    async fn line(&mut self, text: &str) -> Result<(), SqlError> {
        let fail = SqlError::file(WRITING, &self.path);
        self.file.write_all(text.as_bytes()).await.map_err(&fail)?;
        self.file.write_all(b"\n").await.map_err(fail)
    }

    fn broken(&self, why: &'static str) -> SqlError {
        SqlError::Copy { path: self.path.clone(), why }
    }
}

/// Reads such a file.
pub(super) struct Reader {
    file: BufReader<File>,
    path: PathBuf,
}

impl Reader {
    pub(super) async fn open(path: &Path) -> Result<Self, SqlError> {
        let file = File::open(path).await.map_err(SqlError::file(READING, path))?;
        let mut reader = Self { file: BufReader::with_capacity(BUFFER, file), path: path.to_owned() };
        if reader.line().await? == HEAD { Ok(reader) } else { Err(reader.broken("it is no copy that this version reads")) }
    }

    /// What comes next.
    pub(super) async fn entry(&mut self) -> Result<Entry, SqlError> {
        let line = self.line().await?;
        let mut words = line.split(' ');
        let (kind, first, second, rest) = (words.next(), words.next(), words.next(), words.next());
        let entry = match (kind, first, second, rest) {
            (Some("end"), None, None, None) => Some(Entry::End),
            (Some("migration"), Some(id), Some(checksum), None) => {
                id.parse().ok().map(|id| Entry::Migration { id, checksum: checksum.to_owned() })
            }
            (Some("table"), Some(name), Some(columns), None) if is_name(name) && columns.split(',').all(is_name) => {
                let columns = columns.split(',').map(str::to_owned).collect();
                Some(Entry::Table(Table { name: name.to_owned(), columns }))
            }
            _ => None,
        };
        entry.ok_or_else(|| self.broken("a line of it says nothing that this version knows"))
    }

    /// The next piece of the table; `None` when it ends.
    pub(super) async fn piece(&mut self) -> Result<Option<Vec<u8>>, SqlError> {
        let length = self.file.read_u32().await.map_err(SqlError::file(READING, &self.path))?;
        if length > MOST_PIECE {
            return Err(self.broken("a row of it is longer than any can be"));
        }
        let mut bytes = Vec::new();
        let read = (&mut self.file).take(length.into()).read_to_end(&mut bytes).await.map_err(SqlError::file(READING, &self.path))?;
        if u32::try_from(read) != Ok(length) {
            return Err(self.broken("it ends in the middle of a row"));
        }
        Ok((length > 0).then_some(bytes))
    }

    async fn line(&mut self) -> Result<String, SqlError> {
        let mut line = String::new();
        (&mut self.file).take(MOST_LINE).read_line(&mut line).await.map_err(SqlError::file(READING, &self.path))?;
        line.strip_suffix('\n').map(str::to_owned).ok_or_else(|| self.broken("it ends too early"))
    }

    pub(super) fn broken(&self, why: &'static str) -> SqlError {
        SqlError::Copy { path: self.path.clone(), why }
    }
}

/// Names as migrations give them; nothing else ever stands in a statement.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
