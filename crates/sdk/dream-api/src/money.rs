//! Money.

use serde::{Deserialize, Serialize};
use std::fmt;

const MICROS: u64 = 1_000_000;

/// An amount of US dollars, kept in millionths; on the wire a decimal string such as `0.0125`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Usd(i64);

/// Why a text is not an amount of dollars.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an amount of US dollars: write it like 5.00, with at most six decimals")]
pub struct ParseUsdError(String);

impl Usd {
    /// From millionths of a dollar.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Millionths of a dollar.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let whole = self.0.unsigned_abs() / MICROS;
        let decimals = format!("{:06}", self.0.unsigned_abs() % MICROS);
        let (cents, rest) = decimals.split_at(2);
        write!(f, "{sign}{whole}.{cents}{}", rest.trim_end_matches('0'))
    }
}

impl std::str::FromStr for Usd {
    type Err = ParseUsdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map(Self).ok_or_else(|| ParseUsdError(text.chars().take(64).collect()))
    }
}

fn parse(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let only_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !only_digits(whole) || !only_digits(decimals) || decimals.len() > 6 {
        return None;
    }
    let micros = whole.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(format!("{decimals:0<6}").parse().ok()?)?;
    Some(if negative { -micros } else { micros })
}

impl TryFrom<String> for Usd {
    type Error = ParseUsdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Usd> for String {
    fn from(amount: Usd) -> Self {
        amount.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_back_as_written() {
        for (micros, text) in [
            (0, "0.00"),
            (5_000_000, "5.00"),
            (12_500, "0.0125"),
            (1, "0.000001"),
            (-1_500_000, "-1.50"),
            (9_223_372_036_854_775_807, "9223372036854.775807"),
        ] {
            assert_eq!(Usd::from_micros(micros).to_string(), text);
            assert_eq!(text.parse(), Ok(Usd::from_micros(micros)));
        }
        assert_eq!("5".parse(), Ok(Usd::from_micros(5_000_000)));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".", "5.", ".5", "1e3", "NaN", "0.0000001", "$5", "5,00", "99999999999999999999", "--1", "+1"] {
            assert!(text.parse::<Usd>().is_err(), "{text}");
        }
    }
}
