//! What a template that somebody else wrote may contain: enough to arrange words, too little to exhaust the server.
//!
//! Fuel bounds steps, not memory: string arithmetic, captures and macros could grow a text by doubling. So no statement binds a value
//! but `for`, no operator makes texts, and every filter bounds what it gives.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

/// The statements that are allowed.
const STATEMENTS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];

/// Words that may stand before a parenthesis: those that call nothing, and what a loop can be asked.
const GROUPING: [&str; 11] = ["and", "or", "not", "in", "is", "if", "elif", "else", "for", "cycle", "changed"];
/// Words before a test, which may have its argument in parentheses.
const TESTING: [&str; 2] = ["is", "not"];

/// What the templates of one kind may contain.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    /// The signs that no tag may contain outside of quotes.
    pub signs: &'static [char],
    /// The same for an expression without a tag around it.
    pub expression_signs: &'static [char],
    /// The filters there are. Whoever writes a template should hear of a misspelt one at once, and not when it runs.
    pub filters: &'static [&'static str],
}

impl Guard {
    /// The first thing in a template that none may contain: its line, from 1, and what it is.
    #[must_use]
    pub fn forbidden(&self, source: &str) -> Option<(usize, String)> {
        let mut at = 0;
        while let Some(start) = source.get(at..).and_then(|rest| rest.find('{')) {
            let open = at + start;
            let tail = source.get(open + 1..).unwrap_or_default();
            let length = match tail.chars().next() {
                Some('#') => Ok(tail.find("#}").map_or(tail.len(), |end| end + 2)),
                Some('{') => self.tag(tail, "}}", false),
                Some('%') => self.tag(tail, "%}", true),
                _ => Ok(0),
            };
            match length {
                Ok(length) => at = open + 1 + length,
                Err(what) => return Some((source.get(..open).map_or(1, |before| before.matches('\n').count() + 1), what)),
            }
        }
        None
    }

    /// What an expression may not contain, the first of it.
    #[must_use]
    pub fn forbidden_in_expression(&self, source: &str) -> Option<String> {
        self.scan(source, self.expression_signs).err()
    }

    /// The length of the tag that begins `tail` (after its first brace), or what is wrong with it.
    fn tag(&self, tail: &str, close: &str, statement: bool) -> Result<usize, String> {
        let inside = tail.get(1..).unwrap_or_default();
        let end = closing(inside, close).ok_or_else(|| format!("a tag that is not closed with `{close}`"))?;
        let body = inside.get(..end).unwrap_or_default();
        if statement {
            let body = body.trim_matches(|letter: char| letter == '-' || letter == '+' || letter.is_whitespace());
            let word = body.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
            if !STATEMENTS.contains(&word) {
                return Err(format!("the statement `{word}`"));
            }
            if word == "for" && body.split_whitespace().any(|each| each == "recursive") {
                return Err("a recursive loop".to_owned());
            }
        }
        self.scan(body, self.signs)?;
        Ok(1 + end + close.len())
    }

    /// Refuses these signs and calls outside of quotes, and within quotes every escape but `\n` and `\t`, so that quotes mean the same here and
    /// there. There are no functions: whoever calls one should hear of it at once, too.
    fn scan(&self, text: &str, signs: &[char]) -> Result<(), String> {
        let (mut quote, mut words): (Option<char>, Words) = (None, Words::default());
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match quote {
                _ if letter == '\\' => match letters.next() {
                    Some('n' | 't') if quote.is_some() => {}
                    _ => return Err("an escape other than `\\n` and `\\t`".to_owned()),
                },
                Some(open) if letter == open => quote = None,
                None if letter == '"' || letter == '\'' => quote = Some(letter),
                None if signs.contains(&letter) => return Err(format!("`{letter}` inside a tag")),
                None if letter == '|' => self.known_filter(&mut letters)?,
                None if letter == '(' && words.call() => return Err(format!("the call of `{}`", words.last)),
                Some(_) | None => {}
            }
            words.read(letter);
        }
        if quote.is_some() { Err("a text whose quote is not closed".to_owned()) } else { Ok(()) }
    }

    fn known_filter(&self, letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<(), String> {
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        let mut name = String::new();
        while let Some(letter) = letters.next_if(|letter| letter.is_ascii_alphanumeric() || *letter == '_') {
            name.push(letter);
        }
        let known = self.filters.contains(&name.as_str());
        if known { Ok(()) } else { Err(format!("the filter `{name}`, which is none of {},", self.filters.join(", "))) }
    }
}

