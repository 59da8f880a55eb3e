//! Messages in the shape that Slack's incoming webhooks, and what imitates them, take.

use crate::discord::Meaning;
use crate::message::{Attachment, Message};
use crate::pairing::words;
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

/// The body of a request that says a message in a channel, in a thread of it where there is one, under its speaker's name and picture.
#[must_use]
pub fn post(message: &Message, channel: &str, thread: Option<&str>) -> Value {
    let mut post = json!({ "channel": channel, "text": shown(message), "link_names": false, "unfurl_links": false, "unfurl_media": false });
    if let Some(members) = post.as_object_mut() {
        let name = message.username.as_deref().map(|name| text::shorten(name, 80));
        let more = [("thread_ts", thread.map(str::to_owned)), ("username", name), ("icon_url", message.avatar.clone())];
        members.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?)))));
    }
    post
}

/// The body of a request that changes a message to say something else.
#[must_use]
pub fn change(message: &Message, channel: &str, at: &str) -> Value {
    json!({ "channel": channel, "ts": at, "text": shown(message), "link_names": false })
}

/// The message with its files named that are not uploaded, and with all of them where it would say nothing else.
#[must_use]
pub fn worded(message: &Message, is_uploaded: impl Fn(usize) -> bool) -> Message {
    let silent = message.is_empty() && message.attachments.iter().enumerate().all(|(place, _)| is_uploaded(place));
    let files = message.attachments.iter().enumerate().filter(|(place, _)| silent || !is_uploaded(*place));
    let words = Some(message.content.clone()).filter(|words| !words.trim().is_empty());
    let lines: Vec<String> = words.into_iter().chain(files.map(|(_, file)| words::named(&file.name))).collect();
    Message { content: lines.join("\n"), ..message.clone() }
}

/// The method that asks where a file is to be uploaded, with what it is told: by it Slack names the address and the file's id.
#[must_use]
pub fn upload(name: &str, length: usize) -> String {
    let mut told = form_urlencoded::Serializer::new(String::new());
    told.append_pair("filename", name).append_pair("length", &length.to_string());
    format!("files.getUploadURLExternal?{}", told.finish())
}

/// The body of a request that shows uploaded files, each by its id, in a channel or in a thread of it, under the name and picture of whoever brought
/// them.
#[must_use]
pub fn share(message: &Message, files: &[(&str, &Attachment)], channel: &str, thread: Option<&str>) -> Value {
    let files: Vec<Value> = files.iter().map(|(id, file)| json!({ "id": id, "title": file.name })).collect();
    let mut share = json!({ "files": files, "channel_id": channel });
    if let Some(members) = share.as_object_mut() {
        let name = message.username.as_deref().map(|name| text::shorten(name, 80));
        // Where other names cannot be shown, the comment says whose they are.
        let comment = name.as_deref().map(escaped);
        let more = [
            ("thread_ts", thread.map(str::to_owned)),
            ("initial_comment", comment),
            ("username", name),
            ("icon_url", message.avatar.clone()),
        ];
        members.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?)))));
    }
    share
}

/// Whether a file that `files.info` tells of is shown in the channel.
#[must_use]
pub fn is_shared(answer: &Value, channel: &str) -> bool {
    let listed = |at: &str| answer.pointer(at).and_then(Value::as_array).is_some_and(|all| all.iter().any(|one| one == channel));
    let shown = |at: &str| answer.pointer(at).and_then(Value::as_object).is_some_and(|all| all.contains_key(channel));
    listed("/file/channels") || listed("/file/groups") || shown("/file/shares/public") || shown("/file/shares/private")
}

/// The body of a request that takes a message away.
#[must_use]
pub fn removal(channel: &str, at: &str) -> Value {
    json!({ "channel": channel, "ts": at })
}

