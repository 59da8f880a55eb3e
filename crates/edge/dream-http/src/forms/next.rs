//! Where somebody goes after signing in: the page of ours that they came from.

use serde::Deserialize;

/// The page that somebody came from.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    /// The page, if it is one of this server.
    pub(super) fn place(&self) -> &str {
        ours(&self.next)
    }
}

/// `next` if it is a path of this server, else `/`. `//host`, `/\host` and their like lead elsewhere in browsers.
pub(super) fn ours(next: &str) -> &str {
    let path = next.starts_with('/') && !next.starts_with("//");
    let plain = next.bytes().all(|byte| (0x21..=0x7e).contains(&byte) && byte != b'\\');
    if path && plain && next.len() <= 2_048 { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_followed() {
        for good in ["/", "/a/rev_1", "/o/org/inbox?tab=mine#x"] {
            assert_eq!(ours(good), good);
        }
        for bad in ["", "//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a\r\nset-cookie: x", "/\t/evil", "/ü"] {
            assert_eq!(ours(bad), "/", "{bad}");
        }
    }
}
