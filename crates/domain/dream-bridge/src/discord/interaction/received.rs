//! An interaction as Discord tells it, read strictly enough to act on and no further.

use serde_json::Value;
use std::collections::BTreeMap;

/// The most options or fields that are read of one interaction.
const MOST: usize = 50;

/// What somebody did in Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction {
    /// Its id.
    pub id: String,
    /// By what it is answered, for fifteen minutes. It is a secret of this interaction.
    pub token: String,
    /// The application that it is for.
    pub application: String,
    /// The server it happened in; `None` in private.
    pub guild: Option<String>,
    /// The channel it happened in.
    pub channel: Option<String>,
    /// The account that did it.
    pub account: Account,
    /// What it did.
    pub asked: Asked,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A command was given.
    Command(CommandUse),
    /// A button was pressed.
    Pressed {
        /// What the button carries.
        custom_id: String,
    },
    /// A command is being typed, and one of its options asks for proposals.
    Completing(CommandUse),
    /// A form was handed in.
    Submitted {
        /// What the form carries.
        custom_id: String,
        /// What was written, by the fields' names.
        fields: BTreeMap<String, String>,
    },
}

/// A command as it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommandUse {
    /// Its words: `task`, `create`.
    pub words: Vec<String>,
    /// Its options by name, as text.
    pub options: BTreeMap<String, String>,
    /// The option that is being typed.
    pub focused: Option<String>,
}

/// What an interaction's JSON is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// Discord asks whether we are there.
    Ping,
    /// Somebody did something.
    Interaction(Box<Interaction>),
    /// Nothing that we understand: of a kind that did not exist when this was written, or no interaction at all.
    Unknown,
}

/// Reads an interaction.
#[must_use]
pub fn receive(json: &Value) -> Received {
    if json.get("type").and_then(Value::as_u64) == Some(1) {
        return Received::Ping;
    }
    interaction(json).map_or(Received::Unknown, |found| Received::Interaction(Box::new(found)))
}

fn interaction(json: &Value) -> Option<Interaction> {
    let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
    let data = json.get("data")?;
    let custom_id = || data.get("custom_id").and_then(Value::as_str).map(str::to_owned);
    let asked = match json.get("type").and_then(Value::as_u64)? {
        2 => Asked::Command(command(data)?),
        3 => Asked::Pressed { custom_id: custom_id()? },
        4 => Asked::Completing(command(data)?),
        5 => Asked::Submitted { custom_id: custom_id()?, fields: fields(data) },
        _ => return None,
    };
    // In a server the account stands in the membership, in private on its own.
    let user = json.pointer("/member/user").or_else(|| json.get("user"))?;
    let name = user.get("username").and_then(Value::as_str).unwrap_or_default().to_owned();
    let account = Account { id: snowflake(user.get("id")?.as_str()?)?, name };
    Some(Interaction {
        id: snowflake(json.get("id")?.as_str()?)?,
        token: text("token")?,
        application: snowflake(json.get("application_id")?.as_str()?)?,
        guild: text("guild_id"),
        channel: text("channel_id"),
        account,
        asked,
    })
}

/// An id of Discord's, if it is one.
fn snowflake(text: &str) -> Option<String> {
    let fits = (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.to_owned())
}

fn command(data: &Value) -> Option<CommandUse> {
    let mut used = CommandUse { words: vec![data.get("name")?.as_str()?.to_owned()], ..CommandUse::default() };
    read_options(data, &mut used, 0);
    Some(used)
}

fn read_options(of: &Value, used: &mut CommandUse, depth: usize) {
    for option in of.get("options").and_then(Value::as_array).into_iter().flatten().take(MOST) {
        let Some(name) = option.get("name").and_then(Value::as_str) else { continue };
        match option.get("type").and_then(Value::as_u64) {
            Some(1 | 2) if depth < 2 => {
                used.words.push(name.to_owned());
                read_options(option, used, depth + 1);
            }
            _ => {
                if option.get("focused").and_then(Value::as_bool) == Some(true) {
                    used.focused = Some(name.to_owned());
                }
                let value = match option.get("value") {
                    Some(Value::String(text)) => text.clone(),
                    Some(other @ (Value::Number(_) | Value::Bool(_))) => other.to_string(),
                    _ => continue,
                };
                used.options.insert(name.to_owned(), value);
            }
        }
    }
}

