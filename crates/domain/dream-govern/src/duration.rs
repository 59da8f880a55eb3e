//! Durations and money as templates write them.

/// The longest term of a review: a year.
const LONGEST_SECONDS: u64 = 365 * 86_400;

/// The seconds of a term such as `30m`, `12h`, `7d` or `2w`; from a minute to 365 days.
///
/// # Errors
/// A sentence that says what would be right.
pub(crate) fn parse_term(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is not a term: write a number and m, h, d or w, such as `7d`; from a minute to 365 days");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let scale = match unit {
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 7 * 86_400,
        _ => return Err(wrong()),
    };
    let digits = text.strip_suffix(unit).filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    let number: u64 = digits.and_then(|digits| digits.parse().ok()).ok_or_else(wrong)?;
    number.checked_mul(scale).filter(|seconds| (60..=LONGEST_SECONDS).contains(seconds)).ok_or_else(wrong)
}

/// The millionths of an amount such as `5.00`: at most six decimals, at most a million.
///
/// # Errors
/// A sentence that says what would be right.
pub(crate) fn parse_usd(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is not an amount: write US dollars as text, such as \"5.00\"; at most six decimals and a million");
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) || whole.len() > 7 || decimals.len() > 6 {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let decimals: u64 = format!("{decimals:0<6}").parse().map_err(|_| wrong())?;
    Some(whole * 1_000_000 + decimals).filter(|micros| *micros <= 1_000_000_000_000).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_a_number_and_a_unit() {
        for (text, seconds) in [("1m", 60), ("90m", 5_400), ("12h", 43_200), ("7d", 604_800), ("2w", 1_209_600), ("365d", LONGEST_SECONDS)]
        {
            assert_eq!(parse_term(text), Ok(seconds), "{text}");
        }
        for text in ["", "7", "d", "7 d", "-7d", "+7d", "7D", "0d", "30s", "366d", "99999999999999999999d", "7dé", "é"] {
            assert!(parse_term(text).is_err(), "{text}");
        }
    }

    #[test]
    fn amounts_are_exact() {
        for (text, micros) in [("5.00", 5_000_000), ("0", 0), ("0.000001", 1), ("1.5", 1_500_000), ("1000000", 1_000_000_000_000)] {
            assert_eq!(parse_usd(text), Ok(micros), "{text}");
        }
        for text in ["", ".5", "5.", "-1", "1e3", "1.0000001", "1000000.01", "10000000", "5 USD", "1,000"] {
            assert!(parse_usd(text).is_err(), "{text}");
        }
    }
}
