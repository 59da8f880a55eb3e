//! Reading a rule's words.

use super::Compiler;
use crate::message::Mention;
use crate::rule::MessageTemplate;
use crate::template::Part;
use crate::text;
use dream_toml::Section;

/// The templates in a rule's `message`.
pub(super) fn message(section: &Section<'_>, compile: &mut Compiler<'_>) -> MessageTemplate {
    section.allow(&["content", "title", "text", "footer", "digest", "fields", "colour", "username", "mentions"]);
    let mut part = |key: &str| section.text(key).and_then(|text| compile.template(section, key, text));
    MessageTemplate {
        content: part("content"),
        title: part("title"),
        text: part("text"),
        footer: part("footer"),
        digest: part("digest"),
        fields: fields(section, compile),
        colour: section.parsed("colour", colour),
        username: section.parsed("username", username),
        mentions: section.list("mentions", 20, str::parse::<Mention>),
    }
}

fn fields(section: &Section<'_>, compile: &mut Compiler<'_>) -> Vec<(String, Part, bool)> {
    let sections = section.sections("fields");
    if sections.len() > 25 {
        section.fault(section.offset_of("fields"), "too_many", format!("{} fields; 25 are allowed", sections.len()));
    }
    let read = sections.iter().take(25).filter_map(|field| {
        field.allow(&["name", "value", "inline"]);
        let (name, value) = (field.needed("name")?, field.needed("value")?);
        if name.value.trim().is_empty() || text::length(name.value) > 256 {
            field.fault(name.offset, "wrong_length", "a field's name has 1 to 256 characters".to_owned());
        }
        let part = compile.template(field, "value", value)?;
        Some((name.value.to_owned(), part, field.boolean("inline").unwrap_or(false)))
    });
    read.collect()
}

fn colour(text: &str) -> Result<u32, String> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or_else(|| format!("`{text}` is no colour; write #RRGGBB"))
}

/// Discord refuses names with its own name in them.
fn username(text: &str) -> Result<String, String> {
    let lower = text.to_lowercase();
    if text.trim().is_empty() || text::length(text) > 80 {
        return Err("a name has 1 to 80 characters".to_owned());
    }
    if lower.contains("discord") || lower.contains("clyde") {
        return Err(format!("`{text}`: Discord refuses names that contain `discord` or `clyde`"));
    }
    Ok(text.to_owned())
}
