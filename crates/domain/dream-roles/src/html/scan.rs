//! The scanner.

use super::{Kind, Tag, Token, decode};

/// Elements whose content is text up to their end tag.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// The tokens of `source`.
pub(crate) fn scan(source: &str) -> Vec<Token> {
    let mut scanner = Scanner { rest: source, line: 1, tokens: Vec::new() };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.tokens
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl<'a> Scanner<'a> {
    fn step(&mut self) {
        let at = if self.begins_markup() { 0 } else { self.rest.find('<').unwrap_or(self.rest.len()) };
        if at > 0 {
            let text = self.take(at);
            self.text(text, true);
        } else if !self.rest.is_empty() {
            self.markup();
        }
    }

    /// Whether `<` opens something here; a `<` before a space or digit is text.
    fn begins_markup(&self) -> bool {
        let mut chars = self.rest.chars();
        chars.next() == Some('<') && chars.next().is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
    }

    fn markup(&mut self) {
        if !self.begins_markup() {
            let text = self.take(1);
            return self.text(text, true);
        }
        if self.rest.starts_with("<!--") {
            self.skip_to("-->", "comment");
        } else if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
            self.declaration();
        } else if self.rest.starts_with("</") {
            self.end_tag();
        } else {
            self.start_tag();
        }
    }

    /// Takes `length` bytes off, counting lines.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        self.line += taken.matches('\n').count();
        taken
    }

    fn push(&mut self, line: usize, kind: Kind) {
        self.tokens.push(Token { line, kind });
    }

    fn text(&mut self, text: &str, decoded: bool) {
        let line = self.line - text.matches('\n').count();
        let text = if decoded { decode(text) } else { text.to_owned() };
        self.push(line, Kind::Text(text));
    }

    fn skip_to(&mut self, close: &str, what: &'static str) {
        let line = self.line;
        match self.rest.find(close) {
            Some(at) => {
                self.take(at + close.len());
            }
            None => self.unfinished(line, what),
        }
    }

    fn unfinished(&mut self, line: usize, what: &'static str) {
        self.take(self.rest.len());
        self.push(line, Kind::Unfinished(what));
    }

    fn declaration(&mut self) {
        let line = self.line;
        let Some(at) = self.rest.find('>') else { return self.unfinished(line, "declaration") };
        let text = self.take(at + 1).to_ascii_lowercase();
        if let Some(doctype) = text.strip_prefix("<!doctype") {
            self.push(line, Kind::Doctype(doctype.trim_end_matches('>').trim().to_owned()));
        }
    }

    fn end_tag(&mut self) {
        let line = self.line;
        let Some(at) = self.rest.find('>') else { return self.unfinished(line, "end tag") };
        let text = self.take(at + 1);
        let name: String = text.chars().skip(2).take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect();
        self.push(line, Kind::End(name.to_ascii_lowercase()));
    }

    fn start_tag(&mut self) {
        let line = self.line;
        self.take(1);
        let length = self.rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(self.rest.len());
        let mut tag = Tag { name: self.take(length).to_ascii_lowercase(), ..Tag::default() };
        loop {
            self.skip_spaces();
            if self.rest.is_empty() {
                return self.unfinished(line, "tag");
            } else if self.rest.starts_with('>') {
                self.take(1);
                break;
            } else if self.rest.starts_with("/>") {
                self.take(2);
                tag.self_closing = true;
                break;
            } else if self.rest.starts_with('/') {
                self.take(1);
            } else {
                let attribute = self.attribute();
                tag.attributes.push(attribute);
            }
        }
        let name = tag.name.clone();
        self.push(line, Kind::Start(tag));
        if RAW.contains(&name.as_str()) {
            self.raw_text(&name);
        }
    }

    fn skip_spaces(&mut self) {
        let length = self.rest.len() - self.rest.trim_start().len();
        self.take(length);
    }

    fn attribute(&mut self) -> (String, String) {
        let ends = |(at, c): &(usize, char)| *at > 0 && (c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        let length = self.rest.char_indices().find(ends).map_or(self.rest.len(), |(at, _)| at);
        let name = self.take(length).to_ascii_lowercase();
        self.skip_spaces();
        if !self.rest.starts_with('=') {
            return (name, String::new());
        }
        self.take(1);
        self.skip_spaces();
        let value = if let Some(quote @ ('"' | '\'')) = self.rest.chars().next() {
            self.take(1);
            let length = self.rest.find(quote).unwrap_or(self.rest.len());
            let value = self.take(length);
            self.take(1);
            value
        } else {
            let length = self.rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(self.rest.len());
            self.take(length)
        };
        (name, decode(value))
    }

    /// The content of a raw text element, up to its end tag in whatever case.
    fn raw_text(&mut self, name: &str) {
        let line = self.line;
        let closes = |at: &usize| self.rest.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        let Some(at) = self.rest.match_indices("</").map(|(at, _)| at).find(closes) else { return self.unfinished(line, "raw text") };
        let text = self.take(at);
        self.text(text, matches!(name, "title" | "textarea"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn start(name: &str, attributes: &[(&str, &str)], self_closing: bool) -> Kind {
        let attributes = attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Kind::Start(Tag { name: name.to_owned(), attributes, self_closing })
    }

    #[test]
    fn pages_are_scanned_as_browsers_do() {
        let text = |text: &str| Kind::Text(text.to_owned());
        let end = |name: &str| Kind::End(name.to_owned());
        let cases = [
            ("<!DOCTYPE html>", vec![Kind::Doctype("html".to_owned())]),
            ("a < b &lt; c", vec![text("a "), text("<"), text(" b < c")]),
            (
                "<A HREF=x.html Title='a \"b\"' hidden>t</A >",
                vec![start("a", &[("href", "x.html"), ("title", "a \"b\""), ("hidden", "")], false), text("t"), end("a")],
            ),
            ("<img src=\"a&amp;b\"/>", vec![start("img", &[("src", "a&b")], true)]),
            ("<script>if (a<b) '</p>'</SCRIPT>", vec![start("script", &[], false), text("if (a<b) '</p>'"), end("script")]),
            ("<!-- <b> --><i", vec![Kind::Unfinished("tag")]),
            ("<title>x", vec![start("title", &[], false), Kind::Unfinished("raw text")]),
            ("<p onclick = y>", vec![start("p", &[("onclick", "y")], false)]),
            ("<svg/onload=x>", vec![start("svg", &[("onload", "x")], false)]),
        ];
        for (source, expected) in cases {
            let found: Vec<Kind> = scan(source).into_iter().map(|token| token.kind).collect();
            assert_eq!(found, expected, "{source}");
        }
    }

    #[test]
    fn tokens_know_their_line() {
        let lines: Vec<usize> = scan("<p>\na\n</p>\n<img\nsrc=x>").into_iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 1, 3, 3, 4]);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_to_its_end(source in "(<|>|/|!|-|--|\"|'|=|&|#|script|a|\\PC|\n){0,60}") {
            scan(&source);
        }
    }
}