/// The last two words that were read, as long as nothing but blanks stands between and behind them.
#[derive(Default)]
struct Words {
    before: String,
    last: String,
    open: bool,
}

impl Words {
    fn read(&mut self, letter: char) {
        if letter.is_alphanumeric() || letter == '_' {
            if !self.open {
                self.before = std::mem::take(&mut self.last);
            }
            self.last.push(letter);
            self.open = true;
        } else if letter.is_whitespace() {
            self.open = false;
        } else {
            *self = Self::default();
        }
    }

    /// Whether a parenthesis behind them calls the last one.
    fn call(&self) -> bool {
        !self.last.is_empty() && !GROUPING.contains(&self.last.as_str()) && !TESTING.contains(&self.before.as_str())
    }
}

/// Where `close` stands outside of quotes.
fn closing(text: &str, close: &str) -> Option<usize> {
    let mut quote: Option<char> = None;
    for (at, letter) in text.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            None if text.get(at..).is_some_and(|rest| rest.starts_with(close)) => return Some(at),
            Some(_) | None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUARD: Guard =
        Guard { signs: &['*', '~', '+', '{', '}', '%'], expression_signs: &['*', '~', '{', '}'], filters: &["truncate", "join"] };

    #[test]
    fn values_filters_conditions_and_loops_pass() {
        let fine = "{# * note #}You are { here }. {{ event.title|truncate(20) }} {{ a['b-c'] }} {{ '}} * {% set' }}\n\
                    {%- if x in ['a', \"b\"] -%}{% for name in list %}{{ name|join('\\n') }}{% endfor %}{% else %}-{% endif %} * + ~";
        assert_eq!(GUARD.forbidden(fine), None);
        assert_eq!(GUARD.forbidden_in_expression("payload.value + 1 > 100 % 7 and event.type in ('a', 'b*')"), None);
        let tests = "not (a or (b)) and x is not containing('y') and z is startingwith ('f(') or list|join (',') == 'a' if (q) else (r)";
        assert_eq!(GUARD.forbidden_in_expression(tests), None);
    }

    #[test]
    fn what_could_grow_without_bound_is_named_with_its_line() {
        let cases = [
            ("{{ 'x' * 100000000 }}", 1, "`*`"),
            ("ok\n{% set a = b %}", 2, "`set`"),
            ("{{ a ~ a }}", 1, "`~`"),
            ("{{ a + a }}", 1, "`+`"),
            ("{{ \"}}\" * 9 }}", 1, "`*`"),
            ("{{ '\\'' * 9 }}", 1, "not closed"),
            ("{{ 'a\\x41' }}", 1, "escape"),
            ("{% macro x() %}", 1, "`macro`"),
            ("{%- set x = 1 -%}", 1, "`set`"),
            ("{% for x in y recursive %}", 1, "recursive"),
            ("{% include 'x' %}", 1, "`include`"),
            ("{% raw %}", 1, "`raw`"),
            ("\n\n{{ open", 3, "not closed"),
            ("{{ 'open }}", 1, "not closed"),
            ("{{ {'a': 1} }}", 1, "`{`"),
            ("a | b {{ c | indent(9) }}", 1, "`indent`"),
            ("\n{% for i in range(9) %}", 2, "the call of `range`"),
            ("{{ payload.items () }}", 1, "the call of `items`"),
        ];
        for (source, line, what) in cases {
            let (found, why) = GUARD.forbidden(source).unwrap();
            assert_eq!(found, line, "{source}");
            assert!(why.contains(what), "{source}: {why}");
        }
        for source in ["a * b", "a ~ b", "{'a': 1}", "'a", "x %}{% set y", "now() > 3"] {
            assert!(GUARD.forbidden_in_expression(source).is_some(), "{source}");
        }
    }
}
