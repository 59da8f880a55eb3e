//! Whether pages load quickly.

use super::site::Site;
use crate::File;

/// The most bytes of a page, of a style sheet or script, and of an image or font.
const PAGE: usize = 512 * 1024;
const CODE: usize = 256 * 1024;
const MEDIA: usize = 1024 * 1024;

pub(super) fn check(site: &Site<'_>) -> Vec<String> {
    let too_heavy = |file: &File| {
        let most = most(file);
        let bytes = file.bytes.len();
        (bytes > most).then(|| format!("{} has {bytes} bytes: split or shrink it to at most {most}.", file.path))
    };
    site.files.iter().filter_map(too_heavy).collect()
}

fn most(file: &File) -> usize {
    if file.has_extension(&["html", "htm", "xhtml"]) {
        PAGE
    } else if file.has_extension(&["css", "js", "mjs"]) {
        CODE
    } else {
        MEDIA
    }
}
