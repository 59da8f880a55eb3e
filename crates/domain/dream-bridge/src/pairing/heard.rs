//! What Discord's gateway, and [Slack](super::slack), tell of messages, as far as pairings need it.

use crate::text;
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The kinds of messages that people write: plain ones and answers.
const WRITTEN: [u64; 2] = [0, 19];
/// The most files of a message that are looked at.
pub(super) const MOST_FILES: usize = 10;
/// The most characters of a name.
const MOST_NAME: usize = 80;

/// Something that happened to messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "happened", rename_all = "snake_case")]
pub enum Happened {
    /// Somebody wrote a message.
    Written(Box<Heard>),
    /// Somebody changed one.
    Edited(Box<Heard>),
    /// Messages were deleted.
    Deleted {
        /// The channel or thread they were in.
        channel: String,
        /// Their ids.
        messages: Vec<String>,
    },
}

/// A message of Discord's or Slack's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The channel or thread that it is in.
    pub channel: String,
    /// Its id.
    pub message: String,
    /// Who wrote it.
    pub author: Author,
    /// The message that began the thread it is in, where a thread is no channel of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// The webhook it was sent by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// The application it was sent by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// Its text, in which people and roles stand by their names.
    pub text: String,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Its files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<HeardFile>,
    /// Whether nothing was told of files, as of an edit that changes none.
    #[serde(default)]
    pub files_untold: bool,
}

/// Who wrote a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Their account's id.
    pub id: String,
    /// What they are called in the server.
    pub name: String,
    /// Their picture's address, if they have one of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// Whether it is no person.
    #[serde(default)]
    pub bot: bool,
}

/// A file of a message, before it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardFile {
    /// Its id: by it a file is the same one after an edit.
    #[serde(default)]
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is. Such an address ends after a day, so it is fetched and never passed on.
    pub url: String,
    /// How many bytes it has, as Discord says.
    pub size: u64,
}

impl Heard {
    /// What the message says, as a text that is the same as long as that is: the digest of its words and, where it has files, of which they are.
    /// `before` is that of the message as it was, whose files stay where nothing is told of them.
    #[must_use]
    pub fn digest(&self, before: Option<&str>) -> String {
        let words = Digest::of(self.text.as_bytes());
        let files = if self.files_untold { before.and_then(files_of).map(str::to_owned) } else { self.digest_of_files() };
        files.map_or_else(|| words.to_string(), |files| format!("{words}+{files}"))
    }

    fn digest_of_files(&self) -> Option<String> {
        let known: Vec<String> = self.files.iter().map(|file| format!("{} {} {}", file.id, file.size, file.name)).collect();
        (!known.is_empty()).then(|| Digest::of(known.join("\n").as_bytes()).to_string())
    }
}

/// The part of such a digest that is of files.
#[must_use]
pub fn files_of(digest: &str) -> Option<&str> {
    digest.split_once('+').map(|(_, files)| files)
}

impl Happened {
    /// The channel or thread it happened in.
    #[must_use]
    pub fn channel(&self) -> &str {
        match self {
            Self::Written(heard) | Self::Edited(heard) => &heard.channel,
            Self::Deleted { channel, .. } => channel,
        }
    }

    /// The thread it happened in, where a thread is no channel of its own but named by the message that began it.
    #[must_use]
    pub fn thread(&self) -> Option<Known> {
        let (Self::Written(heard) | Self::Edited(heard)) = self else { return None };
        let id = heard.thread.clone()?;
        Some(Known { id, name: String::new(), parent: Some(heard.channel.clone()) })
    }
}

/// Reads an event of the gateway; `None` for one that tells of no message that somebody wrote.
#[must_use]
pub fn read(name: &str, data: &Value) -> Option<Happened> {
    match name {
        "MESSAGE_CREATE" => message(data).map(|heard| Happened::Written(Box::new(heard))),
        // Discord tells of an edit also when it adds a preview of a link: only people's edits have a time.
        "MESSAGE_UPDATE" if data.get("edited_timestamp").is_some_and(|at| !at.is_null()) && data.get("content").is_some() => {
            message(data).map(|heard| Happened::Edited(Box::new(heard)))
        }
        "MESSAGE_DELETE" => Some(Happened::Deleted { channel: id(data, "channel_id")?, messages: vec![id(data, "id")?] }),
        "MESSAGE_DELETE_BULK" => {
            let ids = data.get("ids")?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Some(Happened::Deleted { channel: id(data, "channel_id")?, messages: ids })
        }
        _ => None,
    }
}

