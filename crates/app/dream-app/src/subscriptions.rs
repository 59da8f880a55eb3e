//! Subscriptions: somebody outside who is told of events by our own webhooks, signed as Standard Webhooks asks.

mod keys;
mod make;
mod manage;
mod read;
mod tell;
mod test;

pub(crate) use keys::sealed;
pub use make::{Made, NewSubscription, make};
pub use manage::{Change, change, remove, replace_address, rotate};
pub(crate) use manage::{disable, is_replaced_since};
pub(crate) use read::check_there;
pub use read::{SubscriptionView, list, named};
pub(crate) use tell::queued;
pub use tell::tell_all;
pub use test::test;

/// The slots in which the address and the secrets are kept sealed.
const URL: &str = "url";
const NEWEST: &str = "secret";
const REPLACED: &str = "replaced";
