//! The outline of a Markdown text: its headings with the plain text under each.

use super::{number, options};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A heading and what stands under it, up to the next heading of any level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutlineSection {
    /// 1 to 6; 0 for what stands before the first heading.
    pub level: u8,
    /// The heading's text; empty before the first heading.
    pub title: String,
    /// Paragraphs, quotes and code, as plain text on one line each.
    pub paragraphs: Vec<String>,
    /// List items and table rows, as plain text on one line each, nested ones after the one they stand in.
    pub items: Vec<String>,
}

/// Reads the outline of `text`. Markup is dropped and HTML kept as the text that it is; nothing is ever lost but its form.
#[must_use]
pub fn outline(text: &str) -> Vec<OutlineSection> {
    let mut reader = Reader { sections: vec![OutlineSection::default()], line: String::new(), items: 0, in_heading: false };
    for event in Parser::new_ext(text, options()) {
        reader.event(event);
    }
    reader.flush();
    reader.sections.retain(|section| section.level > 0 || !section.paragraphs.is_empty() || !section.items.is_empty());
    reader.sections
}

struct Reader {
    sections: Vec<OutlineSection>,
    line: String,
    /// How many list items and table rows are open.
    items: usize,
    in_heading: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => self.line.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.line.push(' '),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.sections.push(OutlineSection { level: number(*level), ..OutlineSection::default() });
                self.in_heading = true;
            }
            Tag::Item | Tag::TableRow | Tag::TableHead => {
                self.flush();
                self.items += 1;
            }
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::List(_) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.flush();
                self.in_heading = false;
            }
            TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead => {
                self.flush();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::TableCell => self.line.push_str(" · "),
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.flush(),
            _ => {}
        }
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line).split_whitespace().collect::<Vec<_>>().join(" ");
        let line = line.trim_end_matches(" ·").to_owned();
        let Some(section) = self.sections.last_mut().filter(|_| !line.is_empty()) else { return };
        if self.in_heading {
            section.title = line;
        } else if self.items > 0 {
            section.items.push(line);
        } else {
            section.paragraphs.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headings_carry_their_text() {
        let text = "before *it*\n\n# A `b`\n\npara\nmore\n\n- one\n  - two\n- three\n\n## <b>C</b>\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n<div>raw</div>\n";
        let found = outline(text);
        let section = |level, title: &str, paragraphs: &[&str], items: &[&str]| OutlineSection {
            level,
            title: title.to_owned(),
            paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
            items: items.iter().map(|text| (*text).to_owned()).collect(),
        };
        assert_eq!(
            found,
            [
                section(0, "", &["before it"], &[]),
                section(1, "A b", &["para more"], &["one", "two", "three"]),
                section(2, "<b>C</b>", &["<div>raw</div>"], &["x · y", "1 · 2"]),
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_has_an_outline_of_single_lines(text in "\\PC{0,60}(\n|\\PC|# |- |<|>|\\||```){0,30}") {
            for section in outline(&text) {
                prop_assert!(section.items.iter().chain(&section.paragraphs).all(|line| !line.is_empty() && !line.contains('\n')));
            }
        }
    }
}
