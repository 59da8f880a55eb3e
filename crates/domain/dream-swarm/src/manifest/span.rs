//! Spans of time as manifests write them.

use std::time::Duration;

/// The span that `text` means: a whole number and `ms`, `s`, `m`, `h` or `d`; from `least` to `most`.
///
/// # Errors
/// A sentence that says what would be right.
pub(super) fn parse(text: &str, least: Duration, most: Duration) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is not a span of time: write a number and ms, s, m, h or d, such as `5m`");
    let split = text.find(|letter: char| !letter.is_ascii_digit()).ok_or_else(wrong)?;
    let (digits, unit) = text.split_at(split);
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    let scale: u64 = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(wrong()),
    };
    let span = number.checked_mul(scale).map(Duration::from_millis).ok_or_else(wrong)?;
    if span < least || span > most {
        return Err(format!("`{text}` is out of range: it must be from {} to {}", shown(least), shown(most)));
    }
    Ok(span)
}

fn shown(span: Duration) -> String {
    let ms = span.as_millis();
    for (scale, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")] {
        if ms >= scale && ms.is_multiple_of(scale) {
            return format!("{}{unit}", ms / scale);
        }
    }
    format!("{ms}ms")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_a_number_and_a_unit() {
        let check = |text: &str| parse(text, Duration::from_millis(100), Duration::from_hours(24 * 7));
        for (text, ms) in [("100ms", 100), ("5s", 5_000), ("2m", 120_000), ("1h", 3_600_000), ("7d", 604_800_000)] {
            assert_eq!(check(text), Ok(Duration::from_millis(ms)), "{text}");
        }
        for text in ["", "5", "s", "-5s", "5 s", "5w", "99ms", "8d", "99999999999999999999s", "5é"] {
            assert!(check(text).is_err(), "{text}");
        }
        assert!(check("8d").unwrap_err().ends_with("it must be from 100ms to 7d"));
    }
}
