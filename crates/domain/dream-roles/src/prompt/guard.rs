//! What a template of an organisation may contain: enough to arrange words, too little to exhaust the server.
//!
//! Fuel bounds steps, not memory: string arithmetic, captures and macros could grow a text by doubling. So templates may use
//! values, conditions and loops alone, and no operator that makes texts.

/// The statements that are allowed.
const STATEMENTS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];

/// The first thing in `source` that a template may not contain: its line, counted from 1, and what it is.
pub(super) fn forbidden(source: &str) -> Option<(usize, String)> {
    let mut rest = source;
    while let Some(start) = rest.find('{') {
        let at = source.len() - rest.len() + start;
        let tail = rest.get(start + 1..).unwrap_or("");
        let skipped = match tail.chars().next() {
            Some('#') => tail.find("#}").map_or(tail.len(), |end| end + 2),
            Some(open @ ('{' | '%')) => match tag(tail, open) {
                Ok(length) => length,
                Err(what) => return Some((source.get(..at).map_or(1, |before| before.matches('\n').count() + 1), what)),
            },
            _ => 0,
        };
        rest = tail.get(skipped..).unwrap_or("");
    }
    None
}

/// The length of the tag that begins `tail` (after its first brace), or what is wrong with it.
fn tag(tail: &str, open: char) -> Result<usize, String> {
    let close = if open == '{' { "}}" } else { "%}" };
    let end = tail.find(close).ok_or_else(|| format!("a tag that is not closed with `{close}`"))?;
    let body = tail.get(1..end).unwrap_or("");
    if let Some(sign) = body.chars().find(|c| matches!(c, '*' | '~' | '+' | '|' | '{' | '}' | '%' | '(')) {
        return Err(format!("`{sign}` inside a tag"));
    }
    if body.matches('"').count() % 2 == 1 || body.matches('\'').count() % 2 == 1 {
        return Err("a text with a quote that is not closed".to_owned());
    }
    let word = body.trim_matches(|c: char| c == '-' || c.is_whitespace()).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    if open == '%' && !STATEMENTS.contains(&word) {
        return Err(format!("the statement `{word}`"));
    }
    Ok(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_conditions_and_loops_pass() {
        let fine =
            "{# * note #}You are { here }.\n{%- if kind == \"tree\" -%}{% for name in inputs %}{{ name }}{% endfor %}{% endif %} * + ~";
        assert_eq!(forbidden(fine), None);
    }

    #[test]
    fn what_could_grow_without_bound_is_named_with_its_line() {
        let cases = [
            ("{{ 'x' * 100000000 }}", 1, "`*`"),
            ("ok\n{% set a = b %}", 2, "`set`"),
            ("{{ a ~ a }}", 1, "`~`"),
            ("{{ a|indent }}", 1, "`|`"),
            ("{{ \"}}\" * 9 }}", 1, "quote"),
            ("{{ range(9) }}", 1, "`(`"),
            ("{% macro x %}", 1, "`macro`"),
            ("\n\n{{ open", 3, "not closed"),
        ];
        for (source, line, what) in cases {
            let (found, why) = forbidden(source).unwrap();
            assert_eq!(found, line, "{source}");
            assert!(why.contains(what), "{source}: {why}");
        }
    }
}
