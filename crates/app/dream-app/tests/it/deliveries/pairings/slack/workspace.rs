//! A workspace of Slack's with one channel, which checks what it is asked as Slack does, and answers otherwise where a test says so.

use async_trait::async_trait;
use dream_ports::{Hook, HookAnswer, HookFault, HookFetched, HookRequest};
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

/// Where files are uploaded to.
const UPLOADS: &str = "https://files.slack.com/upload/v1/";
/// Where methods are called.
const API: &str = "https://slack.com/api/";

/// What happens to a call instead of its usual answer.
enum Fault {
    /// It is answered so, and nothing is done.
    Answered(u16, Value),
    /// Its answer is lost, after it was done or before.
    Lost { done: bool },
    /// It is done, and whoever asked ends before the answer.
    Ends,
}

/// A file that somebody wants to upload.
#[derive(Debug, Default)]
struct File {
    name: String,
    length: usize,
    bytes: Option<Vec<u8>>,
    /// Where it was shown: its thread, if in one, and the words and name beside it.
    shown: Vec<(Option<String>, String)>,
}

/// The workspace.
#[derive(Default)]
pub(super) struct Slack {
    asked: Mutex<Vec<(String, Value)>>,
    faults: Mutex<VecDeque<(String, Fault)>>,
    files: Mutex<BTreeMap<String, File>>,
    ended: Notify,
    token: Mutex<Option<String>>,
}

impl Slack {
    pub(super) fn put(app: &TestApp) -> Arc<Self> {
        let slack = Arc::new(Self::default());
        app.outside.put_hooks(slack.clone());
        slack
    }

    /// Another token than `xoxb-1` is taken from now on, and that one no more.
    pub(super) fn takes(&self, token: &str) {
        *self.token.lock().unwrap() = Some(token.to_owned());
    }

    /// What was asked of `method`, with the bodies.
    pub(super) fn asked(&self, method: &str) -> Vec<Value> {
        self.asked.lock().unwrap().iter().filter(|(asked, _)| asked == method).map(|(_, body)| body.clone()).collect()
    }

    /// The next call of `method` is answered so.
    pub(super) fn answers(&self, method: &str, status: u16, body: Value) {
        self.faults.lock().unwrap().push_back((method.to_owned(), Fault::Answered(status, body)));
    }

    /// The answer to the next call of `method`, or to the next `upload`, is lost.
    pub(super) fn loses(&self, method: &str, done: bool) {
        self.faults.lock().unwrap().push_back((method.to_owned(), Fault::Lost { done }));
    }

    /// Runs `working` until it asks for `method`, which is done; then it ends as a process does.
    pub(super) async fn ends(&self, method: &str, working: impl Future<Output = ()>) {
        self.faults.lock().unwrap().push_back((method.to_owned(), Fault::Ends));
        tokio::select! {
            () = working => panic!("{method} was not asked"),
            () = self.ended.notified() => {}
        }
    }

    /// The files that are shown in the channel, as `name bytes thread comment`, as often as they are shown.
    pub(super) fn shown(&self) -> Vec<String> {
        let files = self.files.lock().unwrap();
        let shown = files.values().flat_map(|file| file.shown.iter().map(move |(thread, comment)| (file, thread, comment)));
        let text = |file: &File| String::from_utf8_lossy(file.bytes.as_deref().unwrap_or_default()).into_owned();
        shown
            .map(|(file, thread, comment)| format!("{} {} {} {comment}", file.name, text(file), thread.as_deref().unwrap_or("-")))
            .collect()
    }

    fn fault(&self, method: &str) -> Option<Fault> {
        let mut faults = self.faults.lock().unwrap();
        let at = faults.iter().position(|(of, _)| of == method)?;
        faults.remove(at).map(|(_, fault)| fault)
    }

    fn usual(&self, method: &str, query: &BTreeMap<String, String>, body: &Value) -> Value {
        let told = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
        match method {
            "auth.test" => json!({"ok": true, "team_id": "T1", "user_id": "U9", "bot_id": "B9"}),
            "conversations.info" => json!({"ok": true, "channel": {"id": "C1", "is_member": true}}),
            "users.info" if told("user") == "U1" => {
                json!({"ok": true, "user": {"name": "a", "profile": {"display_name": "Ann", "image_192": "https://a.example/1.png"}}})
            }
            "users.info" => json!({"ok": true, "user": {"name": "bob"}}),
            "chat.postMessage" if body["text"].as_str().is_none_or(|text| text.trim().is_empty()) => refused("no_text"),
            "chat.postMessage" => {
                let number = self.asked("chat.postMessage").len();
                json!({"ok": true, "channel": "C1", "ts": format!("100.{number:06}")})
            }
            "files.getUploadURLExternal" => self.address(told("filename"), told("length")),
            "files.completeUploadExternal" => self.complete(body),
            "files.info" => {
                let files = self.files.lock().unwrap();
                let Some(file) = files.get(told("file")) else { return refused("file_not_found") };
                let channels: &[&str] = if file.shown.is_empty() { &[] } else { &["C1"] };
                json!({"ok": true, "file": {"id": told("file"), "channels": channels}})
            }
            "files.delete" => match self.files.lock().unwrap().remove(body["file"].as_str().unwrap_or_default()) {
                Some(_) => json!({"ok": true}),
                None => refused("file_not_found"),
            },
            _ => json!({"ok": true}),
        }
    }

