//! Discord accounts that act as people: the one-time code, its confirmation, and who an account is.

mod act;
mod code;
mod confirm;
mod end;
mod read;

pub use act::op_of;
pub use code::{CODE_LIFETIME, LinkCode, forget_codes, request};
pub use confirm::{PendingLink, confirm, pending};
pub use end::end;
pub(crate) use end::end_all;
pub use read::{DiscordLinkView, list};
