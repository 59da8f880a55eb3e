//! Carrying a message to Discord: one request at a time, as the bot or by a webhook.

use super::deliver::{Carried, Deliverer, Head};
use super::letter::{self, Step};
use super::look;
use super::outcome::Ended;
use super::what::{Progress, What};
use crate::senders::{Settled, Turn};
use crate::{App, AppError, connections, destinations, gate_posts, secrets};
use dream_bridge::delivery::{Outcome, State};
use dream_bridge::destination::DestinationKind;
use dream_bridge::discord::{Meaning, Post, compose, meaning, nonce, validate};
use dream_bridge::message::Message;
use dream_bridge::plan::Place;
use dream_id::{ConnectionId, OrgId, Scope};
use dream_ports::{DiscordAnswer, DiscordAuth, DiscordCall, DiscordFault, DiscordFile};
use dream_store::deliveries::{SentMessages, find_sent};
use serde_json::{Value, json};

/// How long Discord keeps a thread open in which nobody writes: a day.
const ARCHIVE_MINUTES: u32 = 1_440;

/// A message on its way to Discord, in its parts.
pub(super) struct Letter {
    pub(super) auth: DiscordAuth,
    /// The bot's connection; `None` for a webhook.
    pub(super) bot: Option<(ConnectionId, String)>,
    pub(super) channel: String,
    pub(super) forum: bool,
    pub(super) message: Message,
    pub(super) place: Place,
    pub(super) posts: Vec<Post>,
    pub(super) files: Vec<DiscordFile>,
    pub(super) progress: Progress,
    before: Option<SentMessages>,
}

/// Does the next request of the head, or looks for the one whose answer was lost.
pub(super) async fn carry(deliverer: &Deliverer, mut head: Head, look: bool) -> Result<Carried, AppError> {
    let now = deliverer.app().now();
    let letter = match Letter::of(deliverer, &mut head).await? {
        Ok(letter) => letter,
        Err(why) => return Ok(Carried::Ended(Box::new(Ended::of(head, Outcome::Refused { why }, now, deliverer.random())))),
    };
    let Some(step) = letter::next(&letter.progress, letter.posts.len(), letter.forum) else {
        return Ok(Carried::Ended(Box::new(letter.complete(head, now))));
    };
    if look && !step.is_idempotent() {
        return look::carry(deliverer, head, letter, &step).await;
    }
    let call = letter.call(&step, &head);
    let permit = match deliverer.app().senders().turn(deliverer.app(), &head.sender, &call.route, letter.bot.is_some()).await? {
        Turn::Go(permit) => permit,
        Turn::Wait(until) | Turn::Guarded(until) => return Ok(Carried::NotBefore(until)),
    };
    if !deliverer.sending(&mut head).await? {
        return Ok(Carried::Elsewhere);
    }
    let answered = deliverer.app().discord.call(call).await;
    let settled = answered.as_ref().ok().map(|answer| permit.answered(&answer.answer, deliverer.app().now()));
    letter.answered(deliverer, head, &step, answered, settled).await.map(|ended| Carried::Ended(Box::new(ended)))
}

/// The files that go with a message, as files that no client runs or draws by their type: their names say what they are.
async fn attached(app: &App, org: OrgId, message: &Message) -> Result<Vec<DiscordFile>, AppError> {
    let mut files = Vec::with_capacity(message.attachments.len());
    for attachment in &message.attachments {
        let bytes = app.blobs.get(org, attachment.digest).await?.to_vec();
        let media_type = "application/octet-stream".to_owned();
        files.push(DiscordFile { name: attachment.name.clone(), media_type, bytes });
    }
    Ok(files)
}

