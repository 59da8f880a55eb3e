//! Uploading a file: Slack names an address for it, takes its bytes there, and shows it nowhere until it is asked to.

use super::{TIMEOUT, call, is_slacks};
use crate::App;
use dream_bridge::discord::Meaning;
use dream_bridge::pairing::slack::is_id;
use dream_bridge::slack::{self as shape, meaning};
use dream_ports::{HookFault, HookRequest};
use dream_secret::Secret;
use serde_json::Value;
use std::time::Duration;

/// What became of an upload. Nobody sees the file in any case, so that one whose answer was lost is uploaded anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Upload {
    /// It is there, under this id.
    Done(String),
    /// Slack does not take it.
    Refused(String),
    /// It is worth another try, after the pause that Slack asks for where it asks for one.
    Again { why: String, pause: Option<Duration> },
}

/// Uploads a file. Its bytes go to Slack's own hosts and to no other, and the token not with them.
pub(crate) async fn upload(app: &App, token: &Secret, name: &str, bytes: Vec<u8>) -> Upload {
    if bytes.is_empty() {
        return Upload::Refused("Slack takes no empty file".to_owned());
    }
    let answer = match call(app, token, &shape::upload(name, bytes.len()), &Value::Null).await {
        Ok(answer) => answer,
        Err(HookFault::Refused(why)) => return Upload::Refused(why),
        Err(fault) => return again(fault.to_string(), None),
    };
    match meaning(answer.status, &answer.body) {
        Meaning::Done => {}
        Meaning::Later | Meaning::Again | Meaning::Unknown => return again(answer.words(), answer.retry_after),
        _ => return Upload::Refused(answer.words()),
    }
    let named = |name: &str| answer.body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (url, id) = (named("upload_url"), named("file_id"));
    if !is_id(&id) || !is_slacks(app, &url) {
        return Upload::Refused("Slack named an address for it that is none of its own".to_owned());
    }
    let headers = vec![("content-type".to_owned(), "application/octet-stream".to_owned())];
    match app.hooks.post(HookRequest { url: Secret::new(url), headers, body: bytes, timeout: TIMEOUT }).await {
        Ok(answer) => match answer.status {
            200..=299 => Upload::Done(id),
            429 | 500..=599 => again(format!("Slack answered {} to the file", answer.status), answer.retry_after),
            status => Upload::Refused(format!("Slack answered {status} to the file: {}", answer.body_start)),
        },
        Err(HookFault::Refused(why)) => Upload::Refused(why),
        Err(fault) => again(fault.to_string(), None),
    }
}

fn again(why: String, pause: Option<Duration>) -> Upload {
    Upload::Again { why, pause }
}
