//! Carrying a message into a channel of Dream.OS itself.

use super::What;
use super::deliver::{Carried, Deliverer, Head};
use super::outcome::Ended;
use crate::AppError;
use dream_bridge::delivery::Outcome;
use dream_bridge::discord::Meaning;
use dream_bridge::slack;
use dream_messages::{NewMessage, Space};

/// Who sends there.
const SENDER: &str = "system/bridge";

/// Publishes the message: the delivery's id makes a repetition the same message.
pub(super) async fn carry(deliverer: &Deliverer, mut head: Head, name: &str) -> Result<Carried, AppError> {
    let (app, now) = (deliverer.app(), deliverer.app().now());
    let ended = |head, outcome, meaning| Carried::Ended(Box::new(Ended::of(head, outcome, now, deliverer.random()).meaning(meaning)));
    let (What::Message { message, .. }, Ok(channel)) = (head.what.clone(), crate::messages::channel(name)) else {
        let why = "the channel cannot be written to".to_owned();
        return Ok(ended(head, Outcome::Refused { why }, Meaning::Refused));
    };
    let mut new = NewMessage::new(channel, SENDER.to_owned(), slack::plain(&message));
    new.key = Some(head.row.id.to_string());
    if !deliverer.sending(&mut head).await? {
        return Ok(Carried::Elsewhere);
    }
    let published = app.bus.publish(Space::org(head.row.org), vec![new]).await.map(|mut answers| answers.pop());
    Ok(match published {
        Ok(Some(Ok(published))) => ended(head, Outcome::Sent { message: published.id.to_string() }, Meaning::Done),
        Ok(Some(Err(refusal))) => {
            let why = AppError::from(refusal).message;
            ended(head, Outcome::Refused { why }, Meaning::Refused)
        }
        Ok(None) => ended(head, Outcome::NotSent { why: "the bus gave no answer".to_owned() }, Meaning::Again),
        Err(error) => ended(head, Outcome::NotSent { why: AppError::from(error).message }, Meaning::Again),
    })
}