impl Letter {
    /// The letter of a head, or why it cannot be sent.
    async fn of(deliverer: &Deliverer, head: &mut Head) -> Result<Result<Self, String>, AppError> {
        let (app, now, org) = (deliverer.app(), deliverer.app().now(), head.row.org);
        let What::Message { message, place } = head.what.clone() else { return Ok(Err("it is no message".to_owned())) };
        let Some(destination) = &head.destination else { return Ok(Err("where it goes is not known".to_owned())) };
        let mut reader = app.store.read_ahead().await?;
        let (auth, bot, channel, forum) = match (&destination.to, &head.connection) {
            (DestinationKind::DiscordChannel { connection, channel, forum }, Some(through)) => {
                let token = connections::sealed(app, &mut reader, org, *connection, &through.name).await?;
                (DiscordAuth::Bot(token), Some((*connection, through.facts.bot.clone())), channel.clone(), *forum)
            }
            (DestinationKind::DiscordWebhook { .. }, _) => {
                let url = secrets::open_in(app, &mut reader, org, &destination.id().to_string(), destinations::URL).await?;
                let Some(url) = url else { return Ok(Err("the webhook's address is not kept any more".to_owned())) };
                (DiscordAuth::Webhook(url), None, String::new(), false)
            }
            _ => return Ok(Err("its connection is not known".to_owned())),
        };
        let sent = match &place.about {
            Some(about) => find_sent(&mut reader, Scope::Org(org), destination.id(), about).await?,
            None => None,
        };
        drop(reader);
        let mut progress = Progress::of(&head.row)?;
        letter::begin(&mut progress, &place, sent.as_ref(), bot.is_some(), now);
        head.row.progress = progress.text()?;
        let (mut posts, mut files) = (compose(&message), Vec::new());
        if let (Some(gate), Some(_)) = (&message.gate, &bot) {
            gate_posts::dress(app, org, gate, &mut posts, &mut files).await?;
        }
        files.extend(attached(app, org, &message).await?);
        if place.remove {
            posts.clear();
        } else if posts.is_empty() && files.is_empty() {
            return Ok(Err("the message is empty".to_owned()));
        } else if posts.is_empty() {
            posts.push(Post::default());
        }
        // What has files need not have words.
        let worded = posts.iter().filter(|post| files.is_empty() || !post.is_empty());
        if let Some(fault) = worded.flat_map(validate).next() {
            return Ok(Err(format!("Discord would not take it: {fault}")));
        }
        let before = sent.map(|(sent, _)| sent);
        Ok(Ok(Self { auth, bot, channel, forum, message: *message, place, posts, files, progress, before }))
    }

    /// The channel or thread that new messages go into.
    pub(super) fn inside(&self) -> &str {
        self.progress.thread.as_deref().unwrap_or(&self.channel)
    }

    /// The body of a post. A bot has one name, and what is edited keeps its own.
    fn body(&self, part: usize, edit: bool) -> Value {
        let Some(post) = self.posts.get(part) else { return Value::Null };
        let mut body = serde_json::to_value(post).unwrap_or_default();
        if let Some(members) = body.as_object_mut() {
            if edit || self.bot.is_some() {
                members.remove("username");
                members.remove("avatar_url");
            }
            if edit {
                members.entry("components").or_insert_with(|| json!([]));
            }
            if edit && self.place.files && (!self.is_end(part) || self.files.is_empty()) {
                // Whatever files it had.
                members.insert("attachments".to_owned(), json!([]));
            }
        }
        body
    }

    /// Whether `part` is the last post: the one with the files.
    fn is_end(&self, part: usize) -> bool {
        part + 1 == self.posts.len()
    }

