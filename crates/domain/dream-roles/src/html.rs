//! HTML as the checks see it: a tolerant scanner that yields tags, attributes and texts with their lines.
//!
//! It follows the tokenisation of the HTML standard where it matters for checking (raw text elements, attribute quoting,
//! character references) and reports nothing itself: what is wrong is for the checks to say.

mod entities;
mod scan;

pub(crate) use entities::decode;
pub(crate) use scan::scan;

/// One token of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The line it begins in, from 1.
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `<!doctype …>`, with its text in lower case.
    Doctype(String),
    /// A start tag.
    Start(Tag),
    /// An end tag, by its lower-case name.
    End(String),
    /// Text with character references decoded; of scripts and styles as it stands.
    Text(String),
    /// A tag, comment or raw text that the file ends in the middle of.
    Unfinished(&'static str),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tag {
    /// Lower case.
    pub(crate) name: String,
    /// Names in lower case, values decoded, in the order of the source; duplicates are kept.
    pub(crate) attributes: Vec<(String, String)>,
    /// Whether it ends with `/>`.
    pub(crate) self_closing: bool,
}

impl Tag {
    /// The value of the first attribute called `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The same, when it is not blank.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Whether an element of this name has no content and no end tag.
    pub(crate) fn is_void(&self) -> bool {
        matches!(
            self.name.as_str(),
            "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source" | "track" | "wbr"
        )
    }
}