/// The texts of a form, whether they stand in rows or below labels.
fn fields(data: &Value) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let mut waiting: Vec<&Value> = data.get("components").and_then(Value::as_array).into_iter().flatten().take(MOST).collect();
    while let Some(component) = waiting.pop() {
        if let (Some(name), Some(text)) = (component.get("custom_id"), component.get("value")) {
            if let (Some(name), Some(text)) = (name.as_str(), text.as_str()) {
                fields.insert(name.to_owned(), text.to_owned());
            }
        } else if waiting.len() < MOST {
            waiting.extend(component.get("component"));
            waiting.extend(component.get("components").and_then(Value::as_array).into_iter().flatten().take(MOST));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with(kind: u8, data: &Value) -> Value {
        let user = json!({"id": "200000000000000001", "username": "amy"});
        json!({"type": kind, "id": "1", "token": "t", "application_id": "2", "guild_id": "3", "channel_id": "4", "member": {"user": user}, "data": data})
    }

    fn asked(json: &Value) -> Option<Asked> {
        match receive(json) {
            Received::Interaction(found) => Some(found.asked),
            Received::Ping | Received::Unknown => None,
        }
    }

    #[test]
    fn what_discord_tells_is_read_into_words_options_and_fields() {
        assert_eq!(receive(&json!({"type": 1})), Received::Ping);
        let command = json!({"name": "task", "type": 1, "options": [{"name": "create", "type": 1, "options": [
            {"name": "title", "type": 3, "value": "Tidy"}, {"name": "urgent", "type": 5, "value": true}]}]});
        let options = [("title".to_owned(), "Tidy".to_owned()), ("urgent".to_owned(), "true".to_owned())].into();
        let used = CommandUse { words: vec!["task".into(), "create".into()], options, focused: None };
        assert_eq!(asked(&with(2, &command)), Some(Asked::Command(used)));
        let typing = json!({"name": "agent", "options": [{"name": "start", "type": 1, "options": [{"name": "name", "type": 3, "value": "bu", "focused": true}]}]});
        let Some(Asked::Completing(used)) = asked(&with(4, &typing)) else { panic!("it is being typed") };
        assert_eq!((used.words, used.focused.as_deref()), (vec!["agent".to_owned(), "start".to_owned()], Some("name")));
        assert_eq!(asked(&with(3, &json!({"custom_id": "x", "component_type": 2}))), Some(Asked::Pressed { custom_id: "x".into() }));
        for form in [
            json!({"custom_id": "m", "components": [{"type": 1, "components": [{"type": 4, "custom_id": "comment", "value": "why"}]}]}),
            json!({"custom_id": "m", "components": [{"type": 18, "component": {"type": 4, "custom_id": "comment", "value": "why"}}]}),
        ] {
            let fields = [("comment".to_owned(), "why".to_owned())].into();
            assert_eq!(asked(&with(5, &form)), Some(Asked::Submitted { custom_id: "m".into(), fields }));
        }
    }

    #[test]
    fn what_is_no_interaction_is_unknown_and_nothing_breaks() {
        let mut nested = json!({"custom_id": "m", "components": []});
        for _ in 0..100 {
            nested = json!({"custom_id": "m", "components": [{"components": [nested]}]});
        }
        let whole = with(2, &json!({"name": "status"}));
        let mut cases =
            vec![json!(null), json!({"type": 2}), json!([]), with(99, &json!({})), with(3, &json!({})), with(2, &json!({"name": 7}))];
        for missing in ["id", "token", "application_id", "member"] {
            let mut broken = whole.clone();
            broken.as_object_mut().unwrap().remove(missing);
            cases.push(broken);
        }
        for case in cases {
            assert_eq!(receive(&case), Received::Unknown, "{case}");
        }
        assert!(asked(&with(5, &nested)).is_some());
    }
}
