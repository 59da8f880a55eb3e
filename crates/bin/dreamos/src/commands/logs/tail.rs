//! The newest lines, and those that follow.

use super::{page_of, show};
use crate::away::Away;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use dream_client::{LogFilter, LogSearch, PageOf};

pub(super) async fn run(context: &Context, filter: LogFilter, lines: u32, follow: bool) -> Result<Exit, CliError> {
    if !follow {
        let client = context.client()?;
        let page = PageOf { cursor: None, limit: Some(lines) };
        if lines == 0 {
            return page_of(context, dream_api::LogPage { items: Vec::new(), next: None, problems: Vec::new() }, false);
        }
        let found = client.search_logs(&filter, &LogSearch::default(), &page).await?;
        // There is always more before the newest lines, and nobody who asked for those wants to be told.
        return page_of(context, dream_api::LogPage { next: None, ..found }, false);
    }
    let mut away = Away::new(context)?;
    let mut tail = away.client().tail_logs(&filter, lines).impatient();
    tail.connect().await?;
    loop {
        let line = away.next(&mut tail).await?;
        let text = if context.printer.is_json() {
            let json = serde_json::to_string(&line).map_err(|error| CliError::Failed { what: error.to_string(), hint: None })?;
            json + "\n"
        } else {
            show::line(context.printer.style(), &line)
        };
        context.printer.data(text.as_bytes())?;
    }
}
