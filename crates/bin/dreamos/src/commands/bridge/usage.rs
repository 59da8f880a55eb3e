//! `dreamos bridge usage`: how much came in and went out.

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
    /// By source and destination
    #[arg(long)]
    by_name: bool,
    /// By source and destination, as comma-separated values
    #[arg(long, conflicts_with = "by_name")]
    csv: bool,
}

pub(crate) async fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let (client, month) = (context.client()?, args.month.as_deref());
    if args.csv {
        let mut download = client.export_bridge_usage(month).await?;
        while let Some(piece) = download.chunk().await? {
            context.printer.data(&piece)?;
        }
        return Ok(Exit::Done);
    }
    let page = client.bridge_usage(month, args.by_name).await?;
    let heads: &[&str] = if args.by_name { &["MONTH", "WHAT", "NAME", "COUNT"] } else { &["MONTH", "WHAT", "COUNT"] };
    list::show(context, &page, heads, |_, usage| {
        let mut cells = vec![Cell::new(&usage.month), Cell::new(&usage.what), Cell::new(usage.count)];
        if let Some(name) = &usage.name {
            cells.insert(2, Cell::new(name));
        }
        cells
    })
}
