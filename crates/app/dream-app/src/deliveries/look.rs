//! Looking in a channel for a message whose answer was lost, when its nonce no longer tells.

use super::deliver::{Carried, Deliverer, Head};
use super::discord::Letter;
use super::letter::Step;
use super::outcome::Ended;
use crate::AppError;
use crate::senders::Turn;
use dream_bridge::delivery::Outcome;
use dream_bridge::discord::{Meaning, Post, meaning};
use dream_clock::Timestamp;
use dream_ports::{DiscordCall, DiscordFault};
use serde_json::Value;
use std::time::Duration;

/// Milliseconds between 1970 and the first moment that an id of Discord's can name.
const EPOCH_MS: u64 = 1_420_070_400_000;
/// How much earlier than our first try we look: clocks differ.
const EARLIER: Duration = Duration::from_secs(30);
/// How many pages of a channel are read.
const MOST_PAGES: u32 = 20;

/// Reads the channel since the first try, and says whether the message is there.
pub(super) async fn carry(deliverer: &Deliverer, head: Head, letter: Letter, step: &Step) -> Result<Carried, AppError> {
    let (app, now, random) = (deliverer.app(), deliverer.app().now(), deliverer.random());
    let first = head.row.delivery.first_sent.unwrap_or(head.row.received_at);
    let mut after = id_at(first);
    let mut settled = None;
    for _ in 0..MOST_PAGES {
        let path = format!("/channels/{}/messages?after={after}&limit=100", letter.inside());
        let call = DiscordCall::of(letter.auth.clone(), "GET", path, Value::Null);
        let permit = match app.senders().turn(app, &head.sender, &call.route, true).await? {
            Turn::Go(permit) => permit,
            Turn::Wait(until) | Turn::Guarded(until) => return Ok(Carried::NotBefore(until)),
        };
        let answer = match app.discord.call(call).await {
            Ok(answer) => answer,
            // Reading changes nothing, so whatever was lost is asked again a little later.
            Err(DiscordFault::NotSent(_) | DiscordFault::Lost(_)) => return Ok(Carried::NotBefore(now.plus(Duration::from_secs(2)))),
        };
        settled = Some(permit.answered(&answer.answer, app.now()));
        let means = meaning(answer.answer.status, answer.code);
        match means {
            Meaning::Done => {}
            // With another token it is looked for again.
            Meaning::TokenRefused => {
                let outcome = Outcome::NotSent { why: answer.words() };
                return Ok(ended(Ended::of(head, outcome, now, random).meaning(means).settled(settled)));
            }
            Meaning::DestinationGone => {
                let outcome = Outcome::Refused { why: format!("it may have arrived, and the channel cannot be read: {}", answer.words()) };
                return Ok(ended(Ended::of(head, outcome, now, random).meaning(means).settled(settled)));
            }
            _ => return Ok(Carried::NotBefore(now.plus(Duration::from_secs(2)))),
        }
        let page = answer.body.as_array().cloned().unwrap_or_default();
        let mut fitting: Vec<String> = page.iter().filter_map(|message| found(&letter, step, message)).collect();
        // The oldest first: of several that look the same, they were sent in this order.
        fitting.sort_by_key(|id| id.parse::<u64>().unwrap_or(u64::MAX));
        for id in fitting {
            // The same words said twice are two messages: one that another delivery made is not this one's.
            let claimed = app.store.read().await?.is_claimed(head.row.org, &head.row.sender, head.row.id, &id).await?;
            if !claimed {
                return Ok(ended(letter.arrived(deliverer, head, step, Some(id)).await?.settled(settled)));
            }
        }
        let newest = page.iter().filter_map(id_of).max();
        match newest.filter(|_| page.len() == 100) {
            Some(newest) => after = newest,
            None => break,
        }
    }
    Ok(ended(Ended::of(head, Outcome::NotFound, now, random).settled(settled)))
}

fn ended(ended: Ended) -> Carried {
    Carried::Ended(Box::new(ended))
}

/// The smallest id of a message that was made shortly before `at`.
fn id_at(at: Timestamp) -> u64 {
    let earlier = u64::try_from(EARLIER.as_millis()).unwrap_or(0);
    at.unix_ms().saturating_sub(earlier).saturating_sub(EPOCH_MS) << 22
}

fn id_of(message: &Value) -> Option<u64> {
    message.get("id")?.as_str()?.parse().ok()
}

/// The id of `message`, if it is the one that is looked for: ours, with the same words, and none that is known.
fn found(letter: &Letter, step: &Step, message: &Value) -> Option<String> {
    let Step::Create { part } = step else { return None };
    let (post, bot) = (letter.posts.get(*part)?, letter.bot.as_ref().map(|(_, bot)| bot.as_str()));
    let author = message.get("author").and_then(|author| author.get("id")).and_then(Value::as_str);
    let id = message.get("id").and_then(Value::as_str)?;
    let known = letter.progress.messages.iter().any(|known| known == id);
    // What answers an interaction has the bot as its author too.
    let answer = message.get("webhook_id").is_some_and(|id| !id.is_null());
    (author == bot && !known && !answer && is_same(post, message)).then(|| id.to_owned())
}

/// Whether a message has the words of a post. Discord leaves out blanks around texts.
fn is_same(post: &Post, message: &Value) -> bool {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let embeds = message.get("embeds").and_then(Value::as_array).cloned().unwrap_or_default();
    let same = |embed: &dream_bridge::discord::Embed, there: &Value| {
        let own = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        own(&embed.title) == text(there, "title") && own(&embed.description) == text(there, "description")
    };
    post.content.trim() == text(message, "content")
        && post.embeds.len() == embeds.len()
        && post.embeds.iter().zip(&embeds).all(|(embed, there)| same(embed, there))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_counted_from_discords_own_epoch() {
        // The example of Discord's documentation: 175928847299117063 is of 2016-04-30 11:18:25.796 UTC.
        let at: Timestamp = "2016-04-30T11:18:55.796Z".parse().unwrap();
        assert_eq!(id_at(at), 175_928_847_299_117_063 >> 22 << 22);
        assert_eq!(id_at(Timestamp::from_micros(0)), 0);
    }
}
