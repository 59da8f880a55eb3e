//! The JSON Canonicalization Scheme (RFC 8785): one byte sequence for one value, whatever order a map keeps.

use serde::Serialize;
use serde_json::{Number, Value};
use std::fmt::Write as _;

/// Why a value has no canonical form.
#[derive(Debug, thiserror::Error)]
pub enum JcsError {
    /// An integer beyond ±(2⁵³ − 1), which other readers would round.
    #[error("the integer {0} is beyond what JSON readers keep exactly")]
    Integer(String),
    /// A number that is not finite.
    #[error("the number {0} is not finite")]
    NotFinite(String),
    /// It does not serialise to JSON at all.
    #[error("not JSON")]
    Json(#[source] serde_json::Error),
}

/// The canonical bytes of `value`.
///
/// # Errors
/// [`JcsError`] when it holds a number with no exact canonical form, or is not JSON.
pub fn to_vec(value: &impl Serialize) -> Result<Vec<u8>, JcsError> {
    let value = serde_json::to_value(value).map_err(JcsError::Json)?;
    let mut out = String::with_capacity(256);
    write_value(&mut out, &value)?;
    Ok(out.into_bytes())
}

fn write_value(out: &mut String, value: &Value) -> Result<(), JcsError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(out, number)?,
        Value::String(text) => write_string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write_value(out, item)?;
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut fields: Vec<_> = map.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (n, (name, item)) in fields.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write_string(out, name);
                out.push(':');
                write_value(out, item)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

fn write_number(out: &mut String, number: &Number) -> Result<(), JcsError> {
    const EXACT: u64 = (1 << 53) - 1;
    if let Some(integer) = number.as_i64() {
        if integer.unsigned_abs() > EXACT {
            return Err(JcsError::Integer(number.to_string()));
        }
        let _ = write!(out, "{integer}");
        return Ok(());
    }
    if number.is_u64() {
        return Err(JcsError::Integer(number.to_string()));
    }
    let float = number.as_f64().filter(|float| float.is_finite()).ok_or_else(|| JcsError::NotFinite(number.to_string()))?;
    write_float(out, float);
    Ok(())
}

/// `Number::toString` of ECMAScript (section 6.1.6.1.20), from Rust's shortest digits.
fn write_float(out: &mut String, float: f64) {
    if float == 0.0 {
        out.push('0');
        return;
    }
    if float < 0.0 {
        out.push('-');
    }
    let scientific = format!("{:e}", float.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |n: i32| "0".repeat(usize::try_from(n).unwrap_or(0));
    if count <= point && point <= 21 {
        out.push_str(&digits);
        out.push_str(&zeros(point - count));
    } else if 0 < point && point <= 21 {
        let (whole, rest) = digits.split_at(usize::try_from(point).unwrap_or(0));
        let _ = write!(out, "{whole}.{rest}");
    } else if -6 < point && point <= 0 {
        let _ = write!(out, "0.{}{digits}", zeros(-point));
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if point > 0 { '+' } else { '-' };
        let _ = write!(out, "{first}{dot}{rest}e{sign}{}", (point - 1).abs());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(value: &Value, expected: &str) {
        assert_eq!(String::from_utf8(to_vec(value).unwrap()).unwrap(), expected);
    }

    /// Trap 40: a dependency that switches on `preserve_order` for the whole binary must not change a hash.
    #[test]
    fn fields_sort_by_utf16_whatever_the_map_kept() {
        // RFC 8785 section 3.2.3.
        check(
            &json!({"\u{20ac}":"Euro Sign","\r":"Carriage Return","\u{fb33}":"Hebrew Letter Dalet With Dagesh","1":"One","\u{1f600}":"Emoji: Grinning Face","\u{80}":"Control","\u{f6}":"Latin Small Letter O With Diaeresis"}),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}",
        );
    }

    #[test]
    fn numbers_read_as_ecmascript_writes_them() {
        // RFC 8785 appendix B.
        for (bits, expected) in [
            (0x0000_0000_0000_0000_u64, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        ] {
            let mut out = String::new();
            write_float(&mut out, f64::from_bits(bits));
            assert_eq!(out, expected, "{bits:016x}");
        }
    }

    #[test]
    fn integers_that_other_readers_round_are_refused() {
        check(&json!(9_007_199_254_740_991_i64), "9007199254740991");
        assert!(matches!(to_vec(&json!(9_007_199_254_740_992_i64)), Err(JcsError::Integer(_))));
        assert!(matches!(to_vec(&json!(u64::MAX)), Err(JcsError::Integer(_))));
    }

    #[test]
    fn control_characters_are_escaped_and_others_are_not() {
        check(&json!("\u{1}\u{1f}\"\\/\u{7f}é"), "\"\\u0001\\u001f\\\"\\\\/\u{7f}é\"");
    }
}
