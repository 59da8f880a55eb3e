//! Markdown as HTML that may stand in a page of ours, whoever wrote the text.
//!
//! What comes out has no markup that the text brought along, no script, no style, nothing that is fetched, and links that lead nowhere
//! but to web and mail addresses. There is no list of what is forbidden: only what is written here comes out.

use super::options;
use pulldown_cmark::{Alignment, CowStr, Event, Parser, Tag, TagEnd};

/// The addresses that a link may have.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// The HTML fragment of a document.
#[must_use]
pub fn safe_html(text: &str) -> String {
    let mut writer = Links::default();
    let events = Parser::new_ext(text, options()).filter_map(|event| writer.safe(event));
    let mut out = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

/// A text of any other kind, as it is.
#[must_use]
pub fn plain_html(text: &str) -> String {
    format!("<pre><code>{}</code></pre>\n", escaped(text))
}

/// Which of the links that are open may be followed: an image inside a link is a link inside a link.
#[derive(Default)]
struct Links(Vec<bool>);

impl Links {
    fn safe<'t>(&mut self, event: Event<'t>) -> Option<Event<'t>> {
        Some(match event {
            // Markup that the text brings along is shown as what it is: text. So would be math, which is not read.
            Event::Html(text) | Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Link { dest_url, .. }) => self.open(&dest_url, "")?,
            Event::End(TagEnd::Link | TagEnd::Image) => self.close()?,
            // An image would be fetched from wherever the text says, and tell them that somebody reads it.
            Event::Start(Tag::Image { dest_url, .. }) => {
                let mark = if self.0.contains(&true) { None } else { Some(&*dest_url) };
                self.open(mark.unwrap_or_default(), "Image: ").unwrap_or(Event::Text(CowStr::Borrowed("Image: ")))
            }
            // A heading's own id and classes are the text's choice: none.
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            // Alignment would be a style of its own in each cell, which our pages forbid.
            Event::Start(Tag::Table(columns)) => Event::Start(Tag::Table(vec![Alignment::None; columns.len()])),
            // Footnotes would bring names of their own into the page.
            Event::FootnoteReference(label) => Event::Text(format!("[{label}]").into()),
            Event::Start(Tag::FootnoteDefinition(_)) => Event::Start(Tag::BlockQuote(None)),
            Event::End(TagEnd::FootnoteDefinition) => Event::End(TagEnd::BlockQuote(None)),
            other => other,
        })
    }

    fn open<'t>(&mut self, address: &str, mark: &str) -> Option<Event<'t>> {
        let lower = address.trim().to_ascii_lowercase();
        let followed = SCHEMES.iter().any(|scheme| lower.starts_with(scheme)) && !self.0.contains(&true);
        self.0.push(followed);
        let tag = || format!("<a href=\"{}\" rel=\"nofollow noopener noreferrer\">{mark}", escaped(address.trim()));
        followed.then(|| Event::InlineHtml(tag().into()))
    }

    fn close<'t>(&mut self) -> Option<Event<'t>> {
        self.0.pop().filter(|followed| *followed).map(|_| Event::InlineHtml(CowStr::Borrowed("</a>")))
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn documents_read_as_they_should() {
        let check = |text: &str, expected: &str| assert_eq!(safe_html(text), expected, "{text}");
        check("# A *b*\n\ntext", "<h1>A <em>b</em></h1>\n<p>text</p>\n");
        check("| a |\n|---|\n| 1 |\n", "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>1</td></tr>\n</tbody></table>\n");
        check("```html\n<b>\n```", "<pre><code class=\"language-html\">&lt;b&gt;\n</code></pre>\n");
        let link = "<p><a href=\"https://a.example/?x=1&amp;y\" rel=\"nofollow noopener noreferrer\">a</a></p>\n";
        check("[a](https://a.example/?x=1&y \"t\")", link);
        check("<https://a.example/?x=1&y>", &link.replace(">a<", ">https://a.example/?x=1&amp;y<"));
    }

    #[test]
    fn what_could_run_or_be_fetched_is_text() {
        let check = |text: &str, expected: &str| assert_eq!(safe_html(text), expected, "{text}");
        check("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
        check("a <img src=x onerror=y> b", "<p>a &lt;img src=x onerror=y&gt; b</p>\n");
        check("[a](javascript:alert(1))", "<p>a</p>\n");
        check("[a](JaVaScRiPt:alert(1))", "<p>a</p>\n");
        check("[a](data:text/html,x)", "<p>a</p>\n");
        check("[a](/api/v1/x)", "<p>a</p>\n");
        let image = "<p><a href=\"https://evil.example/x.png\" rel=\"nofollow noopener noreferrer\">Image: b</a></p>\n";
        check("![b](https://evil.example/x.png)", image);
        check("![b](x.png)", "<p>Image: b</p>\n");
        check("[![b](https://e.example/i)](https://e.example)", &image.replace("https://evil.example/x.png", "https://e.example"));
        assert_eq!(plain_html("<b>"), "<pre><code>&lt;b&gt;</code></pre>\n");
    }

    /// Every tag and attribute that comes out is one of these, whatever goes in.
    fn assert_safe(text: &str) {
        let html = safe_html(text);
        let mut rest = html.as_str();
        while let Some((_, tag)) = rest.split_once('<') {
            let (tag, after) = tag.split_once('>').unwrap_or_else(|| panic!("a tag without an end in {html:?}"));
            rest = after;
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            let known = [
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "p",
                "em",
                "strong",
                "del",
                "code",
                "pre",
                "blockquote",
                "ul",
                "ol",
                "li",
                "hr",
                "br",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "a",
                "input",
            ];
            assert!(known.contains(&name.as_str()), "<{tag}> from {text:?}");
            // What stands between quotes has no quote in it: every second piece is a value.
            let names: String = tag.split('"').step_by(2).collect();
            for attribute in names.split(' ').skip(1).filter_map(|pair| pair.split_once('=')).map(|(name, _)| name) {
                let known = ["href", "rel", "class", "start", "disabled", "type", "checked"];
                assert!(known.contains(&attribute), "{attribute} in <{tag}> from {text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_else_comes_out(pieces in proptest::collection::vec(prop_oneof![
            Just("<script>"), Just("</p>"), Just("<a href='"), Just("](javascript:x)"), Just("["), Just("!["), Just("](https://e\" onx='1)"),
            Just("](<https://e' x=1>)"), Just("```x\" onclick=1\n"), Just("# "), Just("\n\n"), Just("| a |\n|:-:|\n"), Just("[^1]"), Just("[^1]: "),
            Just("- [ ] "), Just("&lt;"), Just("<!-- "), Just("-->"), Just("\\"), Just("\""), Just("x"), Just(" {#id .c onx=1}"),
        ], 0..24)) {
            assert_safe(&pieces.concat());
        }
    }
}
