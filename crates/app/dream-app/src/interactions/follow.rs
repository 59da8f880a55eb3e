//! The answer that follows the first one, by the interaction's own token.

use super::{receive::Origin, reply::Reply};
use crate::{AppError, Op, discord_rest, gate_posts};
use dream_bridge::discord::interaction::only_asker;
use dream_bridge::discord::{Meaning, Post, compose, meaning};
use dream_ports::{DiscordAnswer, DiscordAuth, DiscordCall, DiscordFile};
use std::time::Duration;

/// The most messages of one answer: what Discord allows an application that only the person installed.
const MOST_POSTS: usize = 5;
/// How often the first of them is tried: Discord may not know yet that the first answer was given.
const TRIES: u32 = 6;
/// How long after the first try the second comes; each next waits twice as long.
const PAUSE: Duration = Duration::from_millis(150);

/// Says `reply`. When that cannot be said, what was done stays done: the log says that nobody was told.
pub(super) async fn up(op: &Op, origin: &Origin, token: &str, reply: &Reply) {
    let said = match posts(op, origin, reply).await {
        Ok((posts, files)) => say(op, origin, token, (posts, files)).await,
        Err(error) => say(op, origin, token, (compose(&Reply::refused(&error).message), Vec::new())).await,
    };
    if let Err(error) = said {
        tracing::warn!(connection.id = %origin.connection, error.code = error.code, %error, "an answer to an interaction could not be given");
    }
}

async fn posts(op: &Op, origin: &Origin, reply: &Reply) -> Result<(Vec<Post>, Vec<DiscordFile>), AppError> {
    let (mut posts, mut files) = (compose(&reply.message), Vec::new());
    posts.truncate(MOST_POSTS - usize::from(reply.gate.is_some()));
    if let Some(gate) = &reply.gate {
        gate_posts::dress(op.app(), origin.org, gate, &mut posts, &mut files).await?;
    }
    Ok((posts, files))
}

async fn say(op: &Op, origin: &Origin, token: &str, (posts, files): (Vec<Post>, Vec<DiscordFile>)) -> Result<(), AppError> {
    let base = format!("/webhooks/{}/{token}", origin.application);
    let (last, mut files) = (posts.len().saturating_sub(1), Some(files));
    for (n, post) in posts.iter().enumerate() {
        // The first takes the place of the first answer; all others follow it.
        let (method, path) = if n == 0 { ("PATCH", format!("{base}/messages/@original")) } else { ("POST", base.clone()) };
        let mut call = DiscordCall::of(DiscordAuth::None, method, path, only_asker(post));
        if n == last {
            call.files = files.take().unwrap_or_default();
        }
        let answer = patiently(op, origin, call).await?;
        if meaning(answer.answer.status, answer.code) != Meaning::Done {
            return Err(AppError::invalid("answer_refused", answer.words()));
        }
    }
    Ok(())
}

/// The call, again after a moment while Discord does not know the interaction yet.
async fn patiently(op: &Op, origin: &Origin, call: DiscordCall) -> Result<DiscordAnswer, AppError> {
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        let answer = discord_rest::call(op.app(), origin.org, origin.connection, call.clone()).await?;
        if answer.code != Some(10_015) {
            return Ok(answer);
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(2);
    }
    discord_rest::call(op.app(), origin.org, origin.connection, call).await
}
