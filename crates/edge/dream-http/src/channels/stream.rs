//! Following a channel, as server-sent events: resumable by `Last-Event-ID`, ending when the server drains.

use super::ProjectQuery;
use crate::extract::{At, Caller, Params, number};
use crate::failure::Failure;
use crate::feeds::Ticket;
use crate::metrics::Held;
use crate::operations::{Operations, routes};
use crate::paths::ChannelPath;
use crate::render;
use crate::state::Api;
use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use dream_api::Message;
use dream_app::AppError;
use dream_app::auth::Presented;
use dream_app::messages::{self, Followed, MessageView};
use futures::stream;
use http::HeaderMap;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How often a comment shows that the connection lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long one look waits, and a token that was good counts as good.
const TRUST: Duration = Duration::from_secs(15);

pub(super) fn routes() -> Operations {
    Operations::default().routes(routes!(follow_channel))
}

/// Follows a channel, from the message after the sequence `Last-Event-ID` on; without it, from now on.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/channels/{channel}/stream", tag = "channels", params(ChannelPath, ProjectQuery, ("last-event-id" = Option<u64>, Header, description = "The sequence of the last message that was seen.")), responses((status = 200, body = Message, content_type = "text/event-stream", description = "Messages as they are sent: `id` is their sequence, `event` is `message`, `data` the message as JSON. The first says where the stream stands, by an `id` alone.")))]
async fn follow_channel(
    State(api): State<Api>,
    Extension(presented): Extension<Presented>,
    caller: Caller,
    At(path): At<ChannelPath>,
    Params(query): Params<ProjectQuery>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let after = number(&headers, "last-event-id")?;
    let ticket = api.feeds.open(&caller.op)?;
    let followed = messages::follow(&caller.op, &path.channel, query.project, after).await?;
    let follow = Follow {
        begin: Some(followed.place()),
        followed,
        waiting: VecDeque::new(),
        draining: api.draining.clone(),
        trusted: Instant::now(),
        presented,
        _counted: api.metrics.stream(),
        _ticket: ticket,
        api,
    };
    let events = stream::unfold(follow, |mut follow| async { follow.next().await.map(|event| (event, follow)) });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("alive")).into_response())
}

/// One follower.
struct Follow {
    followed: Followed,
    /// Where the stream begins, until that was told: whoever loses it before the first message goes on from there.
    begin: Option<u64>,
    waiting: VecDeque<MessageView>,
    draining: watch::Receiver<bool>,
    presented: Presented,
    trusted: Instant,
    _counted: Held,
    _ticket: Ticket,
    api: Api,
}

impl Follow {
    /// The next event; `None` when the stream ends.
    async fn next(&mut self) -> Option<Result<Event, axum::Error>> {
        loop {
            if *self.draining.borrow() {
                return None;
            }
            if let Some(place) = self.begin.take() {
                return Some(Ok(Event::default().id(place.to_string())));
            }
            if let Some(view) = self.waiting.pop_front() {
                return Some(event(view));
            }
            let mut draining = self.draining.clone();
            let looked = tokio::select! {
                looked = self.look() => looked,
                _ = draining.wait_for(|draining| *draining) => return None,
            };
            if let Err(error) = looked {
                tracing::warn!(error.code = error.code, error.chain = ?error.source, "a view of a channel ends");
                return None;
            }
        }
    }

    async fn look(&mut self) -> Result<(), AppError> {
        if self.trusted.elapsed() >= TRUST {
            // Revoked tokens and removed members see nothing more.
            let op = self.presented.renew(&self.api.app).await?;
            self.followed.allowed(&op)?;
            self.trusted = Instant::now();
        }
        self.waiting = self.followed.look(TRUST).await?.into();
        Ok(())
    }
}

fn event(view: MessageView) -> Result<Event, axum::Error> {
    let message = render::message(view);
    Event::default().id(message.sequence.to_string()).event("message").json_data(&message)
}
