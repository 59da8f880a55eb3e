//! Calls of Slack's Web API, as an app's bot.

mod upload;

pub(crate) use upload::{Upload, upload};

use crate::App;
use dream_ports::{HookFault, HookRequest};
use dream_secret::Secret;
use serde_json::Value;
use std::time::Duration;

/// Where Slack's Web API is, unless the operator says otherwise.
pub const API: &str = "https://slack.com/api";

/// How long a call may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The most bytes of an answer.
const MOST: usize = 1 << 20;

/// What Slack answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answered {
    /// The status.
    pub(crate) status: u16,
    /// How long it asks us to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The answer; null where it is no JSON.
    pub(crate) body: Value,
}

impl Answered {
    /// What Slack says is wrong, in words.
    pub(crate) fn words(&self) -> String {
        match dream_bridge::slack::error_of(&self.body) {
            "" => format!("Slack answered {}", self.status),
            error => format!("Slack answered {error}{}", hint(error)),
        }
    }
}

/// What to do about an error of Slack's.
fn hint(error: &str) -> &'static str {
    match error {
        "not_in_channel" | "channel_not_found" => ": invite the app to the channel, with /invite in it",
        "missing_scope" => ": give the app the scopes that docs/bridge/slack.md lists, and install it again",
        "invalid_auth" | "token_revoked" | "token_expired" | "account_inactive" | "not_authed" => {
            ": the token is good no more; make the destination anew"
        }
        "is_archived" => ": the channel is archived",
        _ => "",
    }
}

/// Calls `method` with a JSON body, or without one.
///
/// # Errors
/// [`HookFault`] when there is no answer.
pub(crate) async fn call(app: &App, token: &Secret, method: &str, body: &Value) -> Result<Answered, HookFault> {
    let (url, mut headers) = (Secret::new(format!("{}/{method}", app.slack_api())), vec![authorised(token)]);
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    if !body.is_empty() {
        headers.push(("content-type".to_owned(), "application/json; charset=utf-8".to_owned()));
    }
    let answer = app.hooks.ask(HookRequest { url, headers, body, timeout: TIMEOUT }, MOST).await?;
    let body = serde_json::from_slice(&answer.bytes).unwrap_or_default();
    Ok(Answered { status: answer.status, retry_after: answer.retry_after, body })
}

/// Fetches a file, which Slack gives to its bots alone: the token goes to Slack's own hosts and to no other.
///
/// # Errors
/// [`HookFault`], also for a file that is elsewhere.
pub(crate) async fn file(
    app: &App,
    token: &Secret,
    url: &str,
    most: usize,
    timeout: Duration,
) -> Result<dream_ports::HookFetched, HookFault> {
    if !is_slacks(app, url) {
        return Err(HookFault::Refused("the file is at no address of Slack's".to_owned()));
    }
    let request = HookRequest { url: Secret::new(url), headers: vec![authorised(token)], body: Vec::new(), timeout };
    app.hooks.ask(request, most).await
}

/// Whether an address is one of Slack's own, or is where the operator says that Slack's API is.
fn is_slacks(app: &App, url: &str) -> bool {
    let api = app.slack_api();
    let own = host(url).is_some_and(|host| host == "slack.com" || host.ends_with(".slack.com")) && url.starts_with("https://");
    own || (api != API && host(url).is_some() && host(url) == host(api))
}

fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', '\\']).next()?;
    // A user before the host would hide it.
    (!host.contains('@')).then_some(host)
}

fn authorised(token: &Secret) -> (String, String) {
    ("authorization".to_owned(), format!("Bearer {}", token.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_stands_before_the_path() {
        let cases = [
            ("https://files.slack.com/a", Some("files.slack.com")),
            ("https://files.slack.com@evil.example/a", None),
            ("https://evil.example\\.slack.com/", Some("evil.example")),
            ("https://evil.example?x.slack.com", Some("evil.example")),
            ("files.slack.com", None),
        ];
        for (url, wanted) in cases {
            assert_eq!(host(url), wanted, "{url}");
        }
    }
}
