//! The words of a rule.

use crate::event::Event;
use crate::message::{Field, Mention, Message};
use crate::template::{Engine, Part, TemplateFault};
use minijinja::Value;

/// The templates of a rule's message.
#[derive(Debug, Clone, Default)]
pub(crate) struct MessageTemplate {
    pub(crate) content: Option<Part>,
    pub(crate) title: Option<Part>,
    pub(crate) text: Option<Part>,
    pub(crate) footer: Option<Part>,
    pub(crate) fields: Vec<(String, Part, bool)>,
    pub(crate) digest: Option<Part>,
    pub(crate) colour: Option<u32>,
    pub(crate) username: Option<String>,
    pub(crate) mentions: Vec<Mention>,
}

impl MessageTemplate {
    /// The message about one event. A rule that names neither content, title nor text shows the event's own.
    pub(crate) fn render(&self, engine: &Engine, event: &Event, values: &Value) -> Result<Message, TemplateFault> {
        let part = |part: &Option<Part>| part.as_ref().map(|part| engine.render(part, values)).transpose();
        let plain = self.content.is_none() && self.title.is_none() && self.text.is_none();
        let fields = self.fields.iter().map(|(name, value, inline)| {
            let value = engine.render(value, values)?;
            Ok(Field { name: name.clone(), value, inline: *inline })
        });
        let mut message = Message {
            content: part(&self.content)?.unwrap_or_default(),
            title: part(&self.title)?.unwrap_or_default(),
            text: part(&self.text)?.unwrap_or_default(),
            footer: part(&self.footer)?.unwrap_or_default(),
            fields: fields.collect::<Result<Vec<_>, TemplateFault>>()?.into_iter().filter(|field| !field.value.trim().is_empty()).collect(),
            link: event.link.clone(),
            colour: Some(self.colour.unwrap_or_else(|| event.colour())),
            at: Some(event.at),
            mentions: self.mentions.clone(),
            username: self.username.clone(),
            avatar: None,
            attachments: Vec::new(),
            gate: None,
        };
        if plain {
            message.title = crate::discord::markdown::escape(&event.title);
            message.text.clone_from(&event.summary);
        }
        Ok(message)
    }

    /// The message about a collection: the rule's `digest`, or a line for each event.
    pub(crate) fn render_digest(&self, engine: &Engine, items: &[Event], count: u64) -> Result<Message, TemplateFault> {
        let text = match &self.digest {
            Some(digest) => engine.render(digest, &crate::template::of_items(items, count))?,
            None => listed(items, count),
        };
        let worst = items.iter().max_by_key(|event| event.severity);
        Ok(Message {
            title: dream_words::counted(count, "event", "events"),
            text,
            colour: self.colour.or_else(|| worst.map(Event::colour)),
            at: items.last().map(|event| event.at),
            mentions: self.mentions.clone(),
            username: self.username.clone(),
            ..Message::default()
        })
    }
}

fn listed(items: &[Event], count: u64) -> String {
    let mut lines: Vec<String> = items.iter().map(line).collect();
    let more = count.saturating_sub(items.len() as u64);
    if more > 0 {
        lines.push(format!("… and {more} more"));
    }
    lines.join("\n")
}

fn line(event: &Event) -> String {
    let title = crate::discord::markdown::escape(&crate::text::shorten(&event.title, 150));
    let clean = |link: &&String| !link.contains(['(', ')', '<', '>']);
    let shown = event.link.as_ref().filter(clean).map_or_else(|| title.clone(), |link| format!("[{title}]({link})"));
    format!("- {} {shown}", crate::discord::stamp(event.at, "t"))
}
