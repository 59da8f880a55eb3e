//! A host that writes down what it is told and passes what it is asked to the test.

use async_trait::async_trait;
use dream_ports::{
    AgentHost, AgentRef, AgentUpdate, HostError, PermissionAnswer, PermissionAsked, Question, QuestionAnswer, SessionKey, SessionWork,
};
use serde_json::Value;
use std::sync::Mutex;
use tokio::sync::{mpsc, oneshot};

pub(crate) struct Host {
    told: mpsc::UnboundedSender<(String, AgentUpdate)>,
    asked: mpsc::UnboundedSender<Asked>,
    questions: mpsc::UnboundedSender<(Question, oneshot::Sender<QuestionAnswer>)>,
    pub(crate) complaints: Mutex<Vec<String>>,
}

/// A question whether something may be done. `answer.closed()` is done when nobody waits for it any longer.
pub(crate) struct Asked {
    pub(crate) session: String,
    pub(crate) request: PermissionAsked,
    pub(crate) answer: oneshot::Sender<PermissionAnswer>,
}

/// What a test hears of the host.
pub(crate) struct Heard {
    pub(crate) told: mpsc::UnboundedReceiver<(String, AgentUpdate)>,
    pub(crate) asked: mpsc::UnboundedReceiver<Asked>,
    pub(crate) questions: mpsc::UnboundedReceiver<(Question, oneshot::Sender<QuestionAnswer>)>,
}

impl Host {
    pub(crate) fn new() -> (Self, Heard) {
        let ((told, updates), (asked, permissions), (put, questions)) =
            (mpsc::unbounded_channel(), mpsc::unbounded_channel(), mpsc::unbounded_channel());
        let host = Self { told, asked, questions: put, complaints: Mutex::default() };
        (host, Heard { told: updates, asked: permissions, questions })
    }
}

#[async_trait]
impl AgentHost for Host {
    fn updated(&self, _: &AgentRef, session: &SessionKey, _: SessionWork, update: AgentUpdate) {
        let _ = self.told.send((session.0.clone(), update));
    }

    fn complained(&self, _: &AgentRef, line: &str) {
        self.complaints.lock().unwrap().push(line.to_owned());
    }

    async fn permission(&self, _: &AgentRef, session: &SessionKey, _: SessionWork, asked: PermissionAsked) -> PermissionAnswer {
        let (answer, answered) = oneshot::channel();
        let _ = self.asked.send(Asked { session: session.0.clone(), request: asked, answer });
        answered.await.unwrap_or(PermissionAnswer::Cancelled)
    }

    async fn question(&self, _: &AgentRef, _: &SessionKey, _: SessionWork, question: Question) -> QuestionAnswer {
        let (answer, answered) = oneshot::channel();
        let _ = self.questions.send((question, answer));
        answered.await.unwrap_or(QuestionAnswer::Cancelled)
    }

    async fn extension(
        &self,
        _: &AgentRef,
        session: &SessionKey,
        _: SessionWork,
        method: &str,
        parameters: Value,
    ) -> Result<Value, HostError> {
        match method {
            "_dreamos/echo" => Ok(serde_json::json!({"session": session.0, "parameters": parameters})),
            _ => Err(HostError::new("budget_spent", "the budget is spent: ask for more")),
        }
    }
}
