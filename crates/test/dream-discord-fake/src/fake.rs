//! The fake itself: start it, look into it, and let things happen.

use crate::error::ApiError;
use crate::fault::Fault;
use crate::gateway::Hub;
use crate::limiter::Limiter;
use crate::options::Options;
use crate::sign::{SignedRequest, Signer};
use crate::world::{Access, Author, ChannelKind, OWNER, World};
use crate::{gateway, rest};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use dream_clock::Timestamp;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What every request and connection shares.
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) address: SocketAddr,
    pub(crate) world: Mutex<World>,
    pub(crate) limiter: Mutex<Limiter>,
    pub(crate) faults: Mutex<VecDeque<Fault>>,
    pub(crate) requests: Mutex<Vec<(String, u16)>>,
    pub(crate) hub: Hub,
    pub(crate) token: Mutex<String>,
    /// The application's public key, as its page and its API show it.
    pub(crate) verify_key: String,
}

/// A running Discord. It ends when it is dropped.
pub struct Fake {
    shared: Arc<Shared>,
    signer: Signer,
    server: JoinHandle<io::Result<()>>,
}

/// A lock that a panic elsewhere has not made useless.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn now(&self) -> Timestamp {
        self.options.clock.now()
    }

    /// Changes the world, and tells connected clients of it.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World, Timestamp) -> T) -> T {
        let now = self.now();
        let mut world = held(&self.world);
        let result = change(&mut world, now);
        // Handed out under the lock: clients see events in the order in which they happened.
        for (name, data) in std::mem::take(&mut world.events) {
            self.hub.dispatch(name, &data);
        }
        result
    }
}

