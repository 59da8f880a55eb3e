//! Escalations: what agents and their supervisor cannot solve, told to the captain, and to people when no captain answers in time.

mod due;
mod handle;
mod raise;
mod read;
mod tell;

pub use due::tell_due;
pub use handle::{acknowledge, answer, resolve};
pub use raise::{NewEscalation, raise, raise_for};
pub use read::{EscalationText, find, list};