/// A channel or thread, and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The channel that a thread belongs to, or the category of a channel.
    pub parent: Option<String>,
}

/// The channel or thread that an answer or an event describes.
#[must_use]
pub fn known(channel: &Value) -> Option<Known> {
    let name = channel.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Known { id: id(channel, "id")?, name, parent: id(channel, "parent_id") })
}

/// Channels and threads that an event tells of.
#[must_use]
pub fn told_of(name: &str, data: &Value) -> Vec<Known> {
    let list = |key: &str| data.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let told: Vec<&Value> = match name {
        "GUILD_CREATE" => list("channels").iter().chain(list("threads")).collect(),
        "THREAD_LIST_SYNC" => list("threads").iter().collect(),
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE" => vec![data],
        _ => Vec::new(),
    };
    told.into_iter().filter_map(known).collect()
}

fn id(data: &Value, name: &str) -> Option<String> {
    data.get(name)?.as_str().filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned)
}

fn message(data: &Value) -> Option<Heard> {
    let kind = data.get("type").and_then(Value::as_u64).unwrap_or(0);
    if !WRITTEN.contains(&kind) {
        return None;
    }
    let content = data.get("content").and_then(Value::as_str).unwrap_or_default();
    let mut said = named(content, data);
    for embed in data.get("embeds").and_then(Value::as_array).into_iter().flatten().filter(|_| said_by_bot(data)) {
        for part in ["title", "description"].iter().filter_map(|part| embed.get(*part).and_then(Value::as_str)) {
            said.push_str(if said.is_empty() { "" } else { "\n" });
            said.push_str(part);
        }
    }
    Some(Heard {
        channel: id(data, "channel_id")?,
        message: id(data, "id")?,
        author: author(data)?,
        thread: None,
        webhook: id(data, "webhook_id"),
        application: id(data, "application_id"),
        text: said,
        reply_to: data.get("message_reference").filter(|_| kind == 19).and_then(|reference| id(reference, "message_id")),
        files: files(data),
        files_untold: data.get("attachments").is_none(),
    })
}

fn said_by_bot(data: &Value) -> bool {
    data.pointer("/author/bot").and_then(Value::as_bool) == Some(true)
}

fn author(data: &Value) -> Option<Author> {
    let author = data.get("author")?;
    let account = id(author, "id")?;
    let text = |at: &str| data.pointer(at).and_then(Value::as_str).map(words).filter(|name| !name.is_empty());
    let name = text("/member/nick").or_else(|| text("/author/global_name")).or_else(|| text("/author/username"));
    let hash =
        author.get("avatar").and_then(Value::as_str).filter(|hash| hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    Some(Author {
        name: name.unwrap_or_else(|| account.clone()),
        avatar: hash.filter(|hash| !hash.is_empty()).map(|hash| format!("https://cdn.discordapp.com/avatars/{account}/{hash}.png")),
        bot: said_by_bot(data),
        id: account,
    })
}

/// A name in one line.
pub(super) fn words(name: &str) -> String {
    let clean: String = name.chars().filter(|letter| !letter.is_control()).collect();
    text::shorten(clean.trim(), MOST_NAME)
}

fn files(data: &Value) -> Vec<HeardFile> {
    let listed = data.get("attachments").and_then(Value::as_array).into_iter().flatten().take(MOST_FILES);
    let file = |file: &Value| {
        let name = file_name(file.get("filename")?.as_str()?);
        let url = file.get("url")?.as_str()?.to_owned();
        Some(HeardFile { id: id(file, "id").unwrap_or_default(), name, url, size: file.get("size").and_then(Value::as_u64).unwrap_or(0) })
    };
    listed.filter_map(file).collect()
}

/// A file's name with what could be read as something else taken out.
pub(super) fn file_name(name: &str) -> String {
    name.chars().map(|letter| if is_kept(letter) { letter } else { '_' }).take(100).collect()
}

fn is_kept(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | ' ')
}

