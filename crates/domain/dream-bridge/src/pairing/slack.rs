//! What Slack's Events API tells of messages.

use super::heard::{Author, Happened, Heard, HeardFile, MOST_FILES, file_name, words};
use crate::discord::markdown;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The subtypes of messages that somebody wrote; one without a subtype was written too.
const WRITTEN: [&str; 4] = ["bot_message", "file_share", "me_message", "thread_broadcast"];
/// The most people whose names stand in one message.
const MOST_NAMED: usize = 20;
/// The most characters of a challenge that is given back.
const MOST_CHALLENGE: usize = 400;

/// Somebody in a workspace of Slack's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// What they are called there.
    pub name: String,
    /// Their picture's address.
    pub avatar: Option<String>,
}

/// What Slack asks to have given back when an address is entered, which proves that somebody listens there.
#[must_use]
pub fn challenge(payload: &Value) -> Option<String> {
    let asked = payload.get("type").and_then(Value::as_str) == Some("url_verification");
    let challenge = payload.get("challenge").and_then(Value::as_str).filter(|_| asked)?;
    Some(challenge.chars().take(MOST_CHALLENGE).collect())
}

/// Somebody who asks by a command of the app's for a code to link their account with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// By what the account is linked.
    pub account: String,
    /// What it is called, and that it is one of Slack's.
    pub name: String,
}

/// Who asks for a code; `None` for what is no command.
#[must_use]
pub fn asking(payload: &Value) -> Option<Asking> {
    text(payload, "command").filter(|command| command.starts_with('/'))?;
    let account = account(&id(payload, "team_id")?, &id(payload, "user_id")?);
    let named = text(payload, "user_name").map(words).filter(|name| !name.is_empty());
    Some(Asking { name: format!("{} (Slack)", named.unwrap_or_else(|| account.clone())), account })
}

/// By what the account of a workspace is linked: nothing that an account of Discord's could be called.
#[must_use]
pub fn account(team: &str, user: &str) -> String {
    format!("slack:{team}:{user}")
}

/// Reads an event; `None` for one that tells of no message that somebody wrote. Messages are named by their channel and time, which together no
/// other has.
#[must_use]
pub fn read(payload: &Value) -> Option<Happened> {
    if payload.get("type").and_then(Value::as_str) != Some("event_callback") {
        return None;
    }
    let event = payload.get("event").filter(|event| text(event, "type") == Some("message"))?;
    let channel = id(event, "channel")?;
    match text(event, "subtype") {
        Some("message_deleted") => Some(Happened::Deleted { messages: vec![named(&channel, text(event, "deleted_ts")?)?], channel }),
        Some("message_changed") => changed(event, channel),
        Some(other) if !WRITTEN.contains(&other) => None,
        _ => message(event, &channel).map(|heard| Happened::Written(Box::new(heard))),
    }
}

/// The bot and the account that a message is of: by them our own are known again (trap 45).
#[must_use]
pub fn spoken_by(payload: &Value) -> (Option<&str>, Option<&str>) {
    let at = |path: &str| payload.pointer(path).and_then(Value::as_str);
    (at("/event/bot_id").or(at("/event/message/bot_id")), at("/event/user").or(at("/event/message/user")))
}

fn changed(event: &Value, channel: String) -> Option<Happened> {
    let now = event.get("message")?;
    if text(now, "subtype") == Some("tombstone") {
        // One with answers is not taken away: something stands in its place.
        return Some(Happened::Deleted { messages: vec![named(&channel, text(now, "ts")?)?], channel });
    }
    // Slack tells of a change also when it adds a preview of a link or counts answers: only people's edits have another time of theirs.
    let edited = |message: &Value| message.pointer("/edited/ts").cloned();
    let before = event.get("previous_message").and_then(edited);
    edited(now).filter(|at| Some(at) != before.as_ref())?;
    message(now, &channel).map(|heard| Happened::Edited(Box::new(heard)))
}

