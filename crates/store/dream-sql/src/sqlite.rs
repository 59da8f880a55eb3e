//! SQLite: one writer whose turn passes from task to task, readers with threads of their own, commits shared.

mod backup;
mod batch;
mod committer;
mod connect;
mod database;
mod disk;
mod error;
mod lock;
mod migrate;
mod placeholders;
mod read;
mod schema;
mod statement;
mod turn;
mod write;

pub(crate) use batch::Outcome;
pub(crate) use connect::sync_folder;
pub(crate) use database::Database;
pub(crate) use read::{Glance, ReadTx, Seen};
pub(crate) use statement::{STEPS, changes, prepare, rows};
pub(crate) use write::WriteTx;
