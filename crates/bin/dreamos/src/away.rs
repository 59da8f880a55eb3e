//! What follows a server goes on when that goes away and comes back, at another address too.

use crate::connect::{self, Target};
use crate::context::Context;
use crate::error::CliError;
use dream_client::{Client, ClientError, Stream};
use serde::de::DeserializeOwned;
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// A server that may go away: waits for it to come back, as long as it takes.
pub(crate) struct Away<'a> {
    context: &'a Context,
    client: Client,
    /// Which server is talked to, as whom.
    known: Known,
    /// Whether the person was told that it is away.
    told: bool,
    pause: Duration,
}

/// A server and a token.
#[derive(PartialEq, Eq)]
struct Known {
    url: String,
    token: Option<String>,
}

impl Known {
    fn of(target: &Target) -> Self {
        Self { url: target.url.clone(), token: target.token.as_ref().map(|token| token.expose().to_owned()) }
    }
}

impl<'a> Away<'a> {
    /// The server as it is found now.
    pub(crate) fn new(context: &'a Context) -> Result<Self, CliError> {
        let target = context.target()?;
        let known = Known::of(&target);
        Ok(Self { context, client: connect::client(target)?, known, told: false, pause: FIRST_PAUSE })
    }

    /// A client of the server as it was last found.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Comes back when it is worth trying again what ended with `error`. Address and token are looked up anew, since a server that was
    /// started again may have others.
    ///
    /// # Errors
    /// `error` itself, unless it says that the server is away, or the server is to be found elsewhere by now.
    pub(crate) async fn back(&mut self, error: impl Into<CliError>) -> Result<(), CliError> {
        let error = error.into();
        let mut found = self.found()?;
        let moved = found.as_ref().is_some_and(|target| Known::of(target) != self.known);
        if !moved && !is_absence(&error) {
            return Err(error);
        }
        if !std::mem::replace(&mut self.told, true) {
            self.context.printer.note(&format!("the server at {} is away; waiting for it to come back", self.known.url));
        }
        if !moved {
            self.rest().await;
        }
        loop {
            if let Some(target) = found {
                self.known = Known::of(&target);
                self.client = connect::client(target)?;
                return Ok(());
            }
            self.rest().await;
            found = self.found()?;
        }
    }

    /// The server answers: tells so, if it was said to be away.
    pub(crate) fn is_here(&mut self) {
        if std::mem::take(&mut self.told) {
            self.context.printer.note(&format!("the server is back at {}", self.known.url));
        }
        self.pause = FIRST_PAUSE;
    }

    /// The next value of an impatient `stream`, also when the server went away in between.
    ///
    /// # Errors
    /// As [`Away::back`].
    pub(crate) async fn next<T: DeserializeOwned>(&mut self, stream: &mut Stream<T>) -> Result<T, CliError> {
        loop {
            let mut error = match stream.next().await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            loop {
                self.back(error).await?;
                stream.go_on_with(self.client.clone());
                match stream.connect().await {
                    Ok(()) => break self.is_here(),
                    Err(next) => error = next,
                }
            }
        }
    }

    /// Where the server is to be found now; `None` while none runs in the folder.
    fn found(&self) -> Result<Option<Target>, CliError> {
        match self.context.target() {
            Ok(target) => Ok(Some(target)),
            Err(CliError::NoServer { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    async fn rest(&mut self) {
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }
}

/// Whether `error` says that nobody is there, or that who is there is stopping.
fn is_absence(error: &CliError) -> bool {
    match error {
        CliError::NoServer { .. }
        | CliError::Client(ClientError::Unreachable { .. } | ClientError::BrokenOff { .. } | ClientError::Stream { .. }) => true,
        CliError::Client(ClientError::Problem { problem, .. }) => matches!(problem.status, 502..=504),
        _ => false,
    }
}
