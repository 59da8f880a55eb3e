//! The live feed of an organisation's events.

use crate::stream::Stream;
use crate::{Client, ClientError};
use dream_api::Event;

/// An event with its place in the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEvent {
    /// Its place: give it to [`Client::feed`] to go on after it.
    pub id: String,
    /// The event.
    pub event: Event,
}

/// The feed: connects when first asked, and again, after the last event seen, when the connection is lost.
#[derive(Debug)]
pub struct Feed(Stream<Event>);

impl Client {
    /// The events of the organisation from `after` on; from now on when `None`.
    #[must_use]
    pub fn feed(&self, after: Option<String>) -> Feed {
        Feed(Stream::new(self.clone(), vec!["events".to_owned()], Vec::new(), after))
    }
}

impl Feed {
    /// As [`Stream::impatient`].
    #[must_use]
    pub fn impatient(self) -> Self {
        Self(self.0.impatient())
    }

    /// The events alone, without their places.
    pub fn events(&mut self) -> &mut Stream<Event> {
        &mut self.0
    }

    /// Connects, so that events from this moment on are seen.
    ///
    /// # Errors
    /// As [`Feed::next`].
    pub async fn connect(&mut self) -> Result<(), ClientError> {
        self.0.connect().await
    }

    /// The next event; waits until there is one.
    ///
    /// # Errors
    /// [`ClientError`] when the server refuses, or cannot be reached again after the connection was lost.
    pub async fn next(&mut self) -> Result<FeedEvent, ClientError> {
        self.0.next_with_id().await.map(|(id, event)| FeedEvent { id, event })
    }
}
