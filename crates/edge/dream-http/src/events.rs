//! The live feed of an organisation's events, as server-sent events: resumable by `Last-Event-ID`, ending when the server drains.

use crate::extract::{At, Caller, number};
use crate::failure::Failure;
use crate::feeds::Ticket;
use crate::metrics::Held;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use crate::state::Api;
use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use dream_access::Action;
use dream_api::Event;
use dream_app::audit::FeedEntry;
use dream_app::auth::Presented;
use dream_app::feed::{self, Feed};
use dream_app::{AppError, Op};
use futures::stream;
use http::HeaderMap;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How often a comment shows that the connection lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a view waits for a wake-up before it looks by itself.
const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// How long a token that was good counts as good.
const TRUST: Duration = Duration::from_secs(15);

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(follow_events))
}

/// Follows the events of the organisation, from the one after `Last-Event-ID` on; without it, from now on.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/events", tag = "events", params(OrgPath, ("last-event-id" = Option<u64>, Header, description = "The id of the last event that was seen.")), responses((status = 200, body = Event, content_type = "text/event-stream", description = "Events as they happen: `id` is their place in the feed, `event` their kind, `data` the event as JSON. The first says where the feed stands, by an `id` alone.")))]
async fn follow_events(
    State(api): State<Api>,
    Extension(presented): Extension<Presented>,
    caller: Caller,
    _org: At<OrgPath>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let op = caller.op;
    let asked = number(&headers, "last-event-id")?;
    let ticket = api.feeds.open(&op)?;
    let feed = feed::follow(&op, asked).await?;
    let follow = Follow {
        begin: Some(feed.position()),
        feed,
        waiting: VecDeque::new(),
        draining: api.draining.clone(),
        presented,
        trusted: Instant::now(),
        _counted: api.metrics.stream(),
        _ticket: ticket,
        op,
    };
    let messages = stream::unfold(follow, |mut follow| async { follow.next().await.map(|message| (message, follow)) });
    Ok(Sse::new(messages).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("alive")).into_response())
}

/// One live view.
struct Follow {
    op: Op,
    feed: Feed,
    /// Where the view begins, until that was told: whoever loses it before the first event goes on from there.
    begin: Option<u64>,
    waiting: VecDeque<FeedEntry>,
    draining: watch::Receiver<bool>,
    presented: Presented,
    trusted: Instant,
    _counted: Held,
    _ticket: Ticket,
}

impl Follow {
    /// The next message; `None` when the view ends.
    async fn next(&mut self) -> Option<Result<Message, axum::Error>> {
        loop {
            if *self.draining.borrow() {
                return None;
            }
            if let Some(position) = self.begin.take() {
                return Some(Ok(Message::default().id(position.to_string())));
            }
            if let Some(entry) = self.waiting.pop_front() {
                return Some(message(entry));
            }
            match self.look().await {
                Ok(true) => {}
                Ok(false) => self.wait().await?,
                Err(error) => {
                    tracing::warn!(error.code = error.code, error.chain = ?error.source, "a live view ends");
                    return None;
                }
            }
        }
    }

    /// Takes the next entries; false when there are none.
    async fn look(&mut self) -> Result<bool, AppError> {
        if self.trusted.elapsed() >= TRUST {
            // Revoked tokens, ended sessions and removed members see nothing more.
            let op = self.presented.renew(self.op.app()).await?;
            op.allow(Action::FeedRead, None)?;
            self.trusted = Instant::now();
        }
        self.waiting = self.feed.look().await?.into();
        Ok(!self.waiting.is_empty())
    }

    /// Waits until the feed may have grown; `None` when the view ends.
    async fn wait(&mut self) -> Option<()> {
        tokio::select! {
            woken = self.feed.grown() => woken,
            // A wake-up of another process can be lost with it; looking anew costs little, and finds out about revoked tokens.
            () = tokio::time::sleep(LOOK_AGAIN) => Some(()),
            // An error says that the server is gone, and with it this view.
            _ = self.draining.wait_for(|draining| *draining) => None,
        }
    }
}

fn message(entry: FeedEntry) -> Result<Message, axum::Error> {
    let event = render::event(entry.envelope);
    Message::default().id(entry.position.to_string()).event(&event.kind).json_data(&event)
}
