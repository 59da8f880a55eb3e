//! A web site as the checks see it: pages scanned once, and where references lead.

use crate::File;
use crate::html::{Kind, Tag, Token, scan};
use std::collections::BTreeSet;

/// A tree of files with its pages.
pub(crate) struct Site<'a> {
    pub(crate) files: &'a [File],
    /// HTML files.
    pub(crate) pages: Vec<Page<'a>>,
    /// SVG and XML files, which browsers run like pages.
    pub(crate) drawings: Vec<Page<'a>>,
    paths: BTreeSet<&'a str>,
}

/// A scanned file of markup.
pub(crate) struct Page<'a> {
    pub(crate) path: &'a str,
    pub(crate) tokens: Vec<Token>,
    /// Every `id`, in order, duplicates included, with its line.
    pub(crate) ids: Vec<(usize, String)>,
    /// The same, to look up.
    pub(crate) anchors: BTreeSet<String>,
}

/// Where a reference leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A file of the tree, or what would be one; the fragment without `#`.
    Internal { path: String, fragment: Option<String> },
    /// Out of the tree by `..`.
    Outside,
    /// Another host, by `//` or a scheme; the scheme in lower case, empty for `//`.
    Elsewhere(String),
}

impl<'a> Site<'a> {
    pub(crate) fn read(files: &'a [File]) -> Self {
        let of = |extensions: &[&str]| files.iter().filter(|file| file.has_extension(extensions)).map(Page::read).collect();
        Self {
            files,
            pages: of(&["html", "htm", "xhtml"]),
            drawings: of(&["svg", "xml"]),
            paths: files.iter().map(|file| file.path.as_str()).collect(),
        }
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    pub(crate) fn page(&self, path: &str) -> Option<&Page<'a>> {
        self.pages.iter().find(|page| page.path == path)
    }

    /// Pages and drawings.
    pub(crate) fn markup(&self) -> impl Iterator<Item = &Page<'a>> {
        self.pages.iter().chain(&self.drawings)
    }

    pub(crate) fn style_sheets(&self) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(|file| file.has_extension(&["css"]))
    }
}

impl<'a> Page<'a> {
    fn read(file: &'a File) -> Self {
        let tokens = scan(&String::from_utf8_lossy(&file.bytes));
        let ids: Vec<(usize, String)> = tokens.iter().filter_map(|token| Some((token.line, tag(token)?.get("id")?.to_owned()))).collect();
        let anchors = ids.iter().map(|(_, id)| id.clone()).collect();
        Self { path: &file.path, tokens, ids, anchors }
    }

    /// Start tags with their lines.
    pub(crate) fn tags(&self) -> impl Iterator<Item = (usize, &Tag)> {
        self.tokens.iter().filter_map(|token| Some((token.line, tag(token)?)))
    }

    /// CSS written in the page: `<style>` elements and `style` attributes, with their lines.
    pub(crate) fn styles(&self) -> Vec<(usize, &str)> {
        let mut found: Vec<(usize, &str)> = self.tags().filter_map(|(line, tag)| Some((line, tag.get("style")?))).collect();
        for pair in self.tokens.windows(2) {
            if let [Token { kind: Kind::Start(tag), .. }, Token { line, kind: Kind::Text(text) }] = pair
                && tag.name == "style"
            {
                found.push((*line, text));
            }
        }
        found
    }

    /// Where, as the sentences say it.
    pub(crate) fn at(&self, line: usize) -> String {
        format!("{}, line {line}", self.path)
    }
}

fn tag(token: &Token) -> Option<&Tag> {
    match &token.kind {
        Kind::Start(tag) => Some(tag),
        _ => None,
    }
}

/// Where `reference` leads from the file at `from`.
pub(crate) fn resolve(from: &str, reference: &str) -> Target {
    // Browsers drop these characters from URLs, so that `java\nscript:` is a scheme.
    let reference: String = reference.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    if let Some(scheme) = scheme(&reference) {
        return Target::Elsewhere(scheme);
    }
    let reference = reference.replace('\\', "/");
    if reference.starts_with("//") {
        return Target::Elsewhere(String::new());
    }
    let (rest, fragment) =
        reference.split_once('#').map_or((reference.as_str(), None), |(rest, fragment)| (rest, Some(percent_decoded(fragment))));
    let fragment = fragment.filter(|fragment| !fragment.is_empty());
    let path = rest.split('?').next().unwrap_or("");
    if path.is_empty() {
        return Target::Internal { path: from.to_owned(), fragment };
    }
    joined(from, &percent_decoded(path)).map_or(Target::Outside, |path| Target::Internal { path, fragment })
}

fn scheme(reference: &str) -> Option<String> {
    let (scheme, _) = reference.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
    valid.then(|| scheme.to_ascii_lowercase())
}

fn joined(from: &str, path: &str) -> Option<String> {
    let (base, path) = match path.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (from.rsplit_once('/').map_or("", |(folder, _)| folder), path),
    };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    if path.is_empty() || path.ends_with('/') || path.ends_with("/.") || path.ends_with("..") || path == "." {
        parts.push("index.html");
    }
    Some(parts.join("/"))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match hex {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or(&[]);
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The longest reference that is read; a longer one is cut, and then leads nowhere.
const LONGEST: usize = 2_000;

/// The references inside CSS: of `url(…)` and of `@import "…"`. What is inside one is not read as another.
pub(crate) fn css_references(css: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lower = css.to_ascii_lowercase();
    let mut read = 0;
    let mut openings: Vec<(usize, &str)> = lower.match_indices("url(").chain(lower.match_indices("@import")).collect();
    openings.sort_unstable();
    for (at, opening) in openings {
        if at < read {
            continue;
        }
        let start = at + opening.len();
        let inside = css.get(start..).unwrap_or("");
        let inside = inside.get(..inside.floor_char_boundary(LONGEST)).unwrap_or("");
        let value = match inside.trim_start().chars().next() {
            Some(quote @ ('"' | '\'')) => inside.trim_start().get(1..).and_then(|rest| rest.split(quote).next()),
            _ if opening == "url(" => inside.split(')').next(),
            _ => None,
        };
        if let Some(value) = value {
            found.push(value.trim().to_owned());
            read = start + value.len();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_where_browsers_go() {
        let inside = |path: &str, fragment: Option<&str>| Target::Internal { path: path.to_owned(), fragment: fragment.map(str::to_owned) };
        for (reference, target) in [
            ("b.html", inside("a/b.html", None)),
            ("../x.css?v=1#top", inside("x.css", Some("top"))),
            ("/y/", inside("y/index.html", None)),
            ("./", inside("a/index.html", None)),
            ("#s%20x", inside("a/p.html", Some("s x"))),
            ("", inside("a/p.html", None)),
            ("c%2Ehtml", inside("a/c.html", None)),
            ("../../x", Target::Outside),
            ("//cdn.example/x.js", Target::Elsewhere(String::new())),
            ("\\\\cdn.example\\x.js", Target::Elsewhere(String::new())),
            ("HTTPS://x", Target::Elsewhere("https".to_owned())),
            (" java\nscript:alert(1)", Target::Elsewhere("javascript".to_owned())),
            ("\u{1}javascript:x", Target::Elsewhere("javascript".to_owned())),
        ] {
            assert_eq!(resolve("a/p.html", reference), target, "{reference:?}");
        }
    }

    #[test]
    fn css_names_what_it_loads() {
        let css = "@import 'a.css'; @import url( \"b.css\" ); p { background: URL(c.png) }";
        assert_eq!(css_references(css), ["a.css", "b.css", "c.png"]);
    }
}