    fn call(&self, step: &Step, head: &Head) -> DiscordCall {
        let (channel, bot) = (&self.channel, self.bot.is_some());
        let thread = self.progress.thread.as_ref().map(|thread| format!("thread_id={thread}"));
        let within = thread.as_ref().map(|thread| format!("?{thread}")).unwrap_or_default();
        let old = if self.progress.old_channel.is_empty() { channel } else { &self.progress.old_channel };
        let (method, path, body) = match (step, bot) {
            (Step::Create { part }, true) => {
                let mut body = self.body(*part, false);
                if let Some(members) = body.as_object_mut() {
                    let name = format!("{}.{}", head.row.id, head.row.delivery.generation);
                    members.insert("nonce".to_owned(), json!(nonce(&name, *part)));
                    members.insert("enforce_nonce".to_owned(), json!(true));
                }
                ("POST", format!("/channels/{}/messages", self.inside()), body)
            }
            (Step::Create { part } | Step::Forum { part }, false) => {
                let and = thread.map(|thread| format!("&{thread}")).unwrap_or_default();
                ("POST", format!("?wait=true{and}"), self.body(*part, false))
            }
            (Step::Edit { message, part }, true) => ("PATCH", format!("/channels/{old}/messages/{message}"), self.body(*part, true)),
            (Step::Edit { message, part }, false) => ("PATCH", format!("/messages/{message}{within}"), self.body(*part, true)),
            (Step::Delete { message }, true) => ("DELETE", format!("/channels/{old}/messages/{message}"), Value::Null),
            (Step::Delete { message }, false) => ("DELETE", format!("/messages/{message}{within}"), Value::Null),
            (Step::StartThread { message }, _) => (
                "POST",
                format!("/channels/{channel}/messages/{message}/threads"),
                json!({"name": self.name(), "auto_archive_duration": ARCHIVE_MINUTES}),
            ),
            (Step::Forum { part }, true) => {
                let body = json!({"name": self.name(), "auto_archive_duration": ARCHIVE_MINUTES, "message": self.body(*part, false)});
                ("POST", format!("/channels/{channel}/threads"), body)
            }
        };
        let mut call = DiscordCall::of(self.auth.clone(), method, path, body);
        let carries = match step {
            Step::Create { part } | Step::Forum { part } => self.is_end(*part),
            Step::Edit { part, .. } => self.place.files && self.is_end(*part),
            Step::Delete { .. } | Step::StartThread { .. } => false,
        };
        if carries {
            call.files.clone_from(&self.files);
        }
        call
    }

    /// The name of the thread.
    fn name(&self) -> String {
        let thread = self.place.thread.as_ref().map(|(name, _)| name.as_str());
        let named = self.place.title.as_deref().or(thread).unwrap_or(&self.message.title);
        let first = if named.trim().is_empty() { &self.message.content } else { named };
        dream_bridge::discord::thread_name(first)
    }

    /// What an answer, or none, means for the delivery.
    async fn answered(
        mut self,
        deliverer: &Deliverer,
        head: Head,
        step: &Step,
        answered: Result<DiscordAnswer, DiscordFault>,
        settled: Option<Settled>,
    ) -> Result<Ended, AppError> {
        let (now, random) = (deliverer.app().now(), deliverer.random());
        let answer = match answered {
            Ok(answer) => answer,
            Err(DiscordFault::NotSent(why)) => return Ok(Ended::of(head, Outcome::NotSent { why }, now, random).meaning(Meaning::Again)),
            // What changes nothing a second time can be done again.
            Err(DiscordFault::Lost(why)) if step.is_idempotent() => {
                return Ok(Ended::of(head, Outcome::NotSent { why }, now, random).meaning(Meaning::Again));
            }
            Err(DiscordFault::Lost(_)) => return Ok(Ended::of(head, Outcome::Lost, now, random).meaning(Meaning::Unknown)),
        };
        let means = self.meaning(step, &answer);
        let why = answer.words();
        let ended = match means {
            Meaning::Done => {
                let id = answer.id().map(str::to_owned);
                return self.arrived(deliverer, head, step, id).await.map(|ended| ended.meaning(means).settled(settled));
            }
            Meaning::EditGone => {
                // The messages that were to be changed are gone: they are made anew.
                self.progress.old.clear();
                self.requeued(head, now, format!("{why}: it is sent anew"))?
            }
            Meaning::ThreadGone => {
                (self.progress.thread, self.progress.starter) = (None, None);
                self.requeued(head, now, format!("{why}: it goes into the channel"))?
            }
            Meaning::Later => {
                let wait = answer.answer.retry_after.or(answer.answer.reset_after).unwrap_or(std::time::Duration::from_secs(1));
                Ended::of(head, Outcome::Limited { until: now.plus(wait) }, now, random)
            }
            // The token's fault is not the message's: it waits for another token.
            Meaning::Again | Meaning::ShutOut | Meaning::TokenRefused => Ended::of(head, Outcome::NotSent { why }, now, random),
            Meaning::Unknown if step.is_idempotent() => Ended::of(head, Outcome::NotSent { why }, now, random),
            Meaning::Unknown => Ended::of(head, Outcome::Lost, now, random),
            Meaning::Refused | Meaning::DestinationGone => Ended::of(head, Outcome::Refused { why }, now, random),
        };
        Ok(ended.meaning(means).settled(settled))
    }

