//! `dreamos org usage`: what each organisation of a service used in a month, to look at and to send bills by.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Cell;
use dream_api::TenantUsage;
use dream_client::PageOf;

/// The first line of the comma-separated values.
const HEAD: &str = "organisation,name,plan,month,received,delivered\r\n";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The month in UTC, such as 2026-11; the present one without it
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
    /// All of them, as comma-separated values
    #[arg(long, conflicts_with_all = ["limit", "cursor"])]
    csv: bool,
    #[command(flatten)]
    page: list::PageArgs,
}

pub(crate) async fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    if args.csv {
        return csv(context, args.month.as_deref()).await;
    }
    let page = context.client()?.tenant_usage(args.month.as_deref(), &args.page.into()).await?;
    list::show(context, &page, &["ID", "NAME", "PLAN", "MONTH", "RECEIVED", "DELIVERED"], |_, usage| {
        vec![
            Cell::new(usage.organisation),
            Cell::new(&usage.name),
            Cell::opt(usage.plan.as_ref()),
            Cell::new(&usage.month),
            Cell::new(usage.received),
            Cell::new(usage.delivered),
        ]
    })
}

async fn csv(context: &Context, month: Option<&str>) -> Result<Exit, CliError> {
    let client = context.client()?;
    let mut month = month.map(str::to_owned);
    let mut at = PageOf { cursor: None, limit: None };
    context.printer.data(HEAD.as_bytes())?;
    loop {
        let page = client.tenant_usage(month.as_deref(), &at).await?;
        let lines: String = page.items.iter().map(line).collect();
        context.printer.data(lines.as_bytes())?;
        if page.next.is_none() {
            return Ok(Exit::Done);
        }
        // All pages are of one month, whenever it ends.
        month = month.or_else(|| page.items.first().map(|usage| usage.month.clone()));
        at.cursor = page.next;
    }
}

fn line(usage: &TenantUsage) -> String {
    let TenantUsage { organisation, name, plan, month, received, delivered } = usage;
    format!("{organisation},{},{},{month},{received},{delivered}\r\n", quoted(name), quoted(plan.as_deref().unwrap_or_default()))
}

/// A text as one value (RFC 4180). One that a spreadsheet would take for a formula is told as text.
fn quoted(text: &str) -> String {
    let text = text.replace('"', "\"\"");
    let mark = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{mark}{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_commas_and_quotes_are_one_value_and_no_formula() {
        let values = [("Acme", "\"Acme\""), ("A, \"B\"", "\"A, \"\"B\"\"\""), ("=1+1", "\"'=1+1\""), ("", "\"\"")];
        for (text, written) in values {
            assert_eq!(quoted(text), written);
        }
    }
}
