//! Constraints: text for the prompts and rules that the machine enforces from then on.

mod add;
mod carry;
mod lift;
mod read;

pub use add::{NewConstraint, add};
pub(crate) use add::{Prepared, titled};
pub use carry::carry_next;
pub use lift::lift;
pub(crate) use read::in_force;
pub use read::{find, of_run};
