//! Carrying messages into channels of Slack's, as an app's bot: said, changed, answered in threads and taken away, with their files.
//!
//! Files are uploaded first, since nobody sees them until they are shown; then the message is said, and below it they are shown. What is lost of an
//! upload is uploaded anew, and a file whose showing was lost is looked at before it is shown again, so that none stands there twice.

mod files;
mod letter;

use super::deliver::{Carried, Deliverer, Head};
use super::outcome::Ended;
use crate::AppError;
use crate::slack::{self, Answered};
use dream_bridge::delivery::Outcome;
use dream_bridge::discord::Meaning;
use dream_bridge::slack as shape;
use dream_ports::HookFault;
use dream_store::deliveries::SentMessages;
use letter::{Letter, Request, Step};
use serde_json::Value;
use std::time::Duration;

/// How long is waited where Slack asks for a pause and does not say how long.
const PAUSE: Duration = Duration::from_secs(30);

/// Does with the head what it asks for next.
pub(super) async fn carry(deliverer: &Deliverer, head: Head) -> Result<Carried, AppError> {
    let Some(letter) = Letter::of(deliverer, &head).await? else {
        let why = "the app's token is not kept any more".to_owned();
        let (now, random) = (deliverer.app().now(), deliverer.random());
        return Ok(ended(Ended::of(head, Outcome::Refused { why }, now, random).meaning(Meaning::Refused)));
    };
    match letter.next() {
        Step::Begin => begin(deliverer, head, letter).await,
        Step::Show => files::show(deliverer, head, letter).await,
        Step::Name => files::name(deliverer, head, letter).await,
        Step::Remove(file) => files::remove(deliverer, head, letter, &file).await,
        Step::End => Ok(ended(letter.complete(head, deliverer.app().now(), ""))),
    }
}

fn ended(ended: Ended) -> Carried {
    Carried::Ended(Box::new(ended))
}

/// Says, changes or removes the message itself.
async fn begin(deliverer: &Deliverer, mut head: Head, mut letter: Letter) -> Result<Carried, AppError> {
    let (app, now, random) = (deliverer.app(), deliverer.app().now(), deliverer.random());
    let request = letter.request(deliverer, &head).await?;
    if letter.has_files(&request)
        && let Some((why, pause)) = files::upload(deliverer, &mut head, &mut letter).await?
    {
        return files::again(deliverer, head, letter, why, pause).await;
    }
    let message = letter.worded();
    let (method, body) = match &request {
        Request::Say { thread, .. } => ("chat.postMessage", shape::post(&message, &letter.channel, thread.as_deref())),
        Request::Change { at } => ("chat.update", shape::change(&message, &letter.channel, at)),
        Request::Remove { at } => ("chat.delete", shape::removal(&letter.channel, at)),
        Request::Nothing => {
            let outcome = Outcome::Edited { message: String::new() };
            return Ok(ended(Ended::of(head, outcome, now, random)));
        }
    };
    let again = !matches!(request, Request::Say { .. });
    if !letter.sending(deliverer, &mut head, again).await? {
        return Ok(Carried::Elsewhere);
    }
    let of = |head, outcome, meaning| Ok(ended(Ended::of(head, outcome, now, random).meaning(meaning)));
    match slack::call(app, &letter.token, method, &body).await {
        Ok(answered) => Ok(ended(answer(deliverer, head, letter, &request, &answered)?)),
        Err(HookFault::NotSent(why)) => of(head, Outcome::NotSent { why }, Meaning::Again),
        Err(HookFault::Refused(why)) => of(head, Outcome::Refused { why }, Meaning::DestinationGone),
        // What changes nothing a second time can be done again.
        Err(HookFault::Lost(why)) if again => of(head, Outcome::NotSent { why }, Meaning::Again),
        Err(HookFault::Lost(_) | HookFault::TooLarge { .. }) => of(head, Outcome::Lost, Meaning::Unknown),
    }
}

/// What an answer means for the delivery.
fn answer(deliverer: &Deliverer, mut head: Head, mut letter: Letter, request: &Request, answered: &Answered) -> Result<Ended, AppError> {
    let (now, random, why) = (deliverer.app().now(), deliverer.random(), answered.words());
    let means = match (request, shape::meaning(answered.status, &answered.body)) {
        // What was to go is gone.
        (Request::Remove { .. }, Meaning::EditGone) => Meaning::Done,
        (Request::Change { .. } | Request::Remove { .. }, Meaning::Unknown) => Meaning::Again,
        (_, means) => means,
    };
    let of = |head, outcome| Ended::of(head, outcome, now, random).meaning(means);
    Ok(match means {
        Meaning::Done => {
            let said = answered.body.get("ts").and_then(Value::as_str).unwrap_or_default();
            letter.begun(request, said);
            letter.advanced(head, now, "")?.meaning(means)
        }
        Meaning::EditGone => {
            let forgotten = letter.place.about.clone().map(|about| (about, SentMessages::default()));
            head.row.progress = letter.progress.text()?;
            Ended { sent: forgotten, ..of(head, Outcome::NotSent { why: format!("{why}: it is said anew") }) }
        }
        Meaning::ThreadGone => {
            letter.progress.begun = true;
            head.row.progress = letter.progress.text()?;
            of(head, Outcome::NotSent { why: format!("{why}: it is said in the channel") })
        }
        Meaning::Later => of(head, Outcome::Limited { until: now.plus(answered.retry_after.unwrap_or(PAUSE)) }),
        Meaning::Again | Meaning::ShutOut | Meaning::TokenRefused => of(head, Outcome::NotSent { why }),
        Meaning::Unknown => of(head, Outcome::Lost),
        Meaning::Refused | Meaning::DestinationGone => of(head, Outcome::Refused { why }),
    })
}
