//! Messages in the shape that Slack's incoming webhooks, and what imitates them, take.

use crate::message::Message;
use crate::text;
use serde_json::{Value, json};

/// The most characters of a text there.
const MOST_TEXT: usize = 4_000;

/// The body of one request. Nobody is called: what would is written out (trap 46).
#[must_use]
pub fn body(message: &Message) -> Value {
    let mut body = json!({ "text": shown(message), "link_names": 0, "unfurl_links": false });
    if let (Some(username), Some(members)) = (&message.username, body.as_object_mut()) {
        members.insert("username".to_owned(), Value::from(text::shorten(username, 80)));
    }
    body
}

/// The whole message as one text in Slack's markup.
fn shown(message: &Message) -> String {
    let title = escaped(message.title.trim());
    let title = match &message.link {
        Some(link) if !title.is_empty() && !link.contains(['|', '<', '>']) => format!("<{}|{title}>", escaped(link)),
        _ => title,
    };
    let mut parts = vec![escaped(message.content.trim())];
    parts.push(if title.is_empty() { title } else { format!("*{title}*") });
    parts.push(escaped(message.text.trim()));
    parts.extend(message.fields.iter().map(|field| format!("*{}*: {}", escaped(field.name.trim()), escaped(field.value.trim()))));
    if !message.footer.trim().is_empty() {
        parts.push(format!("_{}_", escaped(message.footer.trim())));
    }
    parts.retain(|part| !part.is_empty());
    text::shorten(&parts.join("\n"), MOST_TEXT)
}

/// `&`, `<` and `>` are markup there, and `<!channel>` calls everybody.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A message as plain text, for channels that show no markup.
#[must_use]
pub fn plain(message: &Message) -> String {
    let fields = message.fields.iter().map(|field| format!("{}: {}", field.name.trim(), field.value.trim()));
    let words = [&message.content, &message.title, &message.text].into_iter().map(|text| text.trim().to_owned());
    let rest = [message.footer.trim().to_owned(), message.link.clone().unwrap_or_default()];
    let parts = words.chain(fields).chain(rest).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    text::shorten(&parts.join("\n"), 30_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Trap 46: Slack calls a channel by `<!channel>` and a person by `<@U1>`.
    #[test]
    fn nobody_is_called_and_links_stay_links() {
        let message = Message {
            content: "<!channel> a & b".to_owned(),
            title: "Down".to_owned(),
            link: Some("https://x.y/?a=1&b=2".to_owned()),
            text: "<@U1>".to_owned(),
            footer: "end".to_owned(),
            ..Message::default()
        };
        let body = body(&message);
        assert_eq!(body["text"], "&lt;!channel&gt; a &amp; b\n*<https://x.y/?a=1&amp;b=2|Down>*\n&lt;@U1&gt;\n_end_");
        assert_eq!(plain(&message), "<!channel> a & b\nDown\n<@U1>\nend\nhttps://x.y/?a=1&b=2");
    }
}
