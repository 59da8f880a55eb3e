//! Delegations: one person lets another decide for them, for a time.

mod grant;
mod read;
mod revoke;

pub use grant::{NewDelegation, grant};
pub use read::{list, show};
pub use revoke::revoke;
