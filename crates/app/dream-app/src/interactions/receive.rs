//! The first answer to an interaction, and what is done once it was given.

use super::{complete, follow, named, perform, reply::Reply};
use crate::{App, AppError, IdempotencyKey, Kind, discord_links, service_plans};
use dream_bridge::connection::Connection;
use dream_bridge::discord::compose;
use dream_bridge::discord::interaction::{
    Account, Ask, Asked, Interaction, InteractionRefusal, Press, Received, choices, deferred, pong, said, verify,
};
use dream_id::{ConnectionId, OrgId, Scope};
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// How long the look at who asks may take: Discord waits three seconds in all.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where an interaction came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The organisation.
    pub org: OrgId,
    /// Its connection.
    pub connection: ConnectionId,
    /// The application that the connection speaks for.
    pub application: String,
}

/// What is answered.
pub struct Answered {
    /// The first answer.
    pub first: Value,
    /// What is done once the first answer was given; whoever gave it drives it to its end.
    pub after: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Answered {
    fn at_once(first: Value) -> Self {
        Self { first, after: None }
    }
}

/// Takes in an interaction that arrived over HTTP, if Discord signed it with the connection's key.
///
/// # Errors
/// `interaction_unsigned`, which Discord must see as 401, also for a connection that there is not: nobody learns which there are.
pub async fn signed(
    app: &App,
    connection: ConnectionId,
    (signature, timestamp): (Option<&str>, Option<&str>),
    body: &[u8],
) -> Result<Answered, AppError> {
    let refuse = |why: InteractionRefusal| AppError::new(Kind::Unauthenticated, "interaction_unsigned", why.to_string());
    let found = app.store.read().await?.find::<Connection>(Scope::System(app.system), connection).await?;
    let found = found.filter(|connection| !connection.switch.removed).ok_or_else(|| refuse(InteractionRefusal::Wrong))?;
    verify(&found.facts.public_key, signature, timestamp, body, app.now()).map_err(refuse)?;
    let malformed = |_| AppError::invalid("malformed_json", "the body is not JSON, although it is signed");
    let json: Value = serde_json::from_slice(body).map_err(malformed)?;
    let origin = Origin { org: found.org(), connection, application: found.facts.application.clone() };
    receive(app, &origin, &json).await
}

/// Takes in an interaction of which it is known that Discord sent it.
///
/// # Errors
/// `interaction_unknown` for what is none, or is of another application.
pub async fn receive(app: &App, origin: &Origin, json: &Value) -> Result<Answered, AppError> {
    let interaction = match dream_bridge::discord::interaction::receive(json) {
        Received::Ping => return Ok(Answered::at_once(pong())),
        Received::Interaction(found) if found.application == origin.application => *found,
        Received::Interaction(_) | Received::Unknown => {
            return Err(AppError::invalid("interaction_unknown", "this is no interaction of this application that is understood here"));
        }
    };
    match tokio::time::timeout(PATIENCE, begun(app, origin, &interaction)).await {
        Ok(Ok(answered)) => Ok(answered),
        Ok(Err(error)) => Ok(refused(&interaction, &error)),
        Err(_) => {
            let late = AppError::new(Kind::Unavailable, "busy", "the server is busy and did nothing; try again in a moment");
            Ok(refused(&interaction, &late))
        }
    }
}

/// What can be said at once: a refusal, a form, proposals; or that an answer will follow.
async fn begun(app: &App, origin: &Origin, interaction: &Interaction) -> Result<Answered, AppError> {
    if let Asked::Command(used) = &interaction.asked
        && Ask::parse(used) == Ok(Ask::Link)
    {
        // Whoever is linked may have a new code: confirming it renews the link.
        return linking(app, origin, &interaction.account).await;
    }
    service_plans::both_ways(app, &mut app.store.read().await?, origin.org).await?;
    let op = discord_links::op_of(app, origin.org, &interaction.account.id).await?;
    let op = op.with_key(Some(IdempotencyKey::parse(&format!("discord-{}", interaction.id))?));
    if let Asked::Completing(used) = &interaction.asked {
        return Ok(Answered::at_once(choices(complete::proposals(&op, used).await)));
    }
    let (todo, first) = match &interaction.asked {
        Asked::Command(used) => {
            let fault = |fault: dream_bridge::discord::interaction::AskFault| AppError::invalid(fault.code(), fault.to_string());
            (perform::Todo::Ask(Ask::parse(used).map_err(fault)?), deferred())
        }
        Asked::Pressed { custom_id } => {
            let press = Press::parse(custom_id).ok_or_else(unknown_button)?;
            if let Some(form) = press.form() {
                return Ok(Answered::at_once(form));
            }
            (perform::Todo::Press(press, None), deferred())
        }
        Asked::Submitted { custom_id, fields } => {
            let press = Press::parse(custom_id).ok_or_else(unknown_button)?;
            (perform::Todo::Press(press, fields.get(dream_bridge::discord::interaction::FIELD).cloned()), deferred())
        }
        Asked::Completing(_) => return Err(unknown_button()),
    };
    let (origin, token) = (origin.clone(), interaction.token.clone());
    let after = async move {
        let reply = match perform::perform(&op, todo).await {
            Ok(reply) => reply,
            Err(error) => perform::failed(&named::named(&op, error).await),
        };
        follow::up(&op, &origin, &token, &reply).await;
    };
    Ok(Answered { first, after: Some(Box::pin(after)) })
}

fn unknown_button() -> AppError {
    AppError::invalid("button_unknown", "this button is of another version, or none of ours; open the review again with /review show")
}

/// A code to link the account with, for the one who asks alone.
async fn linking(app: &App, origin: &Origin, account: &Account) -> Result<Answered, AppError> {
    let account = dream_access::DiscordAccount { id: account.id.clone(), name: account.name.clone() };
    let code = discord_links::request(app, origin.org, &account).await?;
    let text = format!(
        "Your code is `{}`. Sign in, and confirm it within ten minutes: `dreamos bridge link {}`, or in the control room.\n\
         Whoever confirms it lets this Discord account act as them: never confirm a code that somebody else gave you.",
        code.text.expose(),
        code.text.expose()
    );
    Ok(Answered::at_once(first_post(&Reply::said(text))))
}

/// Why nothing was done, to the one who asked alone; no proposals, where it is proposals that were asked for.
fn refused(interaction: &Interaction, error: &AppError) -> Answered {
    if matches!(interaction.asked, Asked::Completing(_)) {
        return Answered::at_once(choices([]));
    }
    Answered::at_once(first_post(&perform::failed(error)))
}

fn first_post(reply: &Reply) -> Value {
    said(&compose(&reply.message).into_iter().next().unwrap_or_default())
}
