//! What people do in Discord: linking, refusals, commands and gates, and what they read.

mod interactions;
mod links;
mod stand_in;
mod words;
