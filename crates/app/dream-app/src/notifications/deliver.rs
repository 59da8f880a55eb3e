//! Carrying messages out of the control room. Each is taken up by one process before it is sent, tried again for a while, and given up with
//! its reason; a message that was already acted on is not sent.

use super::{HOOK, MAIL};
use crate::public_url::room_path;
use crate::{App, AppError, Op, secrets};
use dream_access::{NotificationClass, NotificationKind, NotificationWay};
use dream_ports::{HookFault, HookRequest, Letter, Mail, MailFault};
use dream_secret::Secret;
use dream_store::notifications::{self, Notification, Send};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// How many messages one look takes.
const BATCH: u32 = 20;
/// How often a message is tried.
const TRIES: u32 = 8;
/// The wait after the first failure; it doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(30);
/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What carries messages, and where their links lead.
#[derive(Clone)]
pub struct Outlets {
    /// Mail, where a server for it is configured.
    pub mail: Option<Arc<dyn Mail>>,
    /// The control room's address, as people type it.
    pub url: String,
}

/// Sends what is due. Returns how many messages were taken up. For the server's own workers.
pub async fn deliver(op: &Op, outlets: &Outlets) -> Result<u32, AppError> {
    let (app, key) = (op.app(), op.app().system);
    let due = notifications::due(&mut op.read().await?, key, app.now(), BATCH).await?;
    let mut taken = 0;
    for send in due {
        let again_at = app.now().plus(FIRST_WAIT.saturating_mul(1 << send.tries.min(10)));
        let mut tx = app.store.begin().await?;
        let mine = tx.take_notification(key, &send, again_at).await?;
        tx.commit().await?;
        if !mine {
            continue;
        }
        taken += 1;
        let outcome = match carry(app, outlets, &send).await {
            Err(Fault::NotNow(why)) if send.tries + 1 < TRIES => {
                tracing::info!(notification.id = %send.notification.id, way = send.way.name(), why, "a message waits for another try");
                continue;
            }
            Err(Fault::NotNow(why) | Fault::Never(why)) => {
                tracing::warn!(notification.id = %send.notification.id, way = send.way.name(), why, "a message could not be delivered");
                Some(why)
            }
            Ok(()) => None,
        };
        let mut tx = app.store.begin().await?;
        tx.notification_sent(key, &send, app.now(), outcome.as_deref()).await?;
        tx.commit().await?;
    }
    Ok(taken)
}

/// Why a message did not go out.
enum Fault {
    NotNow(String),
    Never(String),
}

async fn carry(app: &App, outlets: &Outlets, send: &Send) -> Result<(), Fault> {
    let Some(address) = address(app, send).await.map_err(|error| Fault::NotNow(error.message))? else {
        return Err(Fault::Never("the person has removed the address".to_owned()));
    };
    match send.way {
        NotificationWay::Mail => mail(outlets, send, &address).await,
        NotificationWay::Hook => hook(app, outlets, send, address).await,
        NotificationWay::Page => Ok(()),
    }
}

async fn address(app: &App, send: &Send) -> Result<Option<Secret>, AppError> {
    let Notification { org, person, .. } = send.notification;
    let slot = if send.way == NotificationWay::Mail { MAIL } else { HOOK };
    let mut reader = app.store.read().await?;
    let Some(settings) = notifications::settings_of(&mut reader, org, person).await? else { return Ok(None) };
    secrets::open_in(app, &mut reader, org, &settings.id().to_string(), slot).await
}

async fn mail(outlets: &Outlets, send: &Send, address: &Secret) -> Result<(), Fault> {
    let Some(mail) = &outlets.mail else {
        return Err(Fault::Never("this server has no mail server configured; set [mail] in its configuration".to_owned()));
    };
    let (one, subject) = (&send.notification, subject(send));
    let text =
        format!("{subject}\n\n{}\n\nThis message decides nothing, and neither does its link: sign in to decide.\n", link(outlets, one));
    let letter = Letter { to: address.expose().to_owned(), subject, text, key: format!("{}.{}", one.id, send.round) };
    mail.send(letter).await.map_err(|fault| match fault {
        MailFault::Refused(why) => Fault::Never(why),
        MailFault::NotNow(why) => Fault::NotNow(why),
    })
}

async fn hook(app: &App, outlets: &Outlets, send: &Send, url: Secret) -> Result<(), Fault> {
    let one = &send.notification;
    let body = json!({
        "id": one.id, "kind": one.kind.name(), "class": one.kind.class().name(), "subject": one.subject, "title": one.title,
        "text": subject(send), "url": link(outlets, one), "at": one.at, "reminder": send.round > 1,
    });
    let headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("idempotency-key".to_owned(), format!("{}.{}", one.id, send.round)),
    ];
    let request = HookRequest { url, headers, body: body.to_string().into_bytes(), timeout: PATIENCE };
    match app.hooks.post(request).await {
        Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
        Ok(answer) if answer.status == 429 || answer.status >= 500 => {
            Err(Fault::NotNow(format!("the receiver answered {}", answer.status)))
        }
        Ok(answer) => Err(Fault::Never(format!("the receiver answered {}", answer.status))),
        Err(fault @ (HookFault::Refused(_) | HookFault::TooLarge { .. })) => Err(Fault::Never(fault.to_string())),
        Err(fault) => Err(Fault::NotNow(fault.to_string())),
    }
}

/// Who, what, and what it is about, in a line.
fn subject(send: &Send) -> String {
    let one = &send.notification;
    let words = match one.kind {
        NotificationKind::Review => "Waits for your review",
        NotificationKind::Permission => "An agent asks for leave",
        NotificationKind::Question => "An agent asks a question",
        NotificationKind::Escalation => "Nobody has acted on it yet",
        NotificationKind::SecondLook => "Needs a second look",
        NotificationKind::BridgeDisabled => "Nothing is sent any more",
        NotificationKind::RunFailed => "A run has failed",
        NotificationKind::RunDone => "A run is done",
    };
    let again = if send.round > 1 && one.kind.class() == NotificationClass::Act { "Still: " } else { "" };
    let title: String = one.title.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("{again}{words}: {title}")
}

/// Where the reader finds it: a link to the control room, which asks them to sign in.
fn link(outlets: &Outlets, one: &Notification) -> String {
    let project = one.project.map(|project| project.to_string());
    format!("{}{}", outlets.url.trim_end_matches('/'), room_path(one.org, &one.subject, project.as_deref()))
}
