//! Histograms and summaries.

use crate::support::{House, SERVER, START, small};
use dream_clock::Clock as _;
use dream_logs::{Filter, Level, Line, QueryError, SetName, StreamName};
use std::time::Duration;

#[tokio::test]
async fn a_histogram_counts_the_same_with_and_without_the_manifests() {
    let house = House::new(small());
    for minute in 0..20 {
        house.write(minute * 3..minute * 3 + 3).await;
        house.clock.advance(Duration::from_mins(1));
    }
    let filter = Filter { from: Some(START), until: Some(START.plus(Duration::from_mins(18))), ..Filter::default() };
    let count = || async { house.logs.histogram(&SERVER, filter.clone(), Duration::from_mins(4)).await.unwrap().unwrap().buckets };
    let raw = count().await;
    house.clock.advance(Duration::from_hours(2));
    house.keep().await;
    assert_eq!(count().await, raw);
    let totals: Vec<u64> = raw.iter().map(|bucket| bucket.levels.iter().sum()).collect();
    assert_eq!(totals, [12, 12, 12, 12, 6]);
    assert_eq!(raw[0].levels, [3, 3, 2, 2, 2]);
    for (filter, width) in [(Filter::default(), 60), (filter.clone(), 0), (Filter { until: Some(START), ..filter.clone() }, 60)] {
        let refused = house.logs.histogram(&SERVER, filter, Duration::from_secs(width)).await.unwrap();
        assert!(matches!(refused, Err(QueryError::TooMuch(_))));
    }
}

#[tokio::test]
async fn a_summary_tells_counts_kinds_of_errors_starts_and_slow_requests() {
    let house = House::new(small());
    let say = |level, source: &str, message: String| Line::new(house.clock.now(), level, StreamName::Server, source, message);
    let mut lines = vec![say(Level::Info, "dreamos", "ready".to_owned()).with("server.started", true)];
    for number in 0..12_u64 {
        lines.push(say(Level::Error, "dream_app", format!("run {number} failed")).with("error.code", "lost"));
        let request = say(Level::Info, "dream_http", "request answered".to_owned()).with("http.method", "GET");
        lines.push(request.with("http.route", format!("/r/{number}")).with("http.status", 200).with("duration_us", number * 10));
    }
    lines.push(say(Level::Warn, "dream_app", "run 1 failed".to_owned()));
    // One that was asked to wait is not slow.
    let waited = say(Level::Info, "dream_http", "request answered".to_owned()).with("http.route", "/w").with("duration_us", 60_000_000);
    lines.push(waited.with("waited", true));
    for line in lines {
        house.logs.append_acknowledged(SetName::Server, line).await.unwrap();
    }
    let summary = house.logs.summary(&SERVER, Filter::default()).await.unwrap().unwrap();
    assert_eq!((summary.levels, summary.starts), ([0, 0, 14, 1, 12], 1));
    assert_eq!(summary.sources, [("dream_app".to_owned(), 13), ("dream_http".to_owned(), 13), ("dreamos".to_owned(), 1)]);
    let kinds: Vec<_> = summary.errors.iter().map(|kind| (kind.level, kind.message.as_str(), kind.code.as_deref(), kind.count)).collect();
    assert_eq!(kinds, [(Level::Error, "run <n> failed", Some("lost"), 12), (Level::Warn, "run <n> failed", None, 1)]);
    assert_ne!(summary.errors[0].fingerprint, summary.errors[1].fingerprint);
    let slowest: Vec<u64> = summary.slowest.iter().map(|request| request.duration_us).collect();
    assert_eq!(slowest, (2..12).rev().map(|number| number * 10).collect::<Vec<_>>());
}
