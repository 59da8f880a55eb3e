//! Pieces of HTML in which every text is escaped.

use std::fmt::Write as _;

/// `text` for element content and for attributes in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The BCP 47 code of the language that a text's script tells, if it is another than Latin.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let of = |c: char| match c {
        '\u{0590}'..='\u{05ff}' => Some("he"),
        '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' => Some("ar"),
        '\u{0370}'..='\u{03ff}' => Some("el"),
        '\u{0400}'..='\u{04ff}' => Some("ru"),
        '\u{0900}'..='\u{097f}' => Some("hi"),
        '\u{0e00}'..='\u{0e7f}' => Some("th"),
        '\u{3040}'..='\u{30ff}' => Some("ja"),
        '\u{ac00}'..='\u{d7af}' => Some("ko"),
        '\u{4e00}'..='\u{9fff}' => Some("zh"),
        _ => None,
    };
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).take(200).collect();
    let foreign: Vec<&'static str> = letters.iter().filter_map(|c| of(*c)).collect();
    let code = foreign.first().copied().filter(|_| foreign.len() * 2 > letters.len())?;
    // Japanese writes Chinese characters too.
    if foreign.contains(&"ja") { Some("ja") } else { Some(code) }
}

/// An element with a text whose direction the browser finds out.
pub(super) fn element(name: &str, text: &str) -> String {
    let language = language(text).map(|code| format!(" lang=\"{code}\"")).unwrap_or_default();
    format!("<{name} dir=\"auto\"{language}>{}</{name}>\n", escape(text))
}

/// A list; nothing when there are no items.
pub(super) fn list(items: impl IntoIterator<Item = String>, class: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|item| element("li", &item)).collect();
    if items.is_empty() { String::new() } else { format!("<ul class=\"{class}\">\n{}</ul>\n", items.concat()) }
}

/// A section with a heading of level two; nothing when its body is blank.
pub(super) fn section(heading: &str, body: &str) -> String {
    if body.trim().is_empty() { String::new() } else { format!("<section>\n{}{body}</section>\n", element("h2", heading)) }
}

/// Links as cards: address, title, and what is behind it.
pub(super) fn cards<'a>(links: impl IntoIterator<Item = (&'a str, &'a str, String)>) -> String {
    let mut out = String::from("<ul class=\"cards\">\n");
    for (address, title, about) in links {
        // Writing to a string cannot fail.
        let _ = write!(out, "<li>\n<a href=\"{}\" dir=\"auto\">{}</a>\n{}</li>\n", escape(address), escape(title), element("p", &about));
    }
    out.push_str("</ul>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_stays_a_text() {
        assert_eq!(escape("<a href=\"x\">&'</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
        assert_eq!(element("p", "مرحبا"), "<p dir=\"auto\" lang=\"ar\">مرحبا</p>\n");
    }

    #[test]
    fn a_script_tells_the_language() {
        for (text, code) in
            [("hello", None), ("Привет, мир", Some("ru")), ("日本語のページ", Some("ja")), ("中文网页", Some("zh")), ("🙂", None)]
        {
            assert_eq!(language(text), code, "{text}");
        }
    }
}
