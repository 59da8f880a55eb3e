//! Constraints: text for the prompts and rules that the machine enforces from then on.

mod add;
mod lift;
mod read;

pub use add::{NewConstraint, add};
pub(crate) use add::{Prepared, titled};
pub use lift::lift;
pub use read::{find, of_run};
