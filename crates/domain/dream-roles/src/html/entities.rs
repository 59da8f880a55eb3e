//! Character references.

/// The named references that pages use, and those that could hide a URL's scheme.
const NAMED: [(&str, &str); 24] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("copy", "©"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("hellip", "…"),
    ("middot", "·"),
    ("rarr", "→"),
    ("larr", "←"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("colon", ":"),
    ("sol", "/"),
    ("bsol", "\\"),
    ("Tab", "\t"),
    ("NewLine", "\n"),
    ("lpar", "("),
    ("rpar", ")"),
];

/// `text` with its character references replaced; what is not a reference stays.
pub(crate) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let after = rest.get(at + 1..).unwrap_or("");
        if let Some((value, length)) = reference(after) {
            out.push_str(&value);
            rest = after.get(length..).unwrap_or("");
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The reference that begins `after` (behind its `&`): its value and length.
fn reference(after: &str) -> Option<(String, usize)> {
    if let Some(number) = after.strip_prefix('#') {
        let (digits, radix, skipped) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits.chars().take_while(|c| c.is_digit(radix)).count();
        let code = digits.get(..length).filter(|found| !found.is_empty())?;
        let value = u32::from_str_radix(code, radix).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
        let semicolon = usize::from(digits.get(length..).is_some_and(|rest| rest.starts_with(';')));
        return Some((value.to_string(), skipped + length + semicolon));
    }
    let (name, value) = NAMED.iter().find(|(name, _)| after.strip_prefix(name).is_some_and(|rest| rest.starts_with(';')))?;
    Some(((*value).to_owned(), name.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_and_other_ampersands_stay() {
        for (text, decoded) in [
            ("a &amp; b &lt;x&gt; & c &unknown; &", "a & b <x> & c &unknown; &"),
            ("&#106;&#x61;&#X76; &#106avascript", "jav javascript"),
            ("java&Tab;script&colon;x", "java\tscript:x"),
            ("&#0; &#99999999999;", "\0 \u{fffd}"),
        ] {
            assert_eq!(decode(text), decoded, "{text}");
        }
    }
}
