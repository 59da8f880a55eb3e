//! What one delivery says in a channel of Slack's, and which request is the next.

use super::super::deliver::{Deliverer, Head};
use super::super::outcome::Ended;
use super::super::what::{FilesProgress, Progress, What};
use crate::{AppError, destinations, secrets};
use dream_bridge::delivery::State;
use dream_bridge::destination::DestinationKind;
use dream_bridge::message::{Attachment, Message};
use dream_bridge::pairing::slack::parts;
use dream_bridge::plan::Place;
use dream_bridge::slack as shape;
use dream_clock::Timestamp;
use dream_id::Scope;
use dream_secret::Secret;
use dream_store::deliveries::{SentMessages, find_sent};

/// What is asked of Slack for the message itself.
pub(super) enum Request {
    /// Say something, in a thread or in the channel; `first` was said about the same thing before it.
    Say { first: Option<String>, thread: Option<String> },
    /// Have what was said at this time say something else.
    Change { at: String },
    /// Take away what was said at this time.
    Remove { at: String },
    /// Nothing: what was to go was never there.
    Nothing,
}

/// What is done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The message itself.
    Begin,
    /// Its files are shown.
    Show,
    /// It names the files that could not be shown.
    Name,
    /// An earlier file of it, by its id, is removed.
    Remove(String),
    /// Nothing: it is done.
    End,
}

/// A delivery into a channel of Slack's.
pub(super) struct Letter {
    pub(super) token: Secret,
    pub(super) channel: String,
    pub(super) message: Message,
    pub(super) place: Place,
    pub(super) progress: Progress,
    /// The thread that what is said stands in, and what was said about the same thing before.
    thread: Option<String>,
    before: SentMessages,
}

impl Letter {
    /// The delivery, with the app's token; `None` where that is not kept.
    pub(super) async fn of(deliverer: &Deliverer, head: &Head) -> Result<Option<Self>, AppError> {
        let (What::Message { message, place }, Some(destination)) = (&head.what, &head.destination) else { return Ok(None) };
        let DestinationKind::SlackChannel { channel, .. } = &destination.to else { return Ok(None) };
        let Some(token) = secrets::open(deliverer.app(), head.row.org, &destination.id().to_string(), destinations::URL).await? else {
            return Ok(None);
        };
        let progress = Progress::of(&head.row)?;
        let (channel, message, place) = (channel.clone(), Message::clone(message), place.clone());
        let thread = progress.thread.clone();
        Ok(Some(Self { token, channel, message, place, progress, thread, before: SentMessages::default() }))
    }

    /// What is asked for the message itself.
    pub(super) async fn request(&mut self, deliverer: &Deliverer, head: &Head) -> Result<Request, AppError> {
        let place = &self.place;
        let found = match (&place.about, &head.destination) {
            (Some(about), Some(destination)) if place.edit || place.remove || place.thread.is_some() => {
                let mut reader = deliverer.app().store.read().await?;
                find_sent(&mut reader, Scope::Org(head.row.org), destination.id(), about).await?
            }
            _ => None,
        };
        self.before = found.map(|(sent, _)| sent).unwrap_or_default();
        let (said, begun) = (self.before.messages.first().cloned(), self.progress.begun);
        let request = match said {
            Some(at) if self.place.remove => Request::Remove { at },
            None if self.place.remove => Request::Nothing,
            Some(at) if self.place.edit => Request::Change { at },
            // What more is told of the same thing stands below the first that was.
            Some(at) => Request::Say { thread: Some(at.clone()).filter(|_| !begun), first: Some(at) },
            None => {
                // What was begun before met a thread that is gone.
                let thread = self.place.inside.as_deref().filter(|_| !begun).and_then(parts).map(|(_, at)| at.to_owned());
                Request::Say { first: None, thread }
            }
        };
        self.thread = match &request {
            Request::Say { thread, .. } => thread.clone(),
            Request::Change { .. } | Request::Remove { .. } | Request::Nothing => self.before.thread.clone(),
        };
        Ok(request)
    }

    /// Whether files go with the request.
    pub(super) fn has_files(&self, request: &Request) -> bool {
        let goes = match request {
            Request::Say { .. } => true,
            Request::Change { .. } => self.place.files,
            Request::Remove { .. } | Request::Nothing => false,
        };
        goes && !self.message.attachments.is_empty()
    }

