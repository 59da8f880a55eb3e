//! `dreamos bridge plan`: what the organisation may use of the bridge, and what it used.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use dream_api::BridgePlan;
use std::fmt::Display;

pub(crate) async fn run(context: &Context) -> Result<Exit, CliError> {
    let plan = context.client()?.bridge_plan().await?;
    context.printer.answer(&plan, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, plan: &BridgePlan) -> String {
    let limit = |used: u64, most: Option<&dyn Display>| match most {
        Some(most) => format!("{used} of {most}"),
        None => format!("{used}, no limit"),
    };
    let pairs = [
        ("plan", Cell::new(&plan.name)),
        ("month", Cell::new(format!("{} UTC, until {}", plan.month, style.time(plan.month_ends_at)))),
        ("delivered", Cell::new(limit(plan.delivered, plan.messages_per_month.as_ref().map(|most| most as &dyn Display)))),
        ("sources and destinations", Cell::new(limit(plan.bridges_used, plan.bridges.as_ref().map(|most| most as &dyn Display)))),
        ("kept for", Cell::new(format!("{} days", plan.retention_days))),
        ("both ways", Cell::new(if plan.bidirectional { "yes" } else { "no" })),
        ("held until", Cell::maybe(plan.held_until.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}
