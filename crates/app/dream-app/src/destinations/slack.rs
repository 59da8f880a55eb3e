//! Whether a channel of Slack's is there and can be written to, and which source tells what is said there.

use super::probe::Probed;
use crate::slack::{self, Answered};
use crate::{AppError, Kind, Op, sources};
use dream_bridge::destination::DestinationKind;
use dream_bridge::discord::Meaning;
use dream_bridge::pairing::slack::is_id;
use dream_bridge::slack::{error_of, meaning};
use dream_bridge::source::{self, Proof};
use dream_id::SourceId;
use dream_ports::HookFault;
use dream_secret::Secret;
use serde_json::{Value, json};

pub(super) async fn probe(op: &Op, channel: String, token: &Secret, source: Option<&str>) -> Result<Probed, AppError> {
    if !is_id(&channel) {
        let message = "a channel of Slack's is named by its id, such as C0123ABCD; copy it from the bottom of the channel's details";
        return Err(AppError::invalid("slack_id_invalid", message));
    }
    let token = Secret::new(token.expose().trim());
    let source = match source {
        Some(name) => Some(telling(op, name).await?),
        None => None,
    };
    let who = answered(op, &token, "auth.test", &json!({})).await?;
    if meaning(who.status, &who.body) != Meaning::Done {
        return Err(refused(
            "Slack does not take this token; copy the bot's token (xoxb-…) from the app's page, under OAuth & Permissions",
            &who,
        ));
    }
    let named = |name: &str| who.body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (team, bot, user) = (named("team_id"), named("bot_id"), named("user_id"));
    if !is_id(&bot) || !is_id(&user) || !is_id(&team) {
        let message = "this token is no bot's; copy the bot's token (xoxb-…) from the app's page, under OAuth & Permissions";
        return Err(AppError::invalid("slack_refused", message));
    }
    let room = answered(op, &token, &format!("conversations.info?channel={channel}"), &Value::Null).await?;
    let missing = match (meaning(room.status, &room.body), error_of(&room.body)) {
        (Meaning::Done, _) if room.body.pointer("/channel/is_archived") == Some(&json!(true)) => {
            return Err(AppError::invalid("slack_refused", "the channel is archived; name another one"));
        }
        (Meaning::Done, _) if room.body.pointer("/channel/is_member") == Some(&json!(false)) => {
            vec!["the app is not in the channel: invite it there, with /invite".to_owned()]
        }
        (Meaning::Done, _) => Vec::new(),
        (_, "missing_scope") => {
            vec!["whether the app is in the channel cannot be asked: give it the scope channels:read, or groups:read".to_owned()]
        }
        _ => return Err(refused(&format!("the app cannot see the channel {channel}; invite it there, with /invite"), &room)),
    };
    let kind = DestinationKind::SlackChannel { channel, team, bot, user, source };
    Ok(Probed { kind, url: Some(token), channel: None, missing })
}

/// The source of this name, which must be one that Slack's signature proves: what it tells is said in people's names.
async fn telling(op: &Op, name: &str) -> Result<SourceId, AppError> {
    let found = sources::find(op, name).await?;
    let signed = matches!(found.proof, Proof::Signature { .. });
    if found.kind == source::Kind::Slack && signed && !found.switch.removed {
        return Ok(found.id());
    }
    let message = format!(
        "the source `{name}` is not one that Slack signs for; make one with the app's signing secret: \
         dreamos bridge source create NAME --kind slack --proof signature --secret-file FILE"
    );
    Err(AppError::invalid("slack_source_invalid", message))
}

async fn answered(op: &Op, token: &Secret, method: &str, body: &Value) -> Result<Answered, AppError> {
    slack::call(op.app(), token, method, body).await.map_err(|fault| match fault {
        HookFault::Refused(why) => AppError::invalid("address_refused", why),
        fault => AppError::new(Kind::Unavailable, "slack_unreachable", format!("Slack cannot be reached: {fault}; try again")),
    })
}

fn refused(doing: &str, answer: &Answered) -> AppError {
    match meaning(answer.status, &answer.body) {
        Meaning::Later | Meaning::Again | Meaning::Unknown => {
            AppError::new(Kind::Unavailable, "slack_unreachable", format!("{}; try again", answer.words()))
        }
        _ => AppError::invalid("slack_refused", format!("{doing} (Slack answered {})", error_of(&answer.body))),
    }
}
