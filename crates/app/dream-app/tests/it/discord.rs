//! What people do in Discord: linking, refusals, commands and gates.

mod interactions;
mod links;
mod stand_in;
