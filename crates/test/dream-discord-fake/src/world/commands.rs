//! Application commands.

use super::{BOT, GUILD, World};
use crate::error::ApiError;
use crate::form;
use dream_clock::Timestamp;
use serde_json::{Value, json};

impl World {
    /// Puts these commands in the place of all others of the scope: the server's id, or empty for everywhere.
    pub(crate) fn set_commands(&mut self, scope: &str, body: &Value, now: Timestamp) -> Result<Value, ApiError> {
        form::commands(body)?;
        if !scope.is_empty() && scope != GUILD {
            return Err(ApiError::of(404, 10_004, "Unknown Guild"));
        }
        let given: Vec<Value> = body.as_array().cloned().unwrap_or_default();
        let set: Vec<Value> = given.into_iter().map(|command| self.shown_command(scope, command, now)).collect();
        self.commands.insert(scope.to_owned(), set.clone());
        Ok(Value::Array(set))
    }

    fn shown_command(&mut self, scope: &str, mut command: Value, now: Timestamp) -> Value {
        let id = self.id(now);
        if let Some(members) = command.as_object_mut() {
            members.insert("id".to_owned(), json!(id));
            members.insert("application_id".to_owned(), json!(BOT));
            members.insert("version".to_owned(), json!(id));
            for (name, value) in [
                ("type", json!(1)),
                ("default_member_permissions", Value::Null),
                ("nsfw", json!(false)),
                ("description", json!("")),
                ("options", json!([])),
            ] {
                members.entry(name.to_owned()).or_insert(value);
            }
            if !scope.is_empty() {
                members.insert("guild_id".to_owned(), json!(scope));
            }
        }
        command
    }

    /// The commands of a scope.
    pub(crate) fn commands_of(&self, scope: &str) -> Value {
        Value::Array(self.commands.get(scope).cloned().unwrap_or_default())
    }
}