impl Fake {
    /// Starts listening.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(&options.listen).await?;
        let signer = Signer::of(&[7; 32]).ok_or_else(|| io::Error::other("no signing key"))?;
        let limiter = Limiter::new(options.limits.clone(), options.global, options.invalid);
        let shared = Arc::new(Shared {
            address: listener.local_addr()?,
            world: Mutex::default(),
            limiter: Mutex::new(limiter),
            faults: Mutex::default(),
            requests: Mutex::default(),
            hub: Hub::new(options.sessions, options.privileged),
            token: Mutex::new(options.token.clone()),
            verify_key: signer.public_key(),
            options,
        });
        let routes = Router::new()
            .route("/", get(gateway::connect))
            .route("/gateway", get(gateway::connect))
            .route("/gateway/", get(gateway::connect))
            .fallback(rest::answer)
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { shared, signer, server })
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    /// What ended it.
    pub async fn wait(mut self) -> io::Result<()> {
        (&mut self.server).await.map_err(io::Error::other)?
    }

    /// The address of the REST API, without the version: `http://127.0.0.1:1234/api`.
    #[must_use]
    pub fn rest_url(&self) -> String {
        format!("http://{}/api", self.shared.address)
    }

    /// The gateway's address.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        format!("ws://{}/gateway", self.shared.address)
    }

    /// Host and port, as some clients want it.
    #[must_use]
    pub fn host(&self) -> String {
        self.shared.address.to_string()
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> String {
        held(&self.shared.token).clone()
    }

    /// The bot's token is no longer this one.
    pub fn revoke_token(&self) {
        held(&self.shared.token).push_str("-revoked");
    }

    /// Makes a channel.
    #[must_use]
    pub fn add_channel(&self, name: &str, kind: ChannelKind) -> String {
        self.shared.change(|world, now| world.add_channel(name, kind, None, now))
    }

    /// Makes a webhook in a channel: its id and its token.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn add_webhook(&self, channel: &str, name: &str) -> Result<(String, String), ApiError> {
        self.shared.change(|world, now| world.add_webhook(channel, &json!({"name": name}), now)).map(|webhook| (webhook.id, webhook.token))
    }

    /// Removes a channel and what is in it.
    pub fn delete_channel(&self, channel: &str) {
        // A channel that is gone already is as deleted as it can be.
        let _ = self.shared.change(|world, _| world.delete_channel(channel));
    }

    /// Lets the bot do more or less in a channel.
    pub fn set_access(&self, channel: &str, access: Access) {
        if let Some(channel) = held(&self.shared.world).channels.get_mut(channel) {
            channel.access = access;
        }
    }

    /// Locks a thread.
    pub fn lock(&self, thread: &str) {
        if let Some(channel) = held(&self.shared.world).channels.get_mut(thread) {
            channel.locked = true;
        }
    }

    /// Archives a thread.
    pub fn archive(&self, thread: &str) {
        if let Some(channel) = held(&self.shared.world).channels.get_mut(thread) {
            channel.archived = true;
        }
    }

    /// A person writes.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn person_writes(&self, channel: &str, name: &str, text: &str) -> Result<Value, ApiError> {
        let author = Author::Person(name.to_owned());
        self.shared.change(|world, now| world.create_message(channel, &author, &json!({"content": text}), &[], now))
    }

    /// A person writes a message with files: of each its name, where it is, and how many bytes Discord says it has.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn person_attaches(&self, channel: &str, name: &str, text: &str, files: &[(&str, &str, u64)]) -> Result<Value, ApiError> {
        let author = Author::Person(name.to_owned());
        let named: Vec<(String, usize)> = files.iter().map(|(file, ..)| ((*file).to_owned(), 0)).collect();
        self.shared.change(|world, now| {
            world.create_message(channel, &author, &json!({"content": text}), &named, now)?;
            Ok(world.attach(channel, files))
        })
    }

    /// A person begins a post in a forum; its first message, whose id the post has.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn person_posts(&self, forum: &str, name: &str, title: &str, text: &str) -> Result<Value, ApiError> {
        let author = Author::Person(name.to_owned());
        let thread = self.shared.change(|world, now| world.post(forum, &author, title, &json!({"content": text}), &[], now))?;
        Ok(thread["message"].clone())
    }

    /// The threads of a channel and the posts of a forum: of each its id and its name, the oldest first.
    #[must_use]
    pub fn threads(&self, channel: &str) -> Vec<(String, String)> {
        let world = held(&self.shared.world);
        let inside = world.channels.values().filter(|thread| thread.parent.as_deref() == Some(channel));
        inside.map(|thread| (thread.id.clone(), thread.name.clone())).collect()
    }

    /// A bot that is not ours writes.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn another_bot_writes(&self, channel: &str, text: &str) -> Result<Value, ApiError> {
        self.shared.change(|world, now| world.create_message(channel, &Author::AnotherBot, &json!({"content": text}), &[], now))
    }

    /// A person changes what they wrote.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn person_edits(&self, channel: &str, message: &str, text: &str) -> Result<Value, ApiError> {
        let author = Author::Person(String::new());
        self.shared.change(|world, now| world.edit_message(channel, message, &author, (&json!({"content": text}), &[]), now))
    }

    /// A message is deleted, by whomever.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn delete_message(&self, channel: &str, message: &str) -> Result<(), ApiError> {
        self.shared.change(|world, _| world.delete_message(channel, message))
    }

    /// A person begins a thread from a message; its id.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn person_begins_thread(&self, channel: &str, message: &str, name: &str) -> Result<String, ApiError> {
        self.shared.change(|world, now| world.thread_from_message(channel, message, &json!({"name": name}), now))?;
        Ok(message.to_owned())
    }

    /// The messages of a channel, the oldest first.
    #[must_use]
    pub fn messages(&self, channel: &str) -> Vec<Value> {
        held(&self.shared.world).channels.get(channel).map(|channel| channel.messages.clone()).unwrap_or_default()
    }

    /// Whom messages called, in order: `everyone`, `roles ID` or `users ID`.
    #[must_use]
    pub fn called(&self) -> Vec<String> {
        held(&self.shared.world).called.iter().map(|(_, target)| target.clone()).collect()
    }

    /// Every request so far: method and path, and the status of its answer.
    #[must_use]
    pub fn requests(&self) -> Vec<(String, u16)> {
        held(&self.shared.requests).clone()
    }

    /// How many requests were refused within the last ten minutes.
    #[must_use]
    pub fn refused(&self) -> usize {
        held(&self.shared.limiter).refused()
    }

    /// The next requests that would change something meet this, one each.
    pub fn fail_next(&self, faults: impl IntoIterator<Item = Fault>) {
        held(&self.shared.faults).extend(faults);
    }

    /// A person does something (2 a command, 3 a component, 5 a form); connected clients are told. The interaction as they see it.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn interact(&self, kind: u8, channel: &str, message: Option<&str>, data: &Value) -> Result<Value, ApiError> {
        self.interact_as((OWNER, "owner"), kind, channel, message, data)
    }

    /// The same done by the account with this id and name.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn interact_as(
        &self,
        account: (&str, &str),
        kind: u8,
        channel: &str,
        message: Option<&str>,
        data: &Value,
    ) -> Result<Value, ApiError> {
        self.shared.change(|world, now| {
            let interaction = world.interact(account, kind, channel, message, data, now)?;
            world.events.push(("INTERACTION_CREATE", interaction.clone()));
            Ok(interaction)
        })
    }

    /// The same for an application that is told over HTTP: the request that Discord would send to its endpoint.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn interact_over_http(&self, kind: u8, channel: &str, message: Option<&str>, data: &Value) -> Result<SignedRequest, ApiError> {
        self.interact_over_http_as((OWNER, "owner"), kind, channel, message, data)
    }

    /// The same done by the account with this id and name.
    ///
    /// # Errors
    /// What Discord would answer.
    pub fn interact_over_http_as(
        &self,
        account: (&str, &str),
        kind: u8,
        channel: &str,
        message: Option<&str>,
        data: &Value,
    ) -> Result<SignedRequest, ApiError> {
        let now = self.shared.now();
        let interaction = self.shared.change(|world, now| world.interact(account, kind, channel, message, data, now))?;
        Ok(self.signer.sign(&interaction, now.micros().div_euclid(1_000_000)))
    }

    /// What an endpoint answered to a request of [`Self::interact_over_http`], in the body of its response.
    ///
    /// # Errors
    /// What Discord would make of it.
    pub fn endpoint_answered(&self, request: &SignedRequest, body: &Value) -> Result<(), ApiError> {
        let interaction: Value = serde_json::from_str(&request.body).map_err(|_| ApiError::BAD_JSON)?;
        let text = |name: &str| interaction.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        self.shared.change(|world, now| world.answer(&text("id"), &text("token"), body, &[], now)).map(|_| ())
    }

    /// How a first answer to an interaction was given, if it was.
    #[must_use]
    pub fn answer_of(&self, interaction: &str) -> Option<Value> {
        held(&self.shared.world).interactions.get(interaction).and_then(|found| found.answer.clone())
    }

    /// The application's key.
    #[must_use]
    pub const fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Gateway clients are asked to reconnect (operation 7).
    pub fn ask_to_reconnect(&self) {
        self.shared.hub.tell(&gateway::Order::Reconnect);
    }

    /// Gateway connections are closed with this code; without one they break.
    pub fn close_gateway(&self, code: Option<u16>) {
        self.shared.hub.tell(&gateway::Order::Close(code));
    }

    /// Sessions are forgotten: who resumes is told to begin anew.
    pub fn forget_sessions(&self) {
        self.shared.hub.forget();
    }

    /// How gateway clients began: `identify` and `resume`, in order.
    #[must_use]
    pub fn begun(&self) -> Vec<&'static str> {
        self.shared.hub.begun()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.server.abort();
    }
}
