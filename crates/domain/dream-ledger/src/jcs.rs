//! The JSON Canonicalization Scheme (RFC 8785): one byte sequence for one value, whatever order a map keeps.

mod object;
mod writer;

use serde::Serialize;
use std::fmt::Write as _;
use writer::Writer;

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
    let mut out = Vec::with_capacity(256);
    write(&mut out, value)?;
    Ok(out)
}

/// As [`to_vec`], after what `out` holds already.
pub(crate) fn write(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), JcsError> {
    value.serialize(Writer::new(out))
}

impl serde::ser::Error for JcsError {
    fn custom<T: std::fmt::Display>(what: T) -> Self {
        Self::Json(serde::ser::Error::custom(what))
    }
}

/// A string between quotes, escaped as RFC 8785 section 3.2.2.2 has it.
fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_letters(out, text);
    out.push(b'"');
}

fn write_letters(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.extend_from_slice(bytes.get(written..at).unwrap_or_default());
        write_escape(out, byte);
        written = at + 1;
    }
    out.extend_from_slice(bytes.get(written..).unwrap_or_default());
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        8 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        12 => b'f',
        b'\r' => b'r',
        control => {
            out.extend_from_slice(format!("\\u{control:04x}").as_bytes());
            return;
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}

fn write_integer(out: &mut Vec<u8>, integer: i128) -> Result<(), JcsError> {
    const EXACT: u128 = (1 << 53) - 1;
    if integer.unsigned_abs() > EXACT {
        return Err(JcsError::Integer(integer.to_string()));
    }
    let mut digits = [0_u8; 20];
    let (mut at, mut left) = (digits.len(), u64::try_from(integer.unsigned_abs()).unwrap_or_default());
    loop {
        at -= 1;
        if let (Some(digit), Ok(value)) = (digits.get_mut(at), u8::try_from(left % 10)) {
            *digit = b'0' + value;
        }
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if integer < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(digits.get(at..).unwrap_or_default());
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
mod tests;
