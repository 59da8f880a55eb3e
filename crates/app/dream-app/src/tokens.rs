//! Tokens: what people call with.

mod mint;
mod read;
mod revoke;

pub use mint::{MintToken, Minted, mint};
pub use read::{Whose, list, show};
pub use revoke::revoke;
