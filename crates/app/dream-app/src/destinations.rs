//! Destinations: where messages of the bridge go.

mod make;
mod manage;
pub(crate) mod probe;
mod read;
mod replace;
mod slack;
mod test;

pub use make::{NewDestination, To, make};
pub use manage::{Change, change, remove};
pub(crate) use manage::{disable, is_replaced_since};
pub(crate) use read::by_name;
pub use read::{DestinationView, list, named};
pub use replace::{Replacement, replace};
pub use test::test;

/// The slot in which an address, or the token of an app of Slack's, is kept sealed.
pub(crate) const URL: &str = "url";
