//! Threads, webhooks and commands.

use super::Form;
use crate::error::ApiError;
use serde_json::Value;

/// Checks the body of a new thread.
pub(crate) fn thread(body: &Value) -> Result<(), ApiError> {
    let mut form = Form::default();
    form.text("name", body.get("name").unwrap_or(&Value::Null), 1, 100);
    if let Some(minutes) = body.get("auto_archive_duration").and_then(Value::as_u64)
        && ![60, 1_440, 4_320, 10_080].contains(&minutes)
    {
        form.fault("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).");
    }
    if body.get("rate_limit_per_user").and_then(Value::as_u64).is_some_and(|seconds| seconds > 21_600) {
        form.fault("rate_limit_per_user", "NUMBER_TYPE_MAX", "int value should be less than or equal to 21600.");
    }
    form.list("applied_tags", body.get("applied_tags"), 5);
    form.finish()
}

/// Checks the body of a new webhook, or the name that one message of a webhook is to appear under.
pub(crate) fn webhook(path: &str, name: Option<&Value>) -> Result<(), ApiError> {
    let mut form = Form::default();
    let Some(name) = name.filter(|name| !name.is_null()) else {
        return if path == "name" {
            Err(ApiError::form(vec![(path.to_owned(), "BASE_TYPE_REQUIRED", "This field is required".to_owned())]))
        } else {
            Ok(())
        };
    };
    form.text(path, name, 1, 80);
    let lower = name.as_str().unwrap_or_default().to_lowercase();
    if let Some(word) = ["clyde", "discord"].into_iter().find(|word| lower.contains(word)) {
        form.fault(path, "USERNAME_INVALID_CONTAINS", format!("Username cannot contain \"{word}\""));
    }
    form.finish()
}

/// Checks a whole set of commands.
pub(crate) fn commands(body: &Value) -> Result<(), ApiError> {
    let mut form = Form::default();
    let list = form.list("commands", Some(body), 100);
    let mut names = Vec::new();
    for (n, command) in list.iter().enumerate() {
        let slash = command.get("type").and_then(Value::as_u64).unwrap_or(1) == 1;
        name(&mut form, &format!("{n}.name"), command, slash);
        if slash {
            form.text(&format!("{n}.description"), command.get("description").unwrap_or(&Value::Null), 1, 100);
            options(&mut form, &n.to_string(), command, 0);
        }
        let key = (command.get("type").cloned(), command.get("name").cloned());
        if names.contains(&key) {
            form.fault(&format!("{n}"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
        }
        names.push(key);
        let size = letters(command);
        if size > 8_000 {
            form.fault(&n.to_string(), "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
        }
    }
    form.finish()
}

fn name(form: &mut Form, path: &str, command: &Value, slash: bool) {
    let value = command.get("name").unwrap_or(&Value::Null);
    form.text(path, value, 1, 32);
    let text = value.as_str().unwrap_or_default();
    let fits =
        text.chars().all(|letter| matches!(letter, '-' | '_' | '\'') || (letter.is_alphanumeric() && letter.to_lowercase().eq([letter])));
    if slash && !fits {
        form.fault(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

fn options(form: &mut Form, path: &str, command: &Value, depth: u32) {
    let mut optional_seen = false;
    for (n, option) in form.list(&format!("{path}.options"), command.get("options"), 25).iter().enumerate() {
        let path = format!("{path}.options.{n}");
        name(form, &format!("{path}.name"), option, true);
        form.text(&format!("{path}.description"), option.get("description").unwrap_or(&Value::Null), 1, 100);
        let kind = option.get("type").and_then(Value::as_u64).unwrap_or(0);
        if !(1..=11).contains(&kind) || (depth >= 2 && kind <= 2) {
            form.fault(
                &format!("{path}.type"),
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Sub-command and sub-command group option types are only allowed at their level",
            );
        }
        let required = option.get("required").and_then(Value::as_bool) == Some(true);
        if required && optional_seen {
            form.fault(
                &path,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        optional_seen |= !required && kind > 2;
        for (c, choice) in form.list(&format!("{path}.choices"), option.get("choices"), 25).iter().enumerate() {
            form.text(&format!("{path}.choices.{c}.name"), choice.get("name").unwrap_or(&Value::Null), 1, 100);
        }
        if depth < 3 {
            options(form, &path, option, depth + 1);
        }
    }
}

/// Names, descriptions and values together.
fn letters(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            let own = ["name", "description", "value"]
                .iter()
                .filter_map(|name| members.get(*name)?.as_str())
                .map(|text| text.chars().count())
                .sum::<usize>();
            own + members.values().filter(|value| value.is_array()).map(letters).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(letters).sum(),
        _ => 0,
    }
}
