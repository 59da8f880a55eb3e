//! The filters of templates. Each bounds what it gives.

use super::engine::LONGEST_OUTPUT;
use crate::discord::markdown;
use crate::schedule::Zone;
use crate::text;
use dream_clock::Timestamp;
use minijinja::{Environment, Error, ErrorKind, Value};
use std::fmt::Write as _;

/// The names of the filters, for those who misspell one.
pub(super) const NAMES: [&str; 22] = [
    "raw",
    "md",
    "code",
    "code_block",
    "link",
    "truncate",
    "lines",
    "one_line",
    "upper",
    "lower",
    "trim",
    "replace",
    "join",
    "json",
    "time",
    "discord_time",
    "default",
    "length",
    "first",
    "last",
    "int",
    "round",
];

/// Every filter and test that templates may use.
pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_filter("raw", |value: &Value| safe(plain(value)?));
    environment.add_filter("md", |value: &Value| safe(markdown::escape(&plain(value)?)));
    environment.add_filter("code", |value: &Value| safe(markdown::inline_code(&plain(value)?)));
    environment.add_filter("code_block", |value: &Value, language: Option<String>| {
        safe(markdown::code_block(&plain(value)?, language.as_deref().unwrap_or_default()))
    });
    environment.add_filter("link", link);
    environment.add_filter("truncate", |value: &Value, most: usize| keep(value, text::shorten(&plain(value)?, most.min(LONGEST_OUTPUT))));
    environment.add_filter("lines", |value: &Value, most: usize| keep(value, first_lines(&plain(value)?, most)));
    environment.add_filter("one_line", |value: &Value| keep(value, text::one_line(&plain(value)?)));
    environment.add_filter("upper", |value: &Value| keep(value, plain(value)?.to_uppercase()));
    environment.add_filter("lower", |value: &Value| keep(value, plain(value)?.to_lowercase()));
    environment.add_filter("trim", |value: &Value| keep(value, plain(value)?.trim().to_owned()));
    environment.add_filter("replace", replace);
    environment.add_filter("join", join);
    environment.add_filter("json", json);
    environment.add_filter("time", time);
    environment.add_filter("discord_time", discord_time);
    environment.add_filter("default", minijinja::filters::default);
    environment.add_filter("length", minijinja::filters::length);
    environment.add_filter("first", minijinja::filters::first);
    environment.add_filter("last", |value: &Value| minijinja::filters::last(value.clone()));
    environment.add_filter("int", |value: &Value| number(value).map(whole));
    environment.add_filter("round", |value: &Value, digits: Option<u8>| number(value).map(|number| rounded(number, digits.unwrap_or(0))));
    environment.add_test("defined", minijinja::tests::is_defined);
    environment.add_test("undefined", minijinja::tests::is_undefined);
    environment.add_test("none", minijinja::tests::is_none);
    environment.add_test("number", |value: &Value| minijinja::tests::is_number(value));
    environment.add_test("string", |value: &Value| value.as_str().is_some());
    environment.add_test("startingwith", |value: &str, start: &str| value.starts_with(start));
    environment.add_test("endingwith", |value: &str, end: &str| value.ends_with(end));
    environment.add_test("containing", |value: &str, part: &str| value.contains(part));
}

pub(super) fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

fn bounded(text: String) -> Result<String, Error> {
    if text.len() > LONGEST_OUTPUT { Err(wrong(super::engine::TOO_MUCH)) } else { Ok(text) }
}

/// What a filter made is shown as it is: it was escaped, or asked to be left alone.
fn safe(text: String) -> Result<Value, Error> {
    bounded(text).map(Value::from_safe_string)
}

/// What a filter made of `from` is shown as `from` would have been: safe stays safe.
fn keep(from: &Value, text: String) -> Result<Value, Error> {
    let text = bounded(text)?;
    Ok(if from.is_safe() { Value::from_safe_string(text) } else { Value::from(text) })
}

/// The text of a value that is one.
pub(super) fn plain(value: &Value) -> Result<String, Error> {
    match value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None if value.is_none() => Ok(String::new()),
        None if value.is_undefined() => Err(Error::new(ErrorKind::UndefinedError, "the value is not there: use `default`")),
        None if value.as_object().is_some() => {
            Err(wrong("a list or an object has no text: name one of its values, or use `join` or `json`"))
        }
        None => Ok(value.to_string()),
    }
}

fn link(value: &Value, address: &Value) -> Result<Value, Error> {
    let (label, address) = (markdown::escape(&text::one_line(&plain(value)?)), plain(address)?);
    let known = address.starts_with("https://") || address.starts_with("http://");
    let clean = address.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'(' | b')' | b'<' | b'>'));
    if known && clean { safe(format!("[{label}]({address})")) } else { safe(label) }
}

