//! `dreamos bridge usage`: how much came in.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Cell;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One month in UTC, such as 2026-11; all without it
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
}

pub(crate) async fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let page = context.client()?.bridge_usage(args.month.as_deref()).await?;
    list::show(context, &page, &["MONTH", "WHAT", "COUNT"], |_, usage| {
        vec![Cell::new(&usage.month), Cell::new(&usage.what), Cell::new(usage.count)]
    })
}
