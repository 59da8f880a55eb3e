//! PostgreSQL: a pool of connections, each transaction on one that it owns, wake-ups by NOTIFY.

mod connect;
mod courier;
mod database;
mod dump;
mod error;
mod frames;
mod load;
mod migrate;
mod schema;
mod session;
mod tx;
mod types;

pub(crate) use database::Database;
pub(crate) use tx::{ReadTx, WriteTx};
