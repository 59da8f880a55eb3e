//! What every page has around its content: head, navigation, footer.

use super::super::NOTICE;
use super::super::material::Material;
use super::super::text::clip;
use super::markup::escape;
use super::{Content, Page, pages::content};
use std::fmt::Write as _;

/// The most links of the navigation; “All pages” has the rest.
const MOST_LINKS: usize = 7;

/// A whole page.
pub(super) fn render(page: &Page, all: &[Page], material: &Material<'_>) -> String {
    let site = escape(&material.title);
    let title = if page.content == Content::Home { site.clone() } else { format!("{} · {site}", escape(&page.title)) };
    let about = escape(&clip(&material.summary.join(" "), 150));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<meta name=\"description\" content=\"{about}\">\n<meta name=\"generator\" content=\"offline provider\">\n\
         <link rel=\"stylesheet\" href=\"style.css\">\n<link rel=\"icon\" href=\"icon.svg\" type=\"image/svg+xml\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">Skip to the content</a>\n"
    );
    out.push_str(&header(page, all, &site));
    // Writing to a string cannot fail.
    let _ = write!(out, "<main id=\"content\">\n{}</main>\n{}</body>\n</html>\n", content(page, all, material), footer());
    out
}

fn header(page: &Page, all: &[Page], site: &str) -> String {
    let mut out =
        format!("<header>\n<p class=\"site\"><a href=\"index.html\" dir=\"auto\">{site}</a></p>\n<nav aria-label=\"Pages\">\n<ul>\n");
    for link in all.iter().filter(|link| link.content != Content::All).take(MOST_LINKS) {
        let current = if link.path == page.path { " aria-current=\"page\"" } else { "" };
        let name = if link.content == Content::Home { "Home".to_owned() } else { escape(&clip(&link.title, 28)) };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "<li><a href=\"{}\"{current} dir=\"auto\">{name}</a></li>", link.path);
    }
    out.push_str("</ul>\n</nav>\n</header>\n");
    out
}

fn footer() -> String {
    format!(
        "<footer>\n<p>{}</p>\n<p><a href=\"about.html\">About this site</a> · <a href=\"all-pages.html\">All pages</a></p>\n</footer>\n",
        escape(NOTICE)
    )
}
