//! Rolling back: first the plan, then, when it is confirmed, the deed.

use super::show;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use dream_api::{Rollback, RollbackPlan};
use dream_id::RunId;

#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(group(clap::ArgGroup::new("how").required(true).args(["dry_run", "yes"])))]
pub(crate) struct Args {
    /// The run's id
    run: RunId,
    /// The stage whose output is reviewed again
    #[arg(long, value_name = "STAGE")]
    to: String,
    /// Show what would be superseded and what cannot be undone, and change nothing
    #[arg(long, conflicts_with = "reason")]
    dry_run: bool,
    /// Do it
    #[arg(long, requires = "reason")]
    yes: bool,
    /// Why, for the record
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

pub(crate) async fn rollback(context: &Context, args: Args) -> Result<Exit, CliError> {
    let client = context.client()?;
    let (Some(reason), true) = (args.reason, args.yes) else {
        let plan = client.rollback_plan(args.run, &args.to).await?;
        context.printer.answer(&plan, show_plan)?;
        context.printer.note(&format!("next: dreamos run rollback {} --to {} --yes --reason TEXT", args.run, args.to));
        return Ok(Exit::Done);
    };
    let run = client.rollback(args.run, &Rollback { to: args.to, reason }).await?;
    context.printer.answer(&run, show::run)?;
    show::note_next(context, &run);
    Ok(Exit::Done)
}

fn show_plan(style: &Style, plan: &RollbackPlan) -> String {
    let attempts: Vec<String> = plan.superseded_attempts.iter().map(|attempt| format!("{} {}", attempt.stage, attempt.number)).collect();
    let artifacts: Vec<String> =
        plan.superseded_artifacts.iter().map(|artifact| format!("{}@{}", artifact.name, artifact.version)).collect();
    let pairs = [
        ("run", Cell::new(plan.run)),
        ("back to", Cell::new(&plan.to)),
        ("superseded stages", Cell::new(plan.superseded_stages.join(", "))),
        ("superseded attempts", Cell::new(attempts.join(", "))),
        ("superseded artifacts", Cell::new(artifacts.join(", "))),
        ("superseded reviews", Cell::new(plan.superseded_reviews.len())),
        ("cannot be undone", Cell::new(plan.cannot_undo.join("\n"))),
    ];
    fields(style, &pairs)
}