/// The text with the names of the people that it mentions: elsewhere nobody knows their ids, and nobody is to be called.
fn named(content: &str, data: &Value) -> String {
    let mut said = content.to_owned();
    for person in data.get("mentions").and_then(Value::as_array).into_iter().flatten() {
        let name = ["global_name", "username"].iter().find_map(|key| person.get(*key).and_then(Value::as_str));
        if let (Some(account), Some(name)) = (id(person, "id"), name) {
            for written in [format!("<@{account}>"), format!("<@!{account}>")] {
                said = said.replace(&written, &format!("@{}", words(name)));
            }
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told() -> Value {
        json!({
            "id": "10", "channel_id": "20", "type": 0, "content": "see <@30> and <@!30>", "author": {"id": "40", "username": "amy", "global_name": "Amy\n", "avatar": "a_1"},
            "mentions": [{"id": "30", "username": "bob"}], "embeds": [{"title": "a preview"}],
            "attachments": [{"id": "7", "filename": "a/b.png", "url": "https://cdn.x/a", "size": 3}],
        })
    }

    #[test]
    fn a_message_is_read_with_names_in_the_place_of_ids() {
        let Some(Happened::Written(heard)) = read("MESSAGE_CREATE", &told()) else { panic!("it is a message") };
        let author = Author {
            id: "40".into(),
            name: "Amy".into(),
            avatar: Some("https://cdn.discordapp.com/avatars/40/a_1.png".into()),
            bot: false,
        };
        let files = vec![HeardFile { id: "7".into(), name: "a_b.png".into(), url: "https://cdn.x/a".into(), size: 3 }];
        let wanted =
            Heard { channel: "20".into(), message: "10".into(), author, text: "see @bob and @bob".into(), files, ..Heard::default() };
        assert_eq!(*heard, wanted);
        assert_eq!(
            serde_json::from_value::<Happened>(serde_json::to_value(Happened::Written(heard.clone())).unwrap()).unwrap(),
            Happened::Written(heard)
        );
    }

    #[test]
    fn files_are_the_same_until_an_edit_tells_of_others() {
        let file = |id: &str| HeardFile { id: id.into(), name: "a.png".into(), url: "https://cdn.x/a?ex=1".into(), size: 3 };
        let with = |text: &str, files: Vec<HeardFile>| Heard { text: text.into(), files, ..Heard::default() };
        let before = with("a", vec![file("7")]).digest(None);
        let changed = |heard: &Heard| files_of(&heard.digest(Some(&before))) != files_of(&before);
        let again = HeardFile { url: "https://cdn.x/a?ex=2".into(), ..file("7") };
        assert!(!changed(&with("b", vec![again])), "its address ends, and is another one then");
        assert!(changed(&with("a", vec![file("8")])) && changed(&with("a", vec![])));
        assert!(!changed(&Heard { files_untold: true, ..with("b", vec![]) }));
        assert_eq!(with("a", vec![]).digest(None), Digest::of(b"a").to_string());
    }

    #[test]
    fn only_what_somebody_wrote_is_heard() {
        let with = |name: &str, value: Value| {
            let mut told = told();
            told[name] = value;
            told
        };
        assert_eq!(read("MESSAGE_CREATE", &with("type", json!(7))), None, "somebody joined");
        assert_eq!(read("MESSAGE_UPDATE", &with("edited_timestamp", json!(null))), None, "a preview was added");
        assert!(matches!(read("MESSAGE_UPDATE", &with("edited_timestamp", json!("2026"))), Some(Happened::Edited(_))));
        assert_eq!(read("MESSAGE_CREATE", &with("id", json!("1/../2"))), None);
        assert_eq!(read("TYPING_START", &told()), None);
        let gone = Happened::Deleted { channel: "2".into(), messages: vec!["1".into(), "3".into()] };
        assert_eq!(read("MESSAGE_DELETE_BULK", &json!({"channel_id": "2", "ids": ["1", "3"]})), Some(gone));
        let mut answer = with("type", json!(19));
        answer["message_reference"] = json!({"message_id": "9"});
        answer["member"] = json!({"nick": "Captain"});
        let Some(Happened::Written(heard)) = read("MESSAGE_CREATE", &answer) else { panic!("it is a message") };
        assert_eq!((heard.reply_to.as_deref(), heard.author.name.as_str()), (Some("9"), "Captain"));
    }

    #[test]
    fn threads_are_known_by_their_channels() {
        let thread = json!({"id": "5", "parent_id": "2", "name": "plans"});
        let found = Known { id: "5".into(), name: "plans".into(), parent: Some("2".into()) };
        assert_eq!(told_of("THREAD_CREATE", &thread), std::slice::from_ref(&found));
        let guild = json!({"channels": [{"id": "2", "parent_id": null}], "threads": [thread]});
        assert_eq!(told_of("GUILD_CREATE", &guild), [Known { id: "2".into(), name: String::new(), parent: None }, found]);
        assert!(told_of("MESSAGE_CREATE", &guild).is_empty());
    }
}
