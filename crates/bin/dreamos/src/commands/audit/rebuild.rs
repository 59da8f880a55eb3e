//! Folding the governed rows anew from the ledger, while no server runs.

use crate::config::{BridgeFlags, ModelFlags, ServerFlags};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, Table, fields};
use crate::private;
use crate::up::data_folder::DataFolder;
use crate::wiring::{self, failed};
use dream_sql::Location;
use dream_store::{Difference, GOVERNED_TABLES, Store};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Said of a ledger that is broken.
const NOT_FROM_THIS: &str = "no row is folded from a broken ledger, and";
/// The tables that are the ledger itself.
const LEDGER: [&str; 4] = ["events", "feed", "outbox", "tree_heads"];

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only compare: no row is changed, though an older database is brought up to date first; the exit code is 1 when rows differ
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "URL", help = "The database, postgres://…; else the file in the data folder [environment: DREAMOS_DATABASE]")]
    database: Option<String>,
}

/// What was found and done.
#[derive(Debug, Serialize)]
struct Rebuilt {
    /// How many events the ledgers have.
    events: u64,
    /// The copy of the database as it was before; none when nothing was changed.
    copy: Option<String>,
    /// Every governed table.
    tables: Vec<Compared>,
    /// The tables whose rows no event tells of: they are as they were.
    kept: Vec<String>,
}

/// A table and those of its rows that were not what their events say.
#[derive(Debug, Serialize)]
struct Compared {
    table: &'static str,
    /// How many rows it has now.
    rows: u64,
    /// How many were altered.
    altered: usize,
    /// How many were gone.
    missing: usize,
    /// How many no event knows.
    unknown: usize,
}

impl Compared {
    fn of(table: &'static str, rows: u64, differences: &[Difference]) -> Self {
        let here = || differences.iter().filter(|difference| difference.table == table);
        Self {
            table,
            rows,
            altered: here().filter(|one| one.row.is_some() && one.ledger.is_some()).count(),
            missing: here().filter(|one| one.row.is_none()).count(),
            unknown: here().filter(|one| one.ledger.is_none()).count(),
        }
    }

    fn differs(&self) -> bool {
        self.altered + self.missing + self.unknown > 0
    }
}

pub(super) async fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    // A copy of the database is as private as the database.
    private::keep_what_is_made();
    let flags = ServerFlags { database: args.database, ..ServerFlags::default() };
    let server = context.config_with(flags, ModelFlags::default(), BridgeFlags::default())?.server;
    let data = PathBuf::from(server.data.value);
    let place = match &server.database.value {
        Some(text) => wiring::location(text)?,
        None => Location::Sqlite { path: data.join("dream.db") },
    };
    let there = match &place {
        Location::Sqlite { path } => path.is_file(),
        Location::Postgres { .. } => data.is_dir(),
    };
    if !there {
        let what = format!("there is no database of a server in {}", data.display());
        return Err(CliError::usage(what, "name the server's data folder with --data, and its database with --database if it has one"));
    }
    // Held to the end: no server starts on it meanwhile.
    let folder = DataFolder::claim(&data)?;
    // Its own server is gone, whatever the database has heard of it.
    let own = folder.given_name()?;
    let store = wiring::open_store(place).await?;
    let rebuilt = match wiring::refuse_running(&store, own.as_deref()).await {
        Ok(()) => rebuild(context, &store, &data, args.dry_run).await,
        Err(refusal) => Err(refusal),
    };
    let closed = store.close().await.map_err(|error| failed("closing the database", &error));
    let rebuilt = rebuilt?;
    closed?;
    drop(folder);
    context.printer.answer(&rebuilt, show)?;
    context.printer.note(&format!("not rebuilt, as no event tells of them: {}", rebuilt.kept.join(" ")));
    let differs = rebuilt.tables.iter().any(Compared::differs);
    Ok(if args.dry_run && differs { Exit::Failed } else { Exit::Done })
}

async fn rebuild(context: &Context, store: &Store, data: &Path, dry_run: bool) -> Result<Rebuilt, CliError> {
    let printer = &context.printer;
    let events = printer.busy("recomputing every hash", wiring::verify(store, NOT_FROM_THIS)).await?;
    let differences = printer.busy("comparing the rows with the ledger", wiring::rebuild(store, false)).await?;
    let copy = if dry_run || differences.is_empty() {
        None
    } else {
        let copy = free_name(data, store.db().copy_name());
        let copied = printer.busy("copying the database", store.db().backup(&copy)).await;
        copied.map_err(|error| failed("copying the database", &error))?;
        printer.busy("folding the rows anew", wiring::rebuild(store, true)).await?;
        Some(copy.display().to_string())
    };
    let rows = wiring::governed_rows(store).await?;
    let tables = rows.into_iter().map(|(table, rows)| Compared::of(table, rows, &differences)).collect();
    Ok(Rebuilt { events, copy, tables, kept: left_alone(store).await? })
}

/// A name in the folder that no copy has yet.
fn free_name(data: &Path, name: &str) -> PathBuf {
    let named = |number: u32| data.join(format!("{name}.backup-before-rebuild-{number}"));
    (1..u32::MAX).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(0))
}

/// The tables that are neither governed nor the ledger itself.
async fn left_alone(store: &Store) -> Result<Vec<String>, CliError> {
    let columns = store.db().schema().await.map_err(|error| failed("looking into the database", &error))?;
    let known = |table: &str| GOVERNED_TABLES.contains(&table) || LEDGER.contains(&table);
    let others: BTreeSet<String> = columns.into_iter().map(|column| column.table).filter(|table| !known(table)).collect();
    Ok(others.into_iter().collect())
}

fn show(style: &Style, rebuilt: &Rebuilt) -> String {
    let (rows, differ) =
        (rebuilt.tables.iter().map(|table| table.rows).sum::<u64>(), rebuilt.tables.iter().filter(|table| table.differs()));
    let differ: Vec<&Compared> = differ.collect();
    let result = match (&rebuilt.copy, differ.is_empty()) {
        (_, true) => Cell::painted("every row is what its events say", Paint::Good),
        (Some(_), false) => Cell::painted("rebuilt", Paint::Good),
        (None, false) => Cell::painted("rows differ from the ledger", Paint::Bad),
    };
    let pairs = [
        ("result", result),
        ("events", Cell::new(rebuilt.events)),
        ("tables", Cell::new(rebuilt.tables.len())),
        ("rows", Cell::new(rows)),
        ("copy from before", Cell::maybe(rebuilt.copy.as_ref())),
    ];
    let mut text = fields(style, &pairs);
    if !differ.is_empty() {
        let table = Table::of(&["TABLE", "ROWS", "ALTERED", "GONE", "UNKNOWN TO THE LEDGER"], &differ, |one| {
            vec![Cell::new(one.table), Cell::new(one.rows), Cell::new(one.altered), Cell::new(one.missing), Cell::new(one.unknown)]
        });
        text.push('\n');
        text.push_str(&table.render(style));
    }
    text
}
