//! Requests to addresses that people wrote down, guarded: the address is checked as written, its name is resolved here, every address that the
//! name has is checked, the connection is made to exactly those, and no redirect is followed.
#![forbid(unsafe_code)]

mod resolve;
mod sender;

pub use resolve::{Resolve, SystemResolver};
pub use sender::{Hooks, HooksError};
