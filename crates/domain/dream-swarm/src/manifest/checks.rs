//! What names, hosts, paths and the like may be in a manifest.

/// Whether `name` can name a variable of an environment.
pub(super) fn is_variable(name: &str) -> bool {
    let starts = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    starts && name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether a variable of this name usually holds a secret.
pub(super) fn is_secretive(name: &str) -> bool {
    const MARKS: [&str; 7] = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "PRIVATE_KEY"];
    let name = name.to_ascii_uppercase();
    MARKS.iter().any(|mark| name.contains(mark))
}

/// Whether `name` can name a secret: lowercase letters, digits, `-`, `_` and `.`, 1 to 64.
pub(super) fn is_secret_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
    (1..=64).contains(&name.len()) && !name.starts_with('.') && name.bytes().all(fits)
}

/// Whether `host` is a host's name, or `*.` and one: labels of letters, digits and `-`. An address is none.
pub(super) fn is_host(host: &str) -> bool {
    let name = host.strip_prefix("*.").unwrap_or(host);
    let label = |label: &str| {
        let inside = label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        (1..=63).contains(&label.len()) && inside && !label.starts_with('-') && !label.ends_with('-')
    };
    let last_is_word = name.rsplit('.').next().is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_lowercase()));
    name.len() <= 253 && last_is_word && name.split('.').all(label)
}

/// Whether `path` is absolute, without `..`, and not the whole file system.
pub(super) fn is_path(path: &str) -> bool {
    let parts = || path.split('/').filter(|part| !part.is_empty() && *part != ".");
    path.starts_with('/') && path.len() <= 1_024 && parts().next().is_some() && parts().all(|part| part != "..") && is_plain(path)
}

/// Whether `url` is one of http or https, with a host and without a password in it.
pub(super) fn is_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty() && !host.contains('@') && url.len() <= 2_048 && is_plain(url) && !url.contains(' ')
}

/// Whether `text` has no control character.
pub(super) fn is_plain(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(is: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(is(text), "{text}");
        }
        for text in bad {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn names_are_told_from_what_is_none() {
        check(is_variable, &["A", "_x", "LANG_2"], &["", "2A", "A-B", "A=B", "Ä"]);
        check(is_secret_name, &["anthropic", "a.b-c_1"], &["", "A", "../x", ".x", "a/b", "a b"]);
        check(
            is_host,
            &["localhost", "api.example.com", "*.example.com"],
            &["", "*", "10.0.0.1", "a..b", "A.com", "a.com:443", "-a.com", "*.*.a"],
        );
        check(is_path, &["/opt/tools", "/usr"], &["", "/", "//", "opt", "/opt/../etc", "/a\nb"]);
        check(
            is_url,
            &["https://mcp.example.com/x", "http://127.0.0.1:8080"],
            &["", "ftp://x", "https://", "https://u:p@x/", "https://a b"],
        );
        check(is_secretive, &["OPENAI_API_KEY", "gh_token", "DbPassword"], &["LANG", "KEYBOARD"]);
    }
}