/// What an answer of Slack's Web API means: it answers 200 also to what it refuses, and says so within.
#[must_use]
pub fn meaning(status: u16, answer: &Value) -> Meaning {
    match (status, answer.get("ok").and_then(Value::as_bool), error_of(answer)) {
        (429, ..) | (_, _, "ratelimited" | "rate_limited") => Meaning::Later,
        (200..=299, Some(true), _) => Meaning::Done,
        (503, ..) => Meaning::Again,
        (500..=599, ..) | (_, _, "internal_error" | "fatal_error" | "request_timeout" | "service_unavailable") => Meaning::Unknown,
        // Slack's own word is to try this again.
        (_, _, "file_update_failed") => Meaning::Again,
        (_, _, "thread_not_found") => Meaning::ThreadGone,
        (_, _, "message_not_found" | "cant_update_message" | "cant_delete_message" | "edit_window_closed") => Meaning::EditGone,
        (_, _, "msg_too_long" | "msg_blocks_too_long" | "no_text" | "invalid_arguments") => Meaning::Refused,
        (_, Some(false), _) | (401 | 403 | 404 | 410, ..) => Meaning::DestinationGone,
        _ => Meaning::Refused,
    }
}

/// What Slack says is wrong; empty where it says nothing.
#[must_use]
pub fn error_of(answer: &Value) -> &str {
    answer.get("error").and_then(Value::as_str).unwrap_or_default()
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

    #[test]
    fn an_answer_means_what_it_says_within() {
        let said = |error: &str| json!({"ok": false, "error": error});
        let cases = [
            (200, json!({"ok": true, "ts": "1.2"}), Meaning::Done),
            (200, said("ratelimited"), Meaning::Later),
            (429, Value::Null, Meaning::Later),
            (200, said("internal_error"), Meaning::Unknown),
            (502, Value::Null, Meaning::Unknown),
            (503, Value::Null, Meaning::Again),
            (200, said("message_not_found"), Meaning::EditGone),
            (200, said("msg_too_long"), Meaning::Refused),
            (200, said("not_in_channel"), Meaning::DestinationGone),
            (200, said("token_revoked"), Meaning::DestinationGone),
        ];
        for (status, answer, wanted) in cases {
            assert_eq!(meaning(status, &answer), wanted, "{status} {answer}");
        }
    }

    #[test]
    fn a_post_has_its_speakers_name_and_its_thread() {
        let message = Message { content: "<!here> hi".to_owned(), username: Some("Amy".to_owned()), ..Message::default() };
        let said = post(&message, "C1", Some("1.2"));
        assert_eq!((&said["channel"], &said["thread_ts"], &said["username"]), (&json!("C1"), &json!("1.2"), &json!("Amy")));
        assert_eq!(said["text"], "&lt;!here&gt; hi");
        assert!(post(&message, "C1", None).get("thread_ts").is_none());
    }

    #[test]
    fn a_file_is_named_where_it_is_not_uploaded_and_where_nothing_else_is_said() {
        let file = |name: &str| Attachment { name: name.to_owned(), digest: dream_ledger::Digest::of(name.as_bytes()), size: 1 };
        let files = vec![file("a.png"), file("b.png")];
        let message = |content: &str| Message { content: content.to_owned(), attachments: files.clone(), ..Message::default() };
        assert_eq!(worded(&message("look"), |_| true).content, "look");
        assert_eq!(worded(&message("look"), |place| place == 0).content, "look\n(file: b.png)");
        assert_eq!(worded(&message(" "), |_| true).content, "(file: a.png)\n(file: b.png)");
        assert_eq!(upload("a b&c.png", 7), "files.getUploadURLExternal?filename=a+b%26c.png&length=7");
    }

    #[test]
    fn files_are_shown_under_the_name_of_who_brought_them() {
        let message = Message { username: Some("<Amy>".to_owned()), ..Message::default() };
        let file = Attachment { name: "a.png".to_owned(), digest: dream_ledger::Digest::of(b"a"), size: 1 };
        let body = share(&message, &[("F1", &file)], "C1", Some("1.2"));
        let wanted = json!({"files": [{"id": "F1", "title": "a.png"}], "channel_id": "C1", "thread_ts": "1.2", "username": "<Amy>",
            "initial_comment": "&lt;Amy&gt;"});
        assert_eq!(body, wanted);
        let told = [
            (json!({"file": {"channels": ["C1"]}}), true),
            (json!({"file": {"shares": {"private": {"C1": [{"ts": "1.2"}]}}}}), true),
            (json!({"file": {"channels": [], "groups": ["C2"]}}), false),
        ];
        for (answer, wanted) in told {
            assert_eq!(is_shared(&answer, "C1"), wanted, "{answer}");
        }
    }

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
