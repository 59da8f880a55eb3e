//! Requests: a message, and the wait for its answer.

use super::{SqlBus, waits::Wait};
use crate::{Bus, BusError};
use dream_id::Limit;
use dream_messages::{Channel, Message, NewMessage, Space};
use std::time::Duration;

impl SqlBus {
    pub(super) async fn ask(&self, space: Space, mut message: NewMessage, timeout: Duration) -> Result<Message, BusError> {
        let wait = Wait::of(timeout);
        let reply_to = match message.reply_to.take() {
            Some(reply @ Channel::Reply(_)) => reply,
            Some(other) => return Err(BusError::NoSuchChannel(other)),
            None => Channel::Reply(reader_of(&message.sender)),
        };
        let correlation = message.correlation.take().unwrap_or_else(|| self.random_name());
        // Where the answers stand before the question is asked: an answer comes after it.
        let mut after = self.create_channel(space, &reply_to, None).await?.head;
        (message.reply_to, message.correlation) = (Some(reply_to.clone()), Some(correlation.clone()));
        match self.publish(space, vec![message]).await?.pop() {
            Some(answer) => drop(answer?),
            None => return Err(BusError::Closed),
        }
        loop {
            let left = wait.until().saturating_duration_since(std::time::Instant::now());
            let answers = self.follow(space, &reply_to, after, Limit::new(100), left).await?;
            let Some(last) = answers.last() else { return Err(BusError::NoReply) };
            after = last.place;
            if let Some(answer) = answers.into_iter().find(|answer| answer.correlation.as_deref() == Some(correlation.as_str())) {
                return Ok(answer);
            }
        }
    }

    fn random_name(&self) -> String {
        let mut bytes = [0; 16];
        self.shared.rng.fill(&mut bytes);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The name of the channel of a sender's answers: the sender's, in the letters that names have.
fn reader_of(sender: &str) -> String {
    let letter = |one: char| {
        let one = one.to_ascii_lowercase();
        if one.is_ascii_alphanumeric() || one == '-' { one } else { '_' }
    };
    sender.chars().take(dream_messages::MAX_NAME).map(letter).collect()
}
