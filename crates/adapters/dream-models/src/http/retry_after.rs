//! How long a provider asks us to wait.

use dream_clock::Timestamp;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;

/// The wait that `headers` ask for: `retry-after-ms`, or `Retry-After` as seconds or as an HTTP date (RFC 9110, section 10.2.3).
pub(super) fn read(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = |value: &reqwest::header::HeaderValue| value.to_str().ok().map(str::trim).map(str::to_owned);
    let milliseconds = headers.get("retry-after-ms").and_then(text).and_then(|text| text.parse::<f64>().ok());
    if let Some(milliseconds) = milliseconds {
        return Duration::try_from_secs_f64(milliseconds / 1_000.0).ok();
    }
    let asked = headers.get(RETRY_AFTER).and_then(text)?;
    match asked.parse::<f64>() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        Err(_) => jiff::fmt::rfc2822::parse(&asked).ok().map(|date| Timestamp::from_micros(date.timestamp().as_microsecond()).since(now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &'static str, value: &'static str, expected: Option<Duration>) {
        let now = "2026-11-21T14:00:00Z".parse().unwrap();
        let headers = HeaderMap::from_iter([(reqwest::header::HeaderName::from_static(name), value.parse().unwrap())]);
        assert_eq!(read(&headers, now), expected, "{name}: {value}");
    }

    #[test]
    fn seconds_dates_and_milliseconds_are_understood() {
        check("retry-after", "7", Some(Duration::from_secs(7)));
        check("retry-after", " 0.5 ", Some(Duration::from_millis(500)));
        check("retry-after", "Sat, 21 Nov 2026 14:01:30 GMT", Some(Duration::from_secs(90)));
        check("retry-after", "Sat, 21 Nov 2026 13:00:00 GMT", Some(Duration::ZERO));
        check("retry-after-ms", "1250", Some(Duration::from_millis(1_250)));
    }

    #[test]
    fn nonsense_asks_for_nothing() {
        for value in ["-1", "NaN", "inf", "soon", "", "1e300"] {
            check("retry-after", value, None);
        }
    }
}
