//! The gateway, by twilight: it identifies within the budget, sends heartbeats, resumes, and comes back after every code that allows it.
//!
//! What Discord sends is handed on as it came: we read of it only what says what happened, so that a field that Discord adds breaks nothing.

mod dispatch;

use async_trait::async_trait;
use dispatch::{Dispatch, dispatch};
use dream_ports::{Cancel, DiscordGateway, DiscordHost, GatewayEnd, GatewaySession, GatewayStart, IdentifyBudget};
use futures::StreamExt as _;
use twilight_gateway::queue::InMemoryQueue;
use twilight_gateway::{CloseFrame, ConfigBuilder, Intents, Message, Session, Shard, ShardId, ShardState};

/// Holds gateway connections, each with one shard.
#[derive(Debug, Default)]
pub struct Gateway;

#[async_trait]
impl DiscordGateway for Gateway {
    async fn run(&self, start: GatewayStart, host: &dyn DiscordHost, stop: &Cancel) -> GatewayEnd {
        let mut shard = shard(&start);
        let mut known = start.resume;
        loop {
            let next = tokio::select! {
                // Without a farewell, so that the session can be gone on with.
                () = stop.cancelled() => return GatewayEnd::Stopped,
                next = shard.next() => next,
            };
            match next {
                None => return GatewayEnd::Broken,
                Some(Ok(Message::Text(text))) => {
                    if let Some(Dispatch { name, data }) = dispatch(&text)
                        && !host.happened(&name, data).await
                    {
                        // How far it was read is not told, so the next connection is told this again.
                        return GatewayEnd::Broken;
                    }
                    if changed(&shard, &mut known) {
                        host.read_up_to(known.clone()).await;
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    if changed(&shard, &mut known) {
                        host.read_up_to(known.clone()).await;
                    }
                    if shard.state() == ShardState::FatallyClosed {
                        return refused(frame.as_ref());
                    }
                    tracing::info!(connection.id = %start.connection, close.code = frame.map(|frame| frame.code), "the gateway closed, and is opened again");
                }
                Some(Err(error)) => {
                    tracing::warn!(connection.id = %start.connection, error.chain = ?error, "the gateway cannot be reached, and is tried again");
                }
            }
        }
    }
}

fn shard(start: &GatewayStart) -> Shard {
    let GatewayStart { token, url, intents, resume, budget, .. } = start;
    let IdentifyBudget { total, remaining, reset_after, max_concurrency } = *budget;
    let queue = InMemoryQueue::new(max_concurrency.max(1), remaining.min(total), reset_after, total);
    let address = url.trim_end_matches('/').to_owned();
    let mut config = ConfigBuilder::new(token.expose().to_owned(), Intents::from_bits_truncate(*intents)).proxy_url(address).queue(queue);
    if let Some(session) = resume {
        config = config.session(Session::new(session.sequence, session.id.clone())).resume_url(session.url.clone());
    }
    Shard::with_config(ShardId::ONE, config.build())
}

/// Takes in how far the session was read; whether that has changed.
fn changed(shard: &Shard<InMemoryQueue>, known: &mut Option<GatewaySession>) -> bool {
    let session = shard.session().map(|session| GatewaySession {
        id: session.id().to_owned(),
        sequence: session.sequence(),
        url: shard.resume_url().or_else(|| known.as_ref().map(|known| known.url.as_str())).unwrap_or_default().to_owned(),
    });
    let changed = session != *known;
    *known = session;
    changed
}

fn refused(frame: Option<&CloseFrame<'_>>) -> GatewayEnd {
    frame.map_or(GatewayEnd::Broken, |frame| GatewayEnd::Refused(frame.code))
}
