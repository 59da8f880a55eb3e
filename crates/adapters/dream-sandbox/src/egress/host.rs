//! Names of hosts, read once and strictly: what is not plainly a name is none.

use std::fmt;

/// The longest name, and the longest of its labels.
const NAME_BYTES: usize = 253;
const LABEL_BYTES: usize = 63;

/// A name of letters, digits and hyphens, in lower case and without a dot at its end; never an address in any notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HostName(String);

impl HostName {
    /// Reads it. Names beyond ASCII come in their ASCII form from those who look them up.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let text = text.strip_suffix(b".").unwrap_or(text);
        let labels: Vec<&[u8]> = text.split(|byte| *byte == b'.').collect();
        let last = labels.last()?;
        if text.len() > NAME_BYTES || !labels.iter().all(|label| is_label(label)) || is_number(last) {
            return None;
        }
        Some(Self(std::str::from_utf8(text).ok()?.to_ascii_lowercase()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is below `parent`, by whole labels.
    pub(super) fn is_below(&self, parent: &Self) -> bool {
        self.0.strip_suffix(parent.as_str()).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_label(label: &[u8]) -> bool {
    let plain = label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    plain && (1..=LABEL_BYTES).contains(&label.len()) && !label.starts_with(b"-") && !label.ends_with(b"-")
}

/// A name whose last label is a number is an address to somebody: decimal, octal or hexadecimal, with all parts or fewer.
fn is_number(label: &[u8]) -> bool {
    let hexadecimal = label.strip_prefix(b"0x").or_else(|| label.strip_prefix(b"0X"));
    label.iter().all(u8::is_ascii_digit) || hexadecimal.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// A name and a port as `host:port`; without a port it is `default`.
pub(super) fn authority(text: &[u8], default: Option<u16>) -> Option<(HostName, u16)> {
    let mut parts = text.splitn(2, |byte| *byte == b':');
    let host = HostName::parse(parts.next()?)?;
    let port = match parts.next() {
        Some(digits) => port(digits)?,
        None => default?,
    };
    Some((host, port))
}

/// Digits and nothing else, and not zero.
fn port(digits: &[u8]) -> Option<u16> {
    let plain = (1..=5).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) && !digits.starts_with(b"0");
    std::str::from_utf8(digits).ok().filter(|_| plain)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules again, written as differently as can be: character by character, with a state.
    fn reference(text: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(text) else { return false };
        let mut characters: Vec<char> = text.chars().collect();
        if characters.last() == Some(&'.') {
            characters.pop();
        }
        if characters.is_empty() || characters.len() > 253 {
            return false;
        }
        let mut label = String::new();
        let mut labels = Vec::new();
        for character in characters {
            match character {
                '.' => labels.push(std::mem::take(&mut label)),
                'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => label.push(character),
                _ => return false,
            }
        }
        labels.push(label);
        let well_formed = labels.iter().all(|label| {
            let ends = [label.chars().next(), label.chars().last()];
            !label.is_empty() && label.len() < 64 && ends.iter().all(|end| *end != Some('-'))
        });
        let last = labels.last().unwrap().to_lowercase();
        let digits = |text: &str, radix| text.chars().all(|character| character.is_digit(radix));
        let number = digits(&last, 10) || (last.starts_with("0x") && digits(&last[2..], 16));
        well_formed && !number
    }

    /// What names, addresses and tricks are made of.
    const PIECES: &[&str] = &[
        "a",
        "Z",
        "com",
        "evil",
        "allowed",
        "xn--",
        "-",
        ".",
        ".",
        ".",
        "0",
        "1",
        "127",
        "0x",
        "0X7f",
        "255",
        "_",
        "@",
        ":",
        "%",
        "%00",
        "/",
        "\\",
        "[",
        "]",
        "\0",
        "\r\n",
        "\t",
        " ",
        "。",
        "ａ",
        "é",
        "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz",
    ];

    /// 100,000 texts, the same at every run: most of few pieces, some longer than a name may be.
    #[test]
    fn as_the_reference_has_it() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut below = |limit: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % u64::try_from(limit).unwrap()).unwrap()
        };
        let mut names = 0;
        for round in 0..100_000 {
            let plain = round % 2 == 0;
            let count = if round % 97 == 0 { 12 } else { 1 + below(7) };
            let text: String = (0..count).map(|_| PIECES[below(if plain { 16 } else { PIECES.len() })]).collect();
            let is_name = HostName::parse(text.as_bytes()).is_some();
            assert_eq!(is_name, reference(text.as_bytes()), "{text:?}");
            names += u32::from(is_name);
        }
        assert!((5_000..95_000).contains(&names), "{names} were names: too one-sided to prove anything");
    }

    #[test]
    fn what_is_no_name() {
        let refused: [&[u8]; 26] = [
            b"",
            b".",
            b"..",
            b"a..b",
            b".a",
            b"evil.com\0.allowed.com",
            b"a b.com",
            b"a\tb",
            b"a\r\nb",
            b"%61.com",
            b"user@host.com",
            b"127.0.0.1",
            b"2130706433",
            b"0x7f000001",
            b"0177.0.0.1",
            b"127.1",
            b"[::1]",
            b"::1",
            b"::ffff:127.0.0.1",
            b"fe80::1%lo",
            b"a_b.com",
            b"-a.com",
            b"a-.com",
            "a。com".as_bytes(),
            "ａ.com".as_bytes(),
            b"host.0x",
        ];
        for text in refused {
            assert_eq!(HostName::parse(text), None, "{}", String::from_utf8_lossy(text));
        }
        assert_eq!(HostName::parse(b"Example.COM.").unwrap().as_str(), "example.com");
    }

    #[test]
    fn ports() {
        assert_eq!(authority(b"a.com:443", None).map(|(_, port)| port), Some(443));
        assert_eq!(authority(b"a.com", Some(80)).map(|(_, port)| port), Some(80));
        for text in
            ["a.com", "a.com:", "a.com:0", "a.com:0443", "a.com:+443", "a.com:65536", "a.com:443:1", "a.com:4 43", "a.com@b.com:443"]
        {
            assert_eq!(authority(text.as_bytes(), None), None, "{text}");
        }
    }
}