    /// What the answer means for this step.
    fn meaning(&self, step: &Step, answer: &DiscordAnswer) -> Meaning {
        let means = meaning(answer.answer.status, answer.code);
        match (step, means, answer.code) {
            // The token of a webhook is the destination itself, whatever code says so.
            (_, Meaning::TokenRefused, _) if self.bot.is_none() => Meaning::DestinationGone,
            // What was to go is gone, what was to begin has begun.
            (Step::Delete { .. }, Meaning::EditGone, _) | (Step::StartThread { .. }, _, Some(160_004)) => Meaning::Done,
            // A message that cannot begin a thread is gone, or of another kind.
            (Step::StartThread { .. }, Meaning::EditGone | Meaning::Refused, _) => Meaning::ThreadGone,
            // A thread that is gone is not the channel.
            (Step::Create { .. } | Step::Edit { .. }, Meaning::DestinationGone, Some(10_003)) if self.progress.thread.is_some() => {
                if matches!(step, Step::Edit { .. }) { Meaning::EditGone } else { Meaning::ThreadGone }
            }
            _ => means,
        }
    }

    /// The same delivery, to be carried on at once in another way.
    fn requeued(&self, mut head: Head, now: dream_clock::Timestamp, why: String) -> Result<Ended, AppError> {
        head.row.progress = self.progress.text()?;
        head.row.delivery = head.row.delivery.clone().part_arrived(now);
        Ok(Ended::noted(head, why))
    }

    /// A step was done.
    pub(super) async fn arrived(
        mut self,
        deliverer: &Deliverer,
        mut head: Head,
        step: &Step,
        id: Option<String>,
    ) -> Result<Ended, AppError> {
        let now = deliverer.app().now();
        let fallback = match step {
            Step::Edit { message, .. } | Step::Delete { message } | Step::StartThread { message } => Some(message.clone()),
            Step::Create { .. } | Step::Forum { .. } => None,
        };
        let id = fallback.or(id).unwrap_or_default();
        letter::done(&mut self.progress, step, &id);
        head.row.progress = self.progress.text()?;
        let pressed = self.posts.last().is_some_and(|post| !post.components.is_empty());
        if let (Some(gate), Some((connection, _)), true) = (&self.message.gate, &self.bot, pressed && self.is_last(step)) {
            gate_posts::sent(deliverer.app(), head.row.org, gate, *connection, self.inside(), &id).await?;
        }
        if letter::next(&self.progress, self.posts.len(), self.forum).is_some() {
            head.row.delivery = head.row.delivery.clone().part_arrived(now);
            let progress = format!("{} of {} parts are there", self.progress.messages.len(), self.posts.len());
            return Ok(Ended::noted(head, progress));
        }
        Ok(self.complete(head, now))
    }

    /// Whether the step makes or changes the last post.
    fn is_last(&self, step: &Step) -> bool {
        let (Step::Create { part } | Step::Forum { part } | Step::Edit { part, .. }) = step else { return false };
        self.is_end(*part)
    }

    /// Everything is there.
    fn complete(&self, mut head: Head, now: dream_clock::Timestamp) -> Ended {
        let message = self.progress.messages.first().cloned().unwrap_or_default();
        let edited = !self.progress.old.is_empty();
        head.row.delivery.state = if edited { State::Edited { at: now, message } } else { State::Sent { at: now, message } };
        let why = if self.place.remove { "what was said is taken away" } else { "" };
        let kept = self.place.about.clone().filter(|_| self.place.edit || self.place.thread.is_some());
        let sent = kept.map(|about| (about, letter::remembered(&self.progress, &self.channel, self.before.as_ref(), &self.place)));
        Ended { sent, ..Ended::noted(head, why) }
    }
}