fn first_lines(text: &str, most: usize) -> String {
    let total = text.lines().count();
    let mut kept = text.lines().take(most).collect::<Vec<_>>().join("\n");
    if total > most {
        let _ = write!(kept, "\n{} {} more lines", text::ELLIPSIS, total - most); // writing to a String cannot fail
    }
    kept
}

fn replace(value: &Value, from: &str, to: &str) -> Result<Value, Error> {
    let text = plain(value)?;
    if from.is_empty() {
        return Err(wrong("`replace` needs a text to look for"));
    }
    let grown = text.matches(from).count().saturating_mul(to.len()).saturating_add(text.len());
    if grown > LONGEST_OUTPUT * 2 { Err(wrong(super::engine::TOO_MUCH)) } else { keep(value, text.replace(from, to)) }
}

fn join(value: &Value, separator: Option<String>) -> Result<Value, Error> {
    let separator = separator.unwrap_or_else(|| ", ".to_owned());
    let mut out = String::new();
    for (n, item) in value.try_iter()?.enumerate() {
        if n > 0 {
            out.push_str(&separator);
        }
        out.push_str(&plain(&item)?);
        if out.len() > LONGEST_OUTPUT {
            return Err(wrong(super::engine::TOO_MUCH));
        }
    }
    Ok(Value::from(out))
}

/// The value as JSON, in one line.
fn json(value: &Value) -> Result<Value, Error> {
    let mut out = String::new();
    write_json(value, &mut out)?;
    Ok(Value::from(out))
}

fn write_json(value: &Value, out: &mut String) -> Result<(), Error> {
    use minijinja::value::ValueKind;
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => out.push_str("null"),
        ValueKind::Bool | ValueKind::Number => out.push_str(&value.to_string()),
        ValueKind::Seq | ValueKind::Iterable => {
            out.push('[');
            for (n, item) in value.try_iter()?.enumerate() {
                out.push_str(if n > 0 { "," } else { "" });
                write_json(&item, out)?;
            }
            out.push(']');
        }
        ValueKind::Map => {
            out.push('{');
            for (n, key) in value.try_iter()?.enumerate() {
                out.push_str(if n > 0 { "," } else { "" });
                out.push_str(&serde_json::Value::from(key.to_string()).to_string());
                out.push(':');
                write_json(&value.get_item(&key)?, out)?;
            }
            out.push('}');
        }
        _ => out.push_str(&serde_json::Value::from(value.to_string()).to_string()),
    }
    if out.len() > LONGEST_OUTPUT { Err(wrong(super::engine::TOO_MUCH)) } else { Ok(()) }
}

fn moment(value: &Value) -> Result<Timestamp, Error> {
    if let Ok(seconds) = i64::try_from(value.clone()) {
        return Ok(Timestamp::from_micros(seconds.saturating_mul(1_000_000)));
    }
    let text = plain(value)?;
    text.parse().map_err(|error: dream_clock::ParseTimestampError| wrong(error.to_string()))
}

/// A time in a time zone, by a `strftime` pattern.
fn time(value: &Value, zone: Option<String>, pattern: Option<String>) -> Result<Value, Error> {
    let zone = zone.map_or_else(|| Ok(Zone::utc()), |name| Zone::parse(&name)).map_err(wrong)?;
    let pattern = pattern.unwrap_or_else(|| "%Y-%m-%d %H:%M %Z".to_owned());
    // Each directive becomes at most some fifty characters; widths such as %999d are refused.
    if pattern.len() > 100
        || pattern.split('%').skip(1).any(|part| part.trim_start_matches(['-', '_', '^', '#']).starts_with(|c: char| c.is_ascii_digit()))
    {
        return Err(wrong("the pattern of `time` is longer than 100 characters or has a width"));
    }
    let shown = zone.format(moment(value)?, &pattern).ok_or_else(|| wrong(format!("`{pattern}` is no pattern of a time")))?;
    safe(markdown::escape(&shown))
}

/// Discord's own markup for a time, which every reader sees in their own zone.
fn discord_time(value: &Value, style: Option<String>) -> Result<Value, Error> {
    let style = style.unwrap_or_else(|| "f".to_owned());
    if !["t", "T", "d", "D", "f", "F", "R"].contains(&style.as_str()) {
        return Err(wrong(format!("`{style}` is no style of a time; there are t, T, d, D, f, F and R")));
    }
    safe(crate::discord::stamp(moment(value)?, &style))
}

fn number(value: &Value) -> Result<f64, Error> {
    if let Ok(number) = f64::try_from(value.clone()) {
        return Ok(number);
    }
    let text = plain(value)?;
    text.trim().parse().map_err(|_| wrong(format!("`{}` is no number", text::shorten(&text, 40))))
}

#[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates, which is as good as any answer")]
fn whole(number: f64) -> i64 {
    number.trunc() as i64
}

fn rounded(number: f64, digits: u8) -> f64 {
    let scale = 10_f64.powi(i32::from(digits.min(9)));
    (number * scale).round() / scale
}
