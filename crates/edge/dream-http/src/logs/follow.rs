//! Log lines as they are written, as server-sent events: resumable by `Last-Event-ID`, ending when the server drains.

use super::query::{Asked, Besides, LogFilter};
use crate::extract::{At, Caller};
use crate::failure::Failure;
use crate::feeds::Ticket;
use crate::metrics::Held;
use crate::observe::single;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use crate::state::Api;
use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use dream_api::LogLine;
use dream_app::auth::Presented;
use dream_app::logs::{self, Filter, Followed, Found, LogFeed};
use dream_app::{AppError, Op};
use futures::stream;
use http::HeaderMap;
use serde::Deserialize;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use utoipa::IntoParams;

/// How often a comment shows that the connection lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a token that was good counts as good, and what its owner may see as what they may see.
const TRUST: Duration = Duration::from_secs(15);

pub(super) fn routes() -> Operations {
    Operations::default().routes(routes!(follow_logs))
}

/// Where to begin.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FollowQuery {
    /// How many of the newest lines to begin with, when there is no `Last-Event-ID`.
    #[param(maximum = 500)]
    last: Option<u32>,
}

impl Besides for FollowQuery {
    const NAMES: &'static [&'static str] = &["last"];
}

/// Follows log lines as they are written, from the one after `Last-Event-ID` on; without it from now on, or from the `last` lines.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/logs/follow", tag = "logs", params(OrgPath, LogFilter, FollowQuery, ("last-event-id" = Option<String>, Header, description = "The id of the last line that was seen.")), responses((status = 200, body = LogLine, content_type = "text/event-stream", description = "Lines as they are written: `id` is the place after the line, `event` is `line`, `data` the line as JSON. Where no line is there to begin with, the first says the place by an `id` alone.")))]
async fn follow_logs(
    State(api): State<Api>,
    Extension(presented): Extension<Presented>,
    caller: Caller,
    _org: At<OrgPath>,
    asked: Asked<FollowQuery>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (op, filter) = (caller.op, asked.filter);
    let ticket = api.feeds.open(&op)?;
    let (after, last) = match single(&headers, "last-event-id").map(resumed) {
        Some((place, left)) => (Some(place.to_owned()), left),
        None => (None, asked.with.last.unwrap_or(0)),
    };
    let feed = logs::follow(&op, filter.clone(), after).await?;
    let before = feed.before(last).await?;
    let place = feed.place().to_owned();
    // Lines to begin with carry the place themselves.
    let begin = before.is_empty().then(|| place.clone());
    let follow = Follow {
        waiting: (0..before.len()).rev().map(|left| id(&place, left)).zip(before).collect(),
        feed,
        filter,
        begin,
        place,
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

/// What stands between a place and how many lines before it are still to be given.
const LEFT: char = '+';

/// The id of a line before `place`, behind which `left` more of those are to come: whoever loses the view in between gets them when it goes on.
fn id(place: &str, left: usize) -> String {
    if left == 0 { place.to_owned() } else { format!("{place}{LEFT}{left}") }
}

/// The place that an id says, and how many lines before it were not given yet.
fn resumed(id: &str) -> (&str, u32) {
    let parts = id.split_once(LEFT).and_then(|(place, left)| Some((place, left.parse().ok()?)));
    parts.unwrap_or((id, 0))
}

/// One live view.
struct Follow {
    op: Op,
    feed: LogFeed,
    filter: Filter,
    /// Where the view begins, until that was told: whoever loses it before the first line goes on from there.
    begin: Option<String>,
    /// The place after the last line that was sent.
    place: String,
    waiting: VecDeque<(String, Found)>,
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
            if let Some(place) = self.begin.take() {
                return Some(Ok(Message::default().id(place)));
            }
            if let Some((place, found)) = self.waiting.pop_front() {
                self.place.clone_from(&place);
                return Some(Message::default().id(place).event("line").json_data(render::log_line(found)));
            }
            match self.look().await {
                Ok(true) => {}
                Ok(false) => self.wait().await?,
                Err(error) => {
                    tracing::warn!(error.code = error.code, error.chain = ?error.source, "a live view of log lines ends");
                    return None;
                }
            }
        }
    }

    /// Takes the next lines; false when there are none.
    async fn look(&mut self) -> Result<bool, AppError> {
        if self.trusted.elapsed() >= TRUST {
            // Revoked tokens and removed members see nothing more, and new runs are seen.
            self.op = self.presented.renew(self.op.app()).await?;
            self.feed = logs::follow(&self.op, self.filter.clone(), Some(self.feed.place().to_owned())).await?;
            self.trusted = Instant::now();
        }
        let lines = self.feed.look().await?;
        self.waiting.extend(lines.into_iter().map(|Followed { found, place }| (place, found)));
        Ok(!self.waiting.is_empty())
    }

    /// Waits until there may be more lines; `None` when the view ends.
    async fn wait(&mut self) -> Option<()> {
        tokio::select! {
            grown = self.feed.grown() => grown.then_some(()),
            // Looking anew finds out about revoked tokens.
            () = tokio::time::sleep(TRUST) => Some(()),
            // An error says that the server is gone, and with it this view.
            _ = self.draining.wait_for(|draining| *draining) => None,
        }
    }
}