    /// How its files have come.
    pub(super) fn files(&mut self) -> &mut FilesProgress {
        self.progress.files.get_or_insert_default()
    }

    /// The message as it is written there.
    pub(super) fn worded(&self) -> Message {
        let known = self.progress.files.as_ref();
        let is_uploaded = |place: usize| known.is_some_and(|files| files.uploaded.contains_key(&place));
        shape::worded(&self.message, is_uploaded)
    }

    /// The body of the request that shows its files, and the ids of those.
    pub(super) fn shared(&self) -> (serde_json::Value, Vec<String>) {
        let uploaded = self.progress.files.iter().flat_map(|files| &files.uploaded);
        let known: Vec<(&str, &Attachment)> =
            uploaded.filter_map(|(place, id)| Some((id.as_str(), self.message.attachments.get(*place)?))).collect();
        let body = shape::share(&self.message, &known, &self.channel, self.thread.as_deref());
        (body, known.iter().map(|(id, _)| (*id).to_owned()).collect())
    }

    /// The message itself is there, at the time that Slack named or where it was before.
    pub(super) fn begun(&mut self, request: &Request, said: &str) {
        let (said, replaces) = match request {
            Request::Say { .. } | Request::Nothing => (said.to_owned(), false),
            Request::Change { at } | Request::Remove { at } => (at.clone(), true),
        };
        self.progress.starter = match request {
            Request::Say { first, .. } => Some(first.clone().unwrap_or_else(|| said.clone())),
            _ => Some(said.clone()),
        };
        self.progress.old = if replaces { vec![said.clone()] } else { Vec::new() };
        self.progress.messages = vec![said];
        self.progress.thread.clone_from(&self.thread);
        let earlier: Vec<String> = self.before.messages.iter().skip(1).cloned().collect();
        if !earlier.is_empty() {
            let replaced = self.place.remove || (replaces && self.place.files);
            let files = self.files();
            let became = if replaced { &mut files.going } else { &mut files.kept };
            *became = earlier;
        }
    }

    /// What is to be done next.
    pub(super) fn next(&self) -> Step {
        if self.progress.messages.is_empty() {
            return Step::Begin;
        }
        match &self.progress.files {
            Some(files) if !files.uploaded.is_empty() && !files.shown => Step::Show,
            Some(files) if files.unnamed => Step::Name,
            Some(files) => files.going.first().cloned().map_or(Step::End, Step::Remove),
            None => Step::End,
        }
    }

    /// Notes that a request of it is being sent, on disk before it leaves. False when another process has it.
    pub(super) async fn sending(&mut self, deliverer: &Deliverer, head: &mut Head, repeatable: bool) -> Result<bool, AppError> {
        self.progress.repeatable = repeatable;
        head.row.progress = self.progress.text()?;
        deliverer.sending(head).await
    }

    /// A step was done: the next one, if there is one, is due at once.
    pub(super) fn advanced(self, mut head: Head, now: Timestamp, note: &str) -> Result<Ended, AppError> {
        head.row.progress = self.progress.text()?;
        if self.next() == Step::End {
            return Ok(self.complete(head, now, note));
        }
        head.row.delivery = head.row.delivery.clone().part_arrived(now);
        let sent = self.sent();
        Ok(Ended { sent, ..Ended::noted(head, note) })
    }

    /// Everything is there.
    pub(super) fn complete(&self, mut head: Head, now: Timestamp, note: &str) -> Ended {
        let message = self.progress.messages.first().cloned().unwrap_or_default();
        let edited = !self.progress.old.is_empty();
        head.row.delivery.state = if edited { State::Edited { at: now, message } } else { State::Sent { at: now, message } };
        Ended { sent: self.sent(), ..Ended::noted(head, note) }
    }

    /// What the next message about the same thing finds: what was said first, and behind it the ids of the files.
    fn sent(&self) -> Option<(String, SentMessages)> {
        let about = self.place.about.clone().filter(|_| self.place.edit || self.place.thread.is_some())?;
        let mut messages = Vec::new();
        if !self.place.remove {
            messages.extend(self.progress.starter.clone());
            let files = self.progress.files.iter();
            messages.extend(files.flat_map(|files| files.kept.iter().chain(files.uploaded.values())).cloned());
        }
        Some((about, SentMessages { messages, channel: self.channel.clone(), thread: self.progress.thread.clone() }))
    }
}
