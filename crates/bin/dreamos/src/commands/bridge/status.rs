//! `dreamos bridge status`: how the bridge does.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, Table};
use dream_api::{BridgePlace, BridgeStatus};

pub(crate) async fn run(context: &Context) -> Result<Exit, CliError> {
    let status = context.client()?.bridge().await?;
    context.printer.answer(&status, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, status: &BridgeStatus) -> String {
    let head = ["DESTINATION", "KIND", "BACKLOG", "SENT", "FAILED", "UNKNOWN", "A MINUTE", "P50 MS", "P99 MS", "LAST", "DISABLED"];
    let places = Table::of(&head, &status.destinations, |place| row(style, place)).render(style);
    let sources = Table::of(
        &["SOURCE", "RECEIVED", "BACKLOG", "A MINUTE (5)", "A MINUTE (60)", "P50 MS", "P99 MS", "LAST", "REFUSED", "NEWEST REFUSAL"],
        &status.sources,
        |source| {
            let last = Cell::opt(source.last_at.map(|at| style.time(at)));
            let rate = |rate: f64| Cell::new(format!("{rate:.1}"));
            let counts = [Cell::new(&source.name), Cell::new(source.received), Cell::new(source.backlog)];
            let why = source.last_refusal.as_ref().map(|refused| format!("{} {}: {}", style.time(refused.at), refused.code, refused.why));
            let refused = [bad(source.refused), Cell::opt(why)];
            let rates = [rate(source.per_minute_5), rate(source.per_minute_60), millis(source.p50_ms), millis(source.p99_ms), last];
            counts.into_iter().chain(rates).chain(refused).collect()
        },
    );
    let said = "Counts, and the rates of destinations, are of the last day, those of sources of the last 5 and 60 minutes; times are from when an event came until what it led to left.";
    let shown = format!("{places}\n\n{}\n\n{said}", sources.render(style));
    if status.alerts.is_empty() {
        return shown;
    }
    let alerts = Table::of(&["ALERT", "SINCE", "BECAUSE"], &status.alerts, |alert| {
        vec![Cell::painted(&alert.name, Paint::Bad), Cell::new(style.time(alert.since)), Cell::new(&alert.why)]
    });
    format!("{}\n\n{shown}", alerts.render(style))
}

fn millis(millis: Option<f64>) -> Cell {
    Cell::opt(millis.map(|millis| format!("{millis:.1}")))
}

/// A number that should be 0.
fn bad(count: u64) -> Cell {
    if count > 0 { Cell::painted(count, Paint::Bad) } else { Cell::new(count) }
}

fn row(style: &Style, place: &BridgePlace) -> Vec<Cell> {
    let count = |words: &[&str]| words.iter().filter_map(|word| place.deliveries.get(*word)).sum::<u64>();
    vec![
        Cell::new(&place.name),
        Cell::new(&place.kind),
        Cell::new(place.backlog),
        Cell::new(count(&["sent", "edited"])),
        bad(count(&["failed", "dead"])),
        bad(count(&["unknown"])),
        Cell::new(format!("{:.1}", place.per_minute)),
        millis(place.p50_ms),
        millis(place.p99_ms),
        Cell::opt(place.last_at.map(|at| style.time(at))),
        Cell::opt(place.disabled_reason.as_ref()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_destination_is_shown_with_its_rate_and_its_times() {
        let place = BridgePlace {
            name: "ops".to_owned(),
            kind: "discord_webhook".to_owned(),
            disabled_reason: None,
            deliveries: BTreeMap::from([("sent".to_owned(), 3), ("edited".to_owned(), 1), ("dead".to_owned(), 2)]),
            backlog: 5,
            per_minute: 0.5,
            last_at: None,
            p50_ms: Some(7.0),
            p99_ms: Some(20.5),
        };
        let status = BridgeStatus { destinations: vec![place], sources: Vec::new(), alerts: Vec::new() };
        let shown = show(&Style::new(false, false, None, dream_clock::Timestamp::from_micros(0)), &status);
        let row: Vec<&str> = shown.lines().nth(1).unwrap().split_whitespace().collect();
        assert_eq!(row, ["ops", "discord_webhook", "5", "4", "2", "0", "0.5", "7.0", "20.5", "-", "-"]);
    }
}
