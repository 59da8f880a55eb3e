//! The files of a message in Slack: uploaded before it is said, shown behind it, named in it where Slack does not take them, and removed with it.

use super::super::deliver::{Carried, Deliverer, Head};
use super::super::outcome::Ended;
use super::letter::Letter;
use super::{PAUSE, ended};
use crate::AppError;
use crate::slack::{self, Answered, Upload};
use dream_bridge::delivery::Outcome;
use dream_bridge::discord::{Meaning, limits};
use dream_bridge::slack as shape;
use dream_ports::HookFault;
use serde_json::{Value, json};
use std::time::Duration;

/// Uploads what is not uploaded yet. `Some` when it is worth another try, with why and after which pause.
pub(super) async fn upload(
    deliverer: &Deliverer,
    head: &mut Head,
    letter: &mut Letter,
) -> Result<Option<(String, Option<Duration>)>, AppError> {
    let (app, attachments) = (deliverer.app(), letter.message.attachments.clone());
    for (place, file) in attachments.iter().enumerate() {
        let files = letter.files();
        if files.uploaded.contains_key(&place) || files.refused.contains(&place) {
            continue;
        }
        let became = if file.size > limits::FILE_BYTES {
            Upload::Refused("it is too large".to_owned())
        } else {
            let bytes = app.blobs.get(head.row.org, file.digest).await?.to_vec();
            slack::upload(app, &letter.token, &file.name, bytes).await
        };
        match became {
            Upload::Done(id) => drop(letter.files().uploaded.insert(place, id)),
            Upload::Refused(why) => {
                letter.files().refused.insert(place);
                // Its name is a word of the message, which may be erased.
                head.row.note(app.now(), format!("file {} is named and not uploaded: {why}", place + 1));
            }
            Upload::Again { why, pause } => return Ok(Some((format!("file {} could not be uploaded: {why}", place + 1), pause))),
        }
    }
    Ok(None)
}

/// Puts off what could not be uploaded: nothing was said yet.
pub(super) async fn again(
    deliverer: &Deliverer,
    mut head: Head,
    mut letter: Letter,
    why: String,
    pause: Option<Duration>,
) -> Result<Carried, AppError> {
    if !letter.sending(deliverer, &mut head, true).await? {
        return Ok(Carried::Elsewhere);
    }
    let (now, random) = (deliverer.app().now(), deliverer.random());
    Ok(ended(match pause {
        Some(pause) => Ended { why, ..Ended::of(head, Outcome::Limited { until: now.plus(pause) }, now, random).meaning(Meaning::Later) },
        None => Ended::of(head, Outcome::NotSent { why }, now, random).meaning(Meaning::Again),
    }))
}

/// Has the uploaded files shown behind the message.
pub(super) async fn show(deliverer: &Deliverer, mut head: Head, mut letter: Letter) -> Result<Carried, AppError> {
    let (app, now) = (deliverer.app(), deliverer.app().now());
    let (body, ids) = letter.shared();
    let asked = letter.files().asked;
    letter.files().asked = true;
    if !letter.sending(deliverer, &mut head, true).await? {
        return Ok(Carried::Elsewhere);
    }
    // They may be there since the answer that was lost.
    if let (true, Some(first)) = (asked, ids.first()) {
        let looked = slack::call(app, &letter.token, &format!("files.info?file={first}"), &Value::Null).await;
        match judged(looked) {
            Judged::Done(answer) if shape::is_shared(&answer, &letter.channel) => {
                letter.files().shown = true;
                return Ok(ended(letter.advanced(head, now, "its files were there")?.meaning(Meaning::Done)));
            }
            Judged::Done(_) => {}
            Judged::Refused(why) => {
                // Whether they are there is not known, and twice would be worse than not at all.
                letter.files().shown = true;
                return Ok(ended(letter.advanced(head, now, &format!("whether its files are shown is not known: {why}"))?));
            }
            judged => return Ok(later(deliverer, head, judged)),
        }
    }
    match judged(slack::call(app, &letter.token, "files.completeUploadExternal", &body).await) {
        Judged::Done(_) => {
            letter.files().shown = true;
            Ok(ended(letter.advanced(head, now, "")?.meaning(Meaning::Done)))
        }
        Judged::Refused(why) => {
            let files = letter.files();
            files.uploaded.clear();
            (files.shown, files.unnamed) = (true, true);
            Ok(ended(letter.advanced(head, now, &format!("its files are named and not shown: {why}"))?))
        }
        // Slack has said that it did nothing: it is asked again without a look.
        judged @ (Judged::Later(_) | Judged::Again(_)) => {
            letter.files().asked = false;
            head.row.progress = letter.progress.text()?;
            Ok(later(deliverer, head, judged))
        }
        judged @ Judged::Lost(_) => Ok(later(deliverer, head, judged)),
    }
}

