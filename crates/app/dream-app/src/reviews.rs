//! Reviews: what people are asked, and what they decide.

mod approve_all;
mod ask_again;
mod break_glass;
mod constrain;
mod deciders;
mod expire;
mod read;
mod second_look;
mod titles;
mod vote;

pub use approve_all::{MOST_APPROVED, approve_all};
pub use ask_again::ask_again;
pub use break_glass::break_glass;
pub use constrain::constrain;
pub use deciders::{Deciders, deciders};
pub use expire::expire_due;
pub use read::{About, ReviewDetail, ReviewFilter, WhyNot, about, find, list};
pub use second_look::second_look;
pub(crate) use titles::titles;
pub use vote::{Cast, Voted, vote};