fn message(event: &Value, channel: &str) -> Option<Heard> {
    let at = text(event, "ts")?;
    let bot = event.get("bot_id").is_some_and(Value::is_string);
    let account = id(event, "user").or_else(|| id(event, "bot_id"))?;
    let said_name = text(event, "username").or_else(|| event.pointer("/user_profile/display_name").and_then(Value::as_str));
    Some(Heard {
        channel: channel.to_owned(),
        message: named(channel, at)?,
        author: Author { name: said_name.map(words).filter(|name| !name.is_empty()).unwrap_or_default(), avatar: None, bot, id: account },
        thread: text(event, "thread_ts").filter(|thread| *thread != at).and_then(|thread| named(channel, thread)),
        text: text(event, "text").unwrap_or_default().to_owned(),
        files: files(event),
        ..Heard::default()
    })
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

fn id(value: &Value, name: &str) -> Option<String> {
    text(value, name).filter(|id| is_id(id)).map(str::to_owned)
}

/// Whether Slack could name a channel, an account or a bot like this.
#[must_use]
pub fn is_id(text: &str) -> bool {
    (2..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// By what a message is known: its channel and its time.
#[must_use]
pub fn named(channel: &str, at: &str) -> Option<String> {
    let is_time = (1..=32).contains(&at.len()) && at.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_time.then(|| format!("{channel}/{at}"))
}

/// The channel and the time of a message that is known by `name`.
#[must_use]
pub fn parts(name: &str) -> Option<(&str, &str)> {
    name.split_once('/')
}

fn files(event: &Value) -> Vec<HeardFile> {
    let listed = event.get("files").and_then(Value::as_array).into_iter().flatten().take(MOST_FILES);
    let file = |file: &Value| {
        let url = text(file, "url_private_download").or_else(|| text(file, "url_private"))?.to_owned();
        let size = file.get("size").and_then(Value::as_u64).unwrap_or(0);
        Some(HeardFile { id: id(file, "id").unwrap_or_default(), name: file_name(text(file, "name").unwrap_or("file")), url, size })
    };
    listed.filter_map(file).collect()
}

/// The accounts that a text mentions.
#[must_use]
pub fn mentioned(said: &str) -> BTreeSet<String> {
    let tags = said.split('<').skip(1).filter_map(|tag| tag.split_once('>')).filter_map(|(tag, _)| tag.strip_prefix('@'));
    let accounts = tags.map(|tag| tag.split_once('|').map_or(tag, |(account, _)| account));
    accounts.filter(|account| is_id(account)).take(MOST_NAMED).map(str::to_owned).collect()
}

/// A text of Slack's as it is written in Discord, in which people stand by their names: nobody is to be called.
#[must_use]
pub fn in_discord(said: &str, people: &BTreeMap<String, Person>) -> String {
    let mut named = said.to_owned();
    for (account, person) in people {
        // What Slack reads as markup does not stand in a name.
        let name: String = person.name.chars().filter(|letter| !matches!(letter, '<' | '>' | '|' | '*')).collect();
        named = named.replace(&format!("<@{account}>"), &format!("@\u{200b}{name}"));
    }
    markdown::from_slack(&named)
}

/// The person that `users.info` tells of.
#[must_use]
pub fn person(answer: &Value) -> Option<Person> {
    let at = |path: &str| answer.pointer(path).and_then(Value::as_str).map(words).filter(|name| !name.is_empty());
    let name = at("/user/profile/display_name").or_else(|| at("/user/profile/real_name")).or_else(|| at("/user/name"))?;
    let avatar = answer.pointer("/user/profile/image_192").and_then(Value::as_str).filter(|url| url.starts_with("https://"));
    Some(Person { name, avatar: avatar.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn callback(event: &Value) -> Value {
        json!({"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1", "event": event})
    }

    fn written() -> Value {
        json!({"type": "message", "channel": "C1", "user": "U1", "text": "see <@U2>", "ts": "10.000001", "channel_type": "channel"})
    }

    fn with(fields: &Value) -> Value {
        let mut event = written();
        event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        callback(&event)
    }

    #[test]
    fn what_somebody_writes_changes_and_deletes_is_heard() {
        let Some(Happened::Written(heard)) = read(&with(&json!({"thread_ts": "9.5", "files": [
            {"id": "F1", "name": "a/b.png", "size": 3, "url_private": "https://files.slack.com/a"}]})))
        else {
            panic!("it is a message")
        };
        let files = vec![HeardFile { id: "F1".into(), name: "a_b.png".into(), url: "https://files.slack.com/a".into(), size: 3 }];
        let author = Author { id: "U1".into(), ..Author::default() };
        let wanted = Heard {
            channel: "C1".into(),
            message: "C1/10.000001".into(),
            thread: Some("C1/9.5".into()),
            author,
            text: "see <@U2>".into(),
            files,
            ..Heard::default()
        };
        assert_eq!(*heard, wanted);
        let deleted = |event: &Value| read(&callback(event));
        let gone = Some(Happened::Deleted { channel: "C1".into(), messages: vec!["C1/10.000001".into()] });
        assert_eq!(deleted(&json!({"type": "message", "subtype": "message_deleted", "channel": "C1", "deleted_ts": "10.000001"})), gone);
        let stone = json!({"ts": "10.000001", "subtype": "tombstone"});
        assert_eq!(deleted(&json!({"type": "message", "subtype": "message_changed", "channel": "C1", "message": stone})), gone);
    }

    #[test]
    fn only_edits_of_people_are_changes() {
        let change = |before: Value, now: Value| {
            let message = |edited: Value| {
                let mut message = written();
                if !edited.is_null() {
                    message["edited"] = json!({"user": "U1", "ts": edited});
                }
                message
            };
            read(&callback(&json!({"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "11.0",
                "message": message(now), "previous_message": message(before)})))
        };
        assert!(matches!(change(Value::Null, json!("11.0")), Some(Happened::Edited(_))));
        assert_eq!(change(Value::Null, Value::Null), None, "a preview of a link");
        assert_eq!(change(json!("11.0"), json!("11.0")), None, "somebody answered it");
    }

    #[test]
    fn what_nobody_wrote_is_not_heard() {
        assert_eq!(read(&with(&json!({"subtype": "channel_join"}))), None);
        assert_eq!(read(&with(&json!({"ts": "1/../2"}))), None);
        assert_eq!(read(&with(&json!({"channel": "C1/x"}))), None);
        assert_eq!(read(&json!({"type": "event_callback", "event": {"type": "reaction_added"}})), None);
        let Some(Happened::Written(heard)) = read(&with(&json!({"subtype": "bot_message", "bot_id": "B1", "username": "deploys"}))) else {
            panic!("a bot wrote it")
        };
        assert!(heard.author.bot && heard.author.name == "deploys");
    }

    #[test]
    fn a_command_asks_for_a_code() {
        let command = |user: &str| json!({"command": "/dreamos-link", "team_id": "T1", "user_id": user, "user_name": "ann", "text": ""});
        assert_eq!(asking(&command("U1")), Some(Asking { account: "slack:T1:U1".into(), name: "ann (Slack)".into() }));
        assert_eq!(asking(&command("U1:x")), None);
        assert_eq!(asking(&written()), None);
    }

    #[test]
    fn a_challenge_is_given_back_and_nothing_else() {
        assert_eq!(challenge(&json!({"type": "url_verification", "challenge": "abc"})).as_deref(), Some("abc"));
        assert_eq!(challenge(&json!({"type": "event_callback", "challenge": "abc"})), None);
    }

    /// Trap 46: nobody is called on the other side.
    #[test]
    fn people_stand_by_their_names_and_nobody_is_called() {
        let said = "<@U2> and <@U3|old> look at <https://x.y|this>, <!channel> *now* &amp; here";
        assert_eq!(mentioned(said), BTreeSet::from(["U2".to_owned(), "U3".to_owned()]));
        let people = BTreeMap::from([("U2".to_owned(), Person { name: "Bob*".into(), avatar: None })]);
        let wanted = "@\u{200b}Bob and @\u{200b}old look at [this](https://x.y), @\u{200b}channel **now** & here";
        assert_eq!(in_discord(said, &people), wanted);
        let told =
            json!({"ok": true, "user": {"name": "bob", "profile": {"display_name": "", "real_name": "Bob B", "image_192": "https://a/b"}}});
        assert_eq!(person(&told), Some(Person { name: "Bob B".into(), avatar: Some("https://a/b".into()) }));
    }
}
