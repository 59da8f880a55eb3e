//! Discord's markdown: text of strangers is escaped, and Slack's dialect is turned into Discord's.

/// `text` with every sign escaped that Discord would read as markup, so that it shows as it was written. Mentions and custom emoji
/// are broken up by the escaped `<` and `@`. Web addresses stay as they are up to the first sign that could end them.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut line_start = true;
    let mut in_address = false;
    for (at, letter) in text.char_indices() {
        if letter == 'h' && !in_address {
            in_address = text.get(at..).is_some_and(|rest| rest.starts_with("https://") || rest.starts_with("http://"));
        }
        let always = matches!(letter, '\\' | '*' | '~' | '`' | '|' | '<' | '>' | '[' | ']' | '@');
        in_address &= !always && !letter.is_whitespace();
        // Headings, lists and quotes are markup at the start of a line alone.
        if always || (letter == '_' && !in_address) || (line_start && matches!(letter, '#' | '-' | '+')) {
            out.push('\\');
        }
        out.push(letter);
        line_start = letter == '\n' || (line_start && letter == ' ');
    }
    out
}

/// `text` as a code block that it cannot leave: a zero-width space parts the backticks within. `language` may name letters and digits.
#[must_use]
pub fn code_block(text: &str, language: &str) -> String {
    let language: String =
        language.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '+' || *letter == '-').take(20).collect();
    let inside = text.replace("``", "`\u{200b}`");
    let end = if inside.ends_with('`') { "\u{200b}" } else { "" };
    format!("```{language}\n{inside}{end}\n```")
}

/// `text` as code within a line.
#[must_use]
pub fn inline_code(text: &str) -> String {
    let inside = crate::text::one_line(text).replace('`', "\u{2bc}");
    if inside.is_empty() { String::new() } else { format!("`{inside}`") }
}

/// Slack's markup as Discord's: `<url|text>` becomes a link, `*bold*` bold, and mentions of Slack's people and channels plain words.
#[must_use]
pub fn from_slack(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tail) = rest.split_at(start);
        out.push_str(&bold(before));
        let Some(end) = tail.find('>') else {
            rest = tail;
            break;
        };
        out.push_str(&slack_tag(tail.get(1..end).unwrap_or_default()));
        rest = tail.get(end + 1..).unwrap_or_default();
    }
    out.push_str(&bold(rest));
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn slack_tag(inside: &str) -> String {
    let (target, label) = inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
    match target.chars().next() {
        Some('@' | '!') => format!("@\u{200b}{}", label.or(target.get(1..)).unwrap_or_default()),
        Some('#') => format!("#{}", label.or(target.get(1..)).unwrap_or_default()),
        _ => match label {
            Some(label) if label != target => format!("[{label}]({target})"),
            _ => target.to_owned(),
        },
    }
}

/// `*bold*` as `**bold**`, where the stars enclose a word or more on one line.
fn bold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(start) = rest.find('*') {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        let inside = tail.get(1..).unwrap_or_default();
        let end = inside.find('*').filter(|end| *end > 0 && !inside.get(..*end).unwrap_or_default().contains('\n'));
        let Some(end) = end else {
            out.push('*');
            rest = inside;
            continue;
        };
        out.push_str("**");
        out.push_str(inside.get(..end).unwrap_or_default());
        out.push_str("**");
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_strangers_shows_as_it_was_written() {
        let cases = [
            ("a *b* _c_ ~~d~~", "a \\*b\\* \\_c\\_ \\~\\~d\\~\\~"),
            ("# head\n- item", "\\# head\n\\- item"),
            ("a - b # c", "a - b # c"),
            ("<@123> @everyone", "\\<\\@123\\> \\@everyone"),
            ("||spoiler|| `code`", "\\|\\|spoiler\\|\\| \\`code\\`"),
            ("[text](http://x)", "\\[text\\](http://x)"),
            ("see https://x.y/a_b_c and d_e", "see https://x.y/a_b_c and d\\_e"),
            ("http://x*@everyone_", "http://x\\*\\@everyone\\_"),
        ];
        for (text, wanted) in cases {
            assert_eq!(escape(text), wanted);
        }
    }

    #[test]
    fn text_cannot_leave_its_code_block() {
        let hostile = "x\n```\n@everyone\n```` ``";
        let block = code_block(hostile, "ru```st");
        let inside = block.strip_prefix("```rust\n").unwrap().strip_suffix("\n```").unwrap();
        assert!(!inside.contains("```"), "{inside}");
        assert!(!block.ends_with("````\n```") && code_block("a`", "").ends_with("`\u{200b}\n```"));
        assert_eq!(inline_code("a`b\nc"), "`a\u{2bc}b c`");
    }

    #[test]
    fn slacks_markup_becomes_discords() {
        let cases = [
            ("*bold* and <https://x.y|a link>", "**bold** and [a link](https://x.y)"),
            ("<https://x.y>", "https://x.y"),
            ("<!channel> <@U123|amy> <#C1|general>", "@\u{200b}channel @\u{200b}amy #general"),
            ("1 * 2 < 3 &amp; 4", "1 * 2 < 3 & 4"),
            ("a * b\nc * d", "a * b\nc * d"),
        ];
        for (text, wanted) in cases {
            assert_eq!(from_slack(text), wanted);
        }
    }
}
