//! Keeping a conversation within the model's window: what is oldest gives way, and what was asked at first stays.

use dream_ports::{Message, ModelReply, Part, Role, Usage};

/// What stands in the place of something that gave way.
const LEFT_OUT: &str = "[left out: it no longer fits; ask again for what you need of it]";
/// Tokens are estimated low, so that the estimate errs towards too many.
const BYTES_PER_TOKEN: u64 = 3;

/// About how many tokens a text has.
pub(super) fn tokens(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX).div_ceil(BYTES_PER_TOKEN)
}

/// Takes the oldest texts out of `messages`, all but those of the first and the last two, until about `room` tokens are left of them.
/// Returns how many tokens they have then.
pub(super) fn fit(messages: &mut [Message], room: u64) -> u64 {
    let mut all: u64 = messages.iter().flat_map(|message| &message.content).map(part_tokens).sum();
    let last = messages.len().saturating_sub(2);
    for message in messages.iter_mut().take(last).skip(1) {
        for part in &mut message.content {
            if all <= room {
                return all;
            }
            let before = part_tokens(part);
            shorten(part);
            all = all.saturating_sub(before).saturating_add(part_tokens(part));
        }
    }
    all
}

fn part_tokens(part: &Part) -> u64 {
    match part {
        Part::Text { text } | Part::ToolResult { text, .. } => tokens(text),
        Part::ToolCall { call } => tokens(&call.arguments).saturating_add(tokens(&call.name)),
    }
}

fn shorten(part: &mut Part) {
    if let Part::Text { text } | Part::ToolResult { text, .. } = part
        && text.len() > LEFT_OUT.len()
    {
        LEFT_OUT.clone_into(text);
    }
}

/// The model's turn as part of the conversation.
pub(super) fn turn_of(reply: &ModelReply) -> Message {
    let words = (!reply.text.is_empty()).then(|| Part::Text { text: reply.text.clone() });
    let calls = reply.tool_calls.iter().map(|call| Part::ToolCall { call: call.clone() });
    Message { role: Role::Assistant, content: words.into_iter().chain(calls).collect() }
}

/// What a call used: as the provider says, else as it is estimated.
pub(super) fn used(usage: Option<Usage>, asked: u64, reply: &ModelReply) -> u64 {
    match usage {
        Some(usage) => usage.all_input_tokens().saturating_add(usage.output_tokens),
        None => asked.saturating_add(tokens(&reply.text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(text: &str) -> Message {
        Message { role: Role::Tool, content: vec![Part::ToolResult { call_id: "1".to_owned(), text: text.to_owned(), is_error: false }] }
    }

    #[test]
    fn the_oldest_results_give_way_and_the_task_and_the_newest_stay() {
        let long = "x".repeat(3_000);
        let mut messages = vec![Message::user(long.clone()), result(&long), result(&long), result(&long), result(&long)];
        let left = fit(&mut messages, 4_000);
        assert!(left <= 4_000, "{left}");
        let whole: Vec<bool> = messages.iter().map(|message| message.content.iter().all(|part| part_tokens(part) == 1_000)).collect();
        assert_eq!(whole, [true, false, false, true, true].map(|whole| whole), "{left}");
    }

    #[test]
    fn what_fits_is_left_alone() {
        let mut messages = vec![Message::user("a"), result("b"), result("c")];
        let before = messages.clone();
        assert_eq!(fit(&mut messages, 100), 3);
        assert_eq!(messages, before);
    }
}
