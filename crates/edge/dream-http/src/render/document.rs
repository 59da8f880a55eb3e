//! Files that people and models wrote, as HTML that may stand in a page of ours.

use dream_roles::{plain_html, safe_html};

/// The HTML fragment of a file: Markdown by its structure, everything else as plain text.
pub(crate) fn document(path: &str, text: &str) -> String {
    if is_markdown(path) { safe_html(text) } else { plain_html(text) }
}

/// Whether a file is Markdown, by its name.
pub(crate) fn is_markdown(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    ["md", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}
