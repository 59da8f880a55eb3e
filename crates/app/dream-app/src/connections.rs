//! Connections: the Discord applications that an organisation speaks through.

mod facts;
mod make;
mod manage;
mod read;

pub(crate) use facts::is_id;
pub use facts::{Checked, check};
pub use make::{NewConnection, make};
pub(crate) use make::{check_name, taken};
pub use manage::{disable, disable_now, enable, remove, replace_token, set_guilds};
pub(crate) use read::sealed;
pub use read::{enabled, find, list, named, token};

/// The slot in which the token is kept sealed.
pub(crate) const TOKEN: &str = "token";
