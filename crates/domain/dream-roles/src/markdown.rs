//! Markdown: its headings as checks and readers see them, and texts made safe to stand in it.

mod outline;
mod safe;

pub use outline::{OutlineSection, outline};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
pub use safe::{plain_html, safe_html};

/// A heading and how much stands under it, before the next heading of its own or a higher level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) level: u8,
    pub(crate) title: String,
    /// Whether any text, list, table, code or image stands under it.
    pub(crate) has_content: bool,
}

/// The options under which Markdown is read everywhere in the product.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES
}

/// The headings of a document, in order.
pub(crate) fn headings(text: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    // The last heading and those that it stands under, which are yet without content: their places in `found`.
    let mut bare: Vec<usize> = Vec::new();
    let mut inside: Option<(u8, String)> = None;
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => inside = Some((number(level), String::new())),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, title)) = inside.take() {
                    bare.retain(|place| found.get(*place).is_some_and(|above| above.level < level));
                    bare.push(found.len());
                    found.push(Heading { level, title: title.trim().to_owned(), has_content: false });
                }
            }
            Event::Text(piece) | Event::Code(piece) => match inside.as_mut() {
                Some((_, title)) => title.push_str(&piece),
                None if !piece.trim().is_empty() => mark(&mut found, &mut bare),
                None => {}
            },
            Event::Start(Tag::Image { .. }) if inside.is_none() => mark(&mut found, &mut bare),
            _ => {}
        }
    }
    found
}

const fn number(level: HeadingLevel) -> u8 {
    level as u8
}

/// Text stands under the last heading and under every heading above it that it is part of.
fn mark(found: &mut [Heading], bare: &mut Vec<usize>) {
    for place in bare.drain(..) {
        if let Some(heading) = found.get_mut(place) {
            heading.has_content = true;
        }
    }
}

/// `text` on one line of Markdown in which nothing is markup, wherever the line stands.
#[must_use]
pub fn inline(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    for (at, c) in line.chars().enumerate() {
        let begins_block = (at == 0 && matches!(c, '-' | '+' | '=' | ':')) || (at > 0 && at == digits && matches!(c, '.' | ')'));
        if begins_block || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The anchor that a heading gets: lower case, words joined by `-`.
pub(crate) fn slug(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_knows_whether_anything_stands_under_it() {
        let found = headings("# A\n\n## B\n\n### C\ntext\n\n## D\n\n## `E` *f*\n- x\n\n```\n# no heading\n```\n");
        let short: Vec<_> = found.iter().map(|h| (h.level, h.title.as_str(), h.has_content)).collect();
        assert_eq!(short, [(1, "A", true), (2, "B", true), (3, "C", true), (2, "D", false), (2, "E f", true)]);
    }

    #[test]
    fn nothing_in_an_inline_text_is_markup() {
        for hostile in
            ["# a\n- [x](javascript:y) <b> `c` *d* _e_ | f &amp;", "- x", "+ x", "12. x", "1) x", "---", "===", "> x", "[^1]: x", "![a](b)"]
        {
            let text = inline(hostile);
            let events: Vec<_> = Parser::new_ext(&text, options()).collect();
            let tags = events.iter().filter(|event| !matches!(event, Event::Text(_) | Event::SoftBreak));
            assert_eq!(tags.count(), 2, "only the paragraph: {events:?}");
        }
    }
}
