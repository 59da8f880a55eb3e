//! What is outside, as far as these tests reach: a Discord and receivers of webhooks that take everything.

use async_trait::async_trait;
use dream_bridge::discord::Answer;
use dream_ports::{Discord, DiscordAnswer, DiscordCall, DiscordFault, Hook, HookAnswer, HookFault, HookFetched, HookRequest};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::Duration;

/// A call: method, path, body, and the names of the files.
pub(crate) type Taken = (String, String, Value, Vec<String>);

/// A Discord that takes everything and remembers it.
#[derive(Default)]
pub(crate) struct Took(Mutex<Vec<Taken>>);

#[async_trait]
impl Discord for Took {
    async fn call(&self, call: DiscordCall) -> Result<DiscordAnswer, DiscordFault> {
        let files = call.files.iter().map(|file| file.name.clone()).collect();
        self.0.lock().unwrap().push((call.method.to_owned(), call.path.clone(), call.body, files));
        let answer = Answer { status: 200, ..Answer::default() };
        Ok(DiscordAnswer { answer, code: None, body: json!({"id": "400000000000000001"}) })
    }
}

impl Took {
    /// What was sent since the last look.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    /// The bodies that were sent since then, which stay.
    pub(crate) fn bodies(&self) -> String {
        self.0.lock().unwrap().iter().map(|(_, _, body, _)| body.to_string()).collect()
    }
}

/// Receivers that take everything, at whatever address.
pub(crate) struct Receivers;

#[async_trait]
impl Hook for Receivers {
    fn check(&self, _url: &str) -> Result<(), HookFault> {
        Ok(())
    }

    async fn post(&self, _request: HookRequest) -> Result<HookAnswer, HookFault> {
        Ok(HookAnswer { status: 200, retry_after: None, body_start: String::new() })
    }

    async fn ask(&self, _: HookRequest, most: usize) -> Result<HookFetched, HookFault> {
        Err(HookFault::TooLarge { most })
    }

    async fn get(&self, _url: &str, _most: usize, _timeout: Duration) -> Result<HookFetched, HookFault> {
        Ok(HookFetched { status: 200, retry_after: None, media_type: None, bytes: Vec::new() })
    }
}
