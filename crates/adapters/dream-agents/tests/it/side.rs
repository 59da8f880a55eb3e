//! The agent's end of the pipes: what a test says and hears as the agent.

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines};

pub(crate) struct Side {
    input: Lines<BufReader<DuplexStream>>,
    pub(crate) output: DuplexStream,
    pub(crate) errors: DuplexStream,
}

impl Side {
    pub(crate) fn new(input: DuplexStream, output: DuplexStream, errors: DuplexStream) -> Self {
        Self { input: BufReader::new(input).lines(), output, errors }
    }

    /// The pipes themselves, for an agent that is more than a script.
    pub(crate) fn into_pipes(self) -> (DuplexStream, DuplexStream) {
        (self.input.into_inner().into_inner(), self.output)
    }

    /// The next message for the agent.
    pub(crate) async fn heard(&mut self) -> Value {
        let line = self.input.next_line().await.unwrap().expect("the input ended");
        serde_json::from_str(&line).unwrap()
    }

    /// The next message, which must be a request or notification of this method.
    pub(crate) async fn expect(&mut self, method: &str) -> Value {
        let heard = self.heard().await;
        assert_eq!(heard["method"], method, "{heard}");
        heard
    }

    /// The answer to the agent's own request `id`: what is skipped on the way is returned to nobody.
    pub(crate) async fn answer_to(&mut self, id: &str) -> Value {
        loop {
            let heard = self.heard().await;
            if heard["id"] == id && heard.get("method").is_none() {
                return heard;
            }
        }
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.raw(format!("{message}\n").as_bytes()).await;
    }

    pub(crate) async fn raw(&mut self, bytes: &[u8]) {
        // A process that was ended is heard no more.
        let _ = self.output.write_all(bytes).await;
    }

    pub(crate) async fn answer(&mut self, request: &Value, result: Value) {
        self.say(json!({"jsonrpc": "2.0", "id": request["id"], "result": result})).await;
    }

    pub(crate) async fn refuse(&mut self, request: &Value, code: i64, message: &str) {
        self.say(json!({"jsonrpc": "2.0", "id": request["id"], "error": {"code": code, "message": message}})).await;
    }

    pub(crate) async fn ask(&mut self, id: &str, method: &str, params: Value) {
        self.say(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await;
    }

    pub(crate) async fn update(&mut self, session: &str, update: Value) {
        self.say(json!({"jsonrpc": "2.0", "method": "session/update", "params": {"sessionId": session, "update": update}})).await;
    }

    pub(crate) async fn message(&mut self, session: &str, text: &str) {
        self.update(session, json!({"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": text}})).await;
    }

    /// Opens the conversation that is asked for under this id.
    pub(crate) async fn open(&mut self, session: &str) -> Value {
        let request = self.expect("session/new").await;
        self.answer(&request, json!({"sessionId": session})).await;
        request
    }
}
