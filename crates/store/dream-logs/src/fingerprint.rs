//! What kind of message a message is: the same text once its numbers, ids, hexadecimal digits and quoted words are left out.

/// The message with `<n>`, `<id>`, `<hex>` and `<text>` for what differs between messages of one kind.
pub(crate) fn normal(message: &str) -> String {
    let mut normal = String::with_capacity(message.len().min(200));
    let mut rest = message;
    while let Some(first) = rest.chars().next() {
        if normal.len() >= 200 {
            normal.push('…');
            break;
        }
        if matches!(first, '"' | '`')
            && let Some(end) = rest.get(1..).and_then(|after| after.find(first))
        {
            normal.push_str("<text>");
            rest = rest.get(end + 2..).unwrap_or_default();
        } else if first.is_ascii_alphanumeric() {
            let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            let (word, after) = rest.split_at(length);
            normal.push_str(kind(word).unwrap_or(word));
            rest = after;
        } else {
            normal.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    normal
}

/// What stands for a word that differs.
fn kind(word: &str) -> Option<&'static str> {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == word.len() {
        return Some("<n>");
    }
    if let Some((prefix, body)) = word.split_once('_')
        && prefix.len() == 3
        && body.len() == 26
        && digits > 0
    {
        return Some("<id>");
    }
    let is_hex = word.strip_prefix("0x").unwrap_or(word).bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex && digits > 0 && word.len() >= 6 {
        return Some("<hex>");
    }
    // A number with its unit, such as 12ms.
    let unit = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    (digits > 0 && digits + unit.len() == word.len() && unit.len() <= 3).then_some("<n>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(message: &str, expected: &str) {
        assert_eq!(normal(message), expected);
    }

    #[test]
    fn what_differs_between_messages_of_one_kind_is_left_out() {
        check("run run_01jd3kz5e8f0vs1m7q2w9x4t6b failed after 3 tries (12ms)", "run <id> failed after <n> tries (<n>)");
        check("no file \"a b.txt\" in `x`", "no file <text> in <text>");
        check("digest deadbeef12 differs from 0x1f00aa", "digest <hex> differs from <hex>");
        check("unclosed \"quote 7", "unclosed \"quote <n>");
        check("the disk is full", "the disk is full");
        check("port 8080: Größe 1.5", "port <n>: Größe <n>.<n>");
        assert!(normal(&"word ".repeat(1_000)).len() < 300);
    }
}
