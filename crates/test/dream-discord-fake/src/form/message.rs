//! Messages: texts, embeds, components, mentions.

use super::Form;
use crate::error::ApiError;
use serde_json::Value;
use std::collections::BTreeSet;

/// Checks the body of a message, with so many files beside it. Whether there is anything in it is another question: [`needs_content`].
pub(crate) fn message(body: &Value, files: usize) -> Result<(), ApiError> {
    let mut form = Form::default();
    form.optional("content", body.get("content"), 2_000);
    if let Some(nonce) = body.get("nonce").filter(|nonce| !nonce.is_null()) {
        match nonce {
            Value::String(text) if text.chars().count() > 25 => {
                form.fault("nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
            }
            Value::String(_) | Value::Number(_) => {}
            _ => form.fault("nonce", "NONCE_TYPE_CONVERT", "Only integers and strings are accepted."),
        }
    }
    embeds(&mut form, body.get("embeds"));
    components(&mut form, body.get("components"));
    mentions(&mut form, body.get("allowed_mentions"));
    form.list("sticker_ids", body.get("sticker_ids"), 3);
    form.list("attachments", body.get("attachments"), 10);
    if files > 10 {
        form.fault("files", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
    }
    form.finish()
}

/// Refuses a message in which nothing is.
pub(crate) fn needs_content(body: &Value, files: usize) -> Result<(), ApiError> {
    let text = body.get("content").and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
    let some = |name: &str| body.get(name).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    let poll = body.get("poll").is_some_and(Value::is_object);
    if text || poll || files > 0 || ["embeds", "components", "sticker_ids"].into_iter().any(some) { Ok(()) } else { Err(ApiError::EMPTY) }
}

fn embeds(form: &mut Form, value: Option<&Value>) {
    let mut total = 0;
    for (n, embed) in form.list("embeds", value, 10).iter().enumerate() {
        let path = |name: &str| format!("embeds.{n}.{name}");
        for (name, most) in [("title", 256), ("description", 4_096), ("url", 2_048)] {
            form.optional(&path(name), embed.get(name), most);
        }
        for (pointer, most) in
            [("/footer/text", 2_048), ("/author/name", 256), ("/author/url", 2_048), ("/image/url", 2_048), ("/thumbnail/url", 2_048)]
        {
            form.optional(&path(pointer.trim_start_matches('/').replace('/', ".").as_str()), embed.pointer(pointer), most);
        }
        if embed.get("color").and_then(Value::as_i64).is_some_and(|colour| !(0..=0xFF_FF_FF).contains(&colour)) {
            form.fault(&path("color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.");
        }
        addresses(form, n, embed);
        for (f, field) in form.list(&path("fields"), embed.get("fields"), 25).iter().enumerate() {
            form.text(&path(&format!("fields.{f}.name")), field.get("name").unwrap_or(&Value::Null), 1, 256);
            form.text(&path(&format!("fields.{f}.value")), field.get("value").unwrap_or(&Value::Null), 1, 1_024);
        }
        total += size(embed);
    }
    if total > 6_000 {
        form.fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
}

fn addresses(form: &mut Form, n: usize, embed: &Value) {
    for pointer in ["/url", "/author/url", "/image/url", "/thumbnail/url"] {
        let Some(address) = embed.pointer(pointer).and_then(Value::as_str) else { continue };
        let files = pointer.starts_with("/image") || pointer.starts_with("/thumbnail");
        let known = address.starts_with("http://") || address.starts_with("https://") || (files && address.starts_with("attachment://"));
        if !known && !address.is_empty() {
            let path = format!("embeds.{n}.{}", pointer.trim_start_matches('/').replace('/', "."));
            form.fault(&path, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').");
        }
    }
}

fn size(embed: &Value) -> usize {
    let length = |value: Option<&Value>| value.and_then(Value::as_str).map_or(0, |text| text.trim().chars().count());
    let own: usize = ["/title", "/description", "/footer/text", "/author/name"].iter().map(|path| length(embed.pointer(path))).sum();
    let fields = embed.get("fields").and_then(Value::as_array).into_iter().flatten();
    own + fields.map(|field| length(field.get("name")) + length(field.get("value"))).sum::<usize>()
}

fn components(form: &mut Form, value: Option<&Value>) {
    let mut ids = BTreeSet::new();
    for (r, row) in form.list("components", value, 5).iter().enumerate() {
        let path = format!("components.{r}.components");
        let parts = form.list(&path, row.get("components"), 5);
        if parts.is_empty() {
            form.fault(&path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        }
        for (n, part) in parts.iter().enumerate() {
            component(form, &format!("{path}.{n}"), part, &mut ids);
        }
    }
}

fn component(form: &mut Form, path: &str, part: &Value, ids: &mut BTreeSet<String>) {
    let kind = part.get("type").and_then(Value::as_u64).unwrap_or(0);
    let style = part.get("style").and_then(Value::as_u64).unwrap_or(0);
    match (kind, style) {
        (2, 5) => form.text(&format!("{path}.url"), part.get("url").unwrap_or(&Value::Null), 1, 512),
        (2, 1..=4) | (3..=8, _) => {
            form.text(&format!("{path}.custom_id"), part.get("custom_id").unwrap_or(&Value::Null), 1, 100);
            let id = part.get("custom_id").and_then(Value::as_str).unwrap_or_default().to_owned();
            if !ids.insert(id) {
                form.fault(&format!("{path}.custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
            }
        }
        _ => form.fault(&format!("{path}.type"), "BASE_TYPE_CHOICES", "Value must be one of the known component types and styles."),
    }
    form.optional(&format!("{path}.label"), part.get("label"), if kind == 4 { 45 } else { 80 });
    if kind == 3 {
        let options = form.list(&format!("{path}.options"), part.get("options"), 25);
        for (o, option) in options.iter().enumerate() {
            for name in ["label", "value"] {
                form.text(&format!("{path}.options.{o}.{name}"), option.get(name).unwrap_or(&Value::Null), 1, 100);
            }
        }
    }
}

fn mentions(form: &mut Form, value: Option<&Value>) {
    let Some(value) = value.filter(|value| !value.is_null()) else { return };
    let parse = form.list("allowed_mentions.parse", value.get("parse"), 3);
    for (n, kind) in parse.iter().enumerate() {
        if !["everyone", "roles", "users"].contains(&kind.as_str().unwrap_or_default()) {
            form.fault(&format!("allowed_mentions.parse.{n}"), "BASE_TYPE_CHOICES", "Value must be one of {'everyone', 'roles', 'users'}.");
        }
    }
    for name in ["roles", "users"] {
        let path = format!("allowed_mentions.{name}");
        let list = form.list(&path, value.get(name), 100);
        if !list.is_empty() && parse.iter().any(|kind| kind == name) {
            form.fault(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                format!("parse:[\"{name}\"] and {name}: [ids...] are mutually exclusive."),
            );
        }
    }
}
