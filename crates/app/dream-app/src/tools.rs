//! What agents can do by tool: the inbound port of tools, each tool a use case that the agent carries out with its own rights.
//!
//! A tool is a file here under its noun: it reads its arguments strictly, carries out a use case as the agent, and says what came of it in
//! words for a model and as data. Their names and arguments stand in `catalogue.rs`; what agents are written against is that.

mod allow;
mod answer;
mod artifacts;
mod catalogue;
mod constraints;
mod counters;
mod current;
mod decision;
mod host;
mod inbox;
mod logs;
mod messages;
mod people;
mod places;
mod split;
mod tasks;

pub use counters::{Counters, Outcome};
pub use host::SwarmTools;

/// The tool calls of this process since it began, by how they ended.
#[must_use]
pub fn counted(app: &crate::App) -> Vec<(Outcome, u64)> {
    app.tool_counters().all()
}