    fn address(&self, name: &str, length: &str) -> Value {
        let length: usize = length.parse().unwrap_or(0);
        if name.is_empty() || length == 0 {
            return refused("invalid_arguments");
        }
        let id = format!("F{}", self.asked("files.getUploadURLExternal").len());
        self.files.lock().unwrap().insert(id.clone(), File { name: name.to_owned(), length, ..File::default() });
        json!({"ok": true, "upload_url": format!("{UPLOADS}{id}"), "file_id": id})
    }

    fn complete(&self, body: &Value) -> Value {
        let mut files = self.files.lock().unwrap();
        let listed = body["files"].as_array().cloned().unwrap_or_default();
        if listed.is_empty() {
            return refused("invalid_arguments");
        }
        if body["channel_id"] != "C1" {
            return refused("channel_not_found");
        }
        let ids: Vec<&str> = listed.iter().filter_map(|file| file["id"].as_str()).collect();
        if !ids.iter().all(|id| files.get(*id).is_some_and(|file| file.bytes.is_some())) {
            return refused("file_not_found");
        }
        let comment = body["initial_comment"].as_str().unwrap_or_default().to_owned();
        for id in ids {
            let thread = body["thread_ts"].as_str().map(str::to_owned);
            // Twice is twice: what shows a file again doubles it.
            files.get_mut(id).unwrap().shown.push((thread, comment.clone()));
        }
        json!({"ok": true, "files": listed})
    }

    fn take(&self, request: &HookRequest) -> u16 {
        let id = request.url.expose().strip_prefix(UPLOADS).unwrap();
        let mut files = self.files.lock().unwrap();
        match files.get_mut(id) {
            Some(file) if file.length == request.body.len() => {
                file.bytes = Some(request.body.clone());
                200
            }
            Some(_) => 400,
            None => 404,
        }
    }
}

fn refused(error: &str) -> Value {
    json!({"ok": false, "error": error})
}

fn lost<T>() -> Result<T, HookFault> {
    Err(HookFault::Lost("the connection broke before the answer".to_owned()))
}

#[async_trait]
impl Hook for Slack {
    fn check(&self, _: &str) -> Result<(), HookFault> {
        Ok(())
    }

    async fn post(&self, request: HookRequest) -> Result<HookAnswer, HookFault> {
        assert!(request.headers.iter().all(|(name, _)| name != "authorization"), "the token does not go with the bytes");
        let status = match self.fault("upload") {
            Some(Fault::Answered(status, _)) => status,
            Some(Fault::Lost { done }) => {
                if done {
                    self.take(&request);
                }
                return lost();
            }
            Some(Fault::Ends) => {
                self.take(&request);
                self.ended.notify_one();
                return std::future::pending().await;
            }
            None => self.take(&request),
        };
        Ok(HookAnswer { status, retry_after: None, body_start: format!("OK - {}", request.body.len()) })
    }

    async fn ask(&self, request: HookRequest, _: usize) -> Result<HookFetched, HookFault> {
        let found = |status, media_type: &str, bytes: Vec<u8>| {
            Ok(HookFetched { status, retry_after: Some(Duration::from_secs(2)), media_type: Some(media_type.to_owned()), bytes })
        };
        let token = self.token.lock().unwrap().clone().unwrap_or_else(|| "xoxb-1".to_owned());
        if !request.headers.contains(&("authorization".to_owned(), format!("Bearer {token}"))) {
            return found(200, "application/json", refused("invalid_auth").to_string().into_bytes());
        }
        let url = request.url.expose();
        if url.starts_with("https://files.slack.com/") {
            return found(200, "image/png", b"picture".to_vec());
        }
        let called = url.strip_prefix(API).unwrap();
        let (method, query) = called.split_once('?').unwrap_or((called, ""));
        let query: BTreeMap<String, String> = query.split('&').filter_map(|pair| pair.split_once('=')).map(decoded).collect();
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        self.asked.lock().unwrap().push((method.to_owned(), body.clone()));
        let (status, answer) = match self.fault(method) {
            Some(Fault::Answered(status, answer)) => (status, answer),
            Some(Fault::Lost { done }) => {
                if done {
                    self.usual(method, &query, &body);
                }
                return lost();
            }
            Some(Fault::Ends) => {
                self.usual(method, &query, &body);
                self.ended.notify_one();
                return std::future::pending().await;
            }
            None => (200, self.usual(method, &query, &body)),
        };
        found(status, "application/json", answer.to_string().into_bytes())
    }

    async fn get(&self, _: &str, most: usize, _: Duration) -> Result<HookFetched, HookFault> {
        // What Discord shows of a file.
        let bytes = b"picture".to_vec();
        if bytes.len() > most {
            return Err(HookFault::TooLarge { most });
        }
        Ok(HookFetched { status: 200, retry_after: None, media_type: Some("image/png".to_owned()), bytes })
    }
}

/// A name and a value of a query, with their blanks.
fn decoded((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.replace('+', " "))
}
