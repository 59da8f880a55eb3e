//! What all lists share: pages in, a table or `{"items": […], "next": …}` out.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Table};
use clap::Args;
use dream_api::{MAX_PAGE_SIZE, Page};
use dream_client::PageOf;
use serde::Serialize;

/// Which page.
#[derive(Debug, Clone, Args)]
pub(crate) struct PageArgs {
    /// How many items at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_PAGE_SIZE)))]
    limit: Option<u32>,
    /// Go on after the page that gave this
    #[arg(long, value_name = "NEXT")]
    cursor: Option<String>,
}

impl From<PageArgs> for PageOf {
    fn from(args: PageArgs) -> Self {
        Self { cursor: args.cursor, limit: args.limit }
    }
}

/// Shows a page.
pub(crate) fn show<T: Serialize>(
    context: &Context,
    page: &Page<T>,
    head: &[&'static str],
    row: impl Fn(&crate::printer::Style, &T) -> Vec<Cell>,
) -> Result<Exit, CliError> {
    context.printer.answer(page, |style, page| Table::of(head, &page.items, |item| row(style, item)).render(style))?;
    if page.items.is_empty() {
        context.printer.note("nothing here");
    }
    if let Some(next) = &page.next {
        context.printer.note(&format!("there is more: add --cursor {next}"));
    }
    Ok(Exit::Done)
}