/// Has the message name the files that could not be shown.
pub(super) async fn name(deliverer: &Deliverer, mut head: Head, mut letter: Letter) -> Result<Carried, AppError> {
    let at = letter.progress.messages.first().cloned().unwrap_or_default();
    let body = shape::change(&letter.worded(), &letter.channel, &at);
    if !letter.sending(deliverer, &mut head, true).await? {
        return Ok(Carried::Elsewhere);
    }
    let why = match judged(slack::call(deliverer.app(), &letter.token, "chat.update", &body).await) {
        Judged::Done(_) => String::new(),
        Judged::Refused(why) => format!("its files are not named either: {why}"),
        judged => return Ok(later(deliverer, head, judged)),
    };
    letter.files().unnamed = false;
    Ok(ended(letter.advanced(head, deliverer.app().now(), &why)?))
}

/// Removes a file that the message no longer has.
pub(super) async fn remove(deliverer: &Deliverer, mut head: Head, mut letter: Letter, file: &str) -> Result<Carried, AppError> {
    if !letter.sending(deliverer, &mut head, true).await? {
        return Ok(Carried::Elsewhere);
    }
    let why = match judged(slack::call(deliverer.app(), &letter.token, "files.delete", &json!({ "file": file })).await) {
        Judged::Done(_) => String::new(),
        Judged::Refused(why) if why.contains("file_not_found") || why.contains("file_deleted") => String::new(),
        Judged::Refused(why) => format!("an earlier file of it stays there: {why}"),
        judged => return Ok(later(deliverer, head, judged)),
    };
    letter.files().going.retain(|going| going != file);
    Ok(ended(letter.advanced(head, deliverer.app().now(), &why)?))
}

/// What became of a request about files.
enum Judged {
    /// It was done; the answer.
    Done(Value),
    /// Slack refuses it.
    Refused(String),
    /// A rate limit: not before this pause.
    Later(Duration),
    /// It was not done, and is worth another try.
    Again(String),
    /// Whether it was done is not known.
    Lost(String),
}

fn judged(answered: Result<Answered, HookFault>) -> Judged {
    let answered = match answered {
        Ok(answered) => answered,
        Err(HookFault::NotSent(why)) => return Judged::Again(why),
        Err(HookFault::Refused(why)) => return Judged::Refused(why),
        Err(fault) => return Judged::Lost(fault.to_string()),
    };
    match shape::meaning(answered.status, &answered.body) {
        Meaning::Done => Judged::Done(answered.body),
        Meaning::Later => Judged::Later(answered.retry_after.unwrap_or(PAUSE)),
        Meaning::Again => Judged::Again(answered.words()),
        Meaning::Unknown => Judged::Lost(answered.words()),
        _ => Judged::Refused(answered.words()),
    }
}

/// The same request again, a little later.
fn later(deliverer: &Deliverer, head: Head, judged: Judged) -> Carried {
    let (now, random) = (deliverer.app().now(), deliverer.random());
    let again = |head, why| Ended::of(head, Outcome::NotSent { why }, now, random).meaning(Meaning::Again);
    ended(match judged {
        Judged::Later(pause) => Ended::of(head, Outcome::Limited { until: now.plus(pause) }, now, random).meaning(Meaning::Later),
        Judged::Again(why) | Judged::Lost(why) | Judged::Refused(why) => again(head, why),
        Judged::Done(_) => again(head, String::new()),
    })
}
