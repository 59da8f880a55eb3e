//! The inbound port of agents' processes: what they say is counted and logged, what they ask is answered as the agent may be answered.

use super::hand::Hand;
use super::{extension, people};
use crate::{App, agents};
use async_trait::async_trait;
use dream_ports::{
    AgentHost, AgentRef, AgentUpdate, HostError, PermissionAnswer, PermissionAsked, Question, QuestionAnswer, SessionKey, SessionWork,
    ToolStatus,
};
use serde_json::Value;
use std::sync::Arc;
use tracing::Instrument as _;

/// How many bytes of an agent's words one log line has at most.
const LONGEST_LINE: usize = 2_000;

/// Hears the agents of this process.
pub struct Host {
    app: App,
}

impl Host {
    /// A host on `app`.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app }
    }

    fn hand(&self, agent: &AgentRef, work: SessionWork) -> Option<Arc<Hand>> {
        self.app.desk().find(agent, work)
    }
}

#[async_trait]
impl AgentHost for Host {
    fn updated(&self, agent: &AgentRef, _: &SessionKey, work: SessionWork, update: AgentUpdate) {
        let Some(hand) = self.hand(agent, work) else { return };
        hand.activity().beat(self.app.now());
        if is_progress(&update) {
            hand.activity().progress(self.app.now());
        }
        // Of the built-in agent the server knows better.
        if let AgentUpdate::Usage { cost_micros: Some(cost), .. } = &update
            && !hand.is_builtin()
        {
            hand.activity().spent(*cost);
        }
        log(&hand, update);
    }

    fn complained(&self, agent: &AgentRef, line: &str) {
        tracing::warn!(org.id = %agent.org, agent.name = agent.name, line, "an agent wrote to its error output");
    }

    async fn permission(&self, agent: &AgentRef, _: &SessionKey, work: SessionWork, asked: PermissionAsked) -> PermissionAnswer {
        let hand = self.hand(agent, work);
        let _waiting = hand.as_ref().map(|hand| hand.activity().wait_for_people());
        people::permission(&self.app, agent, work, asked).await
    }

    async fn question(&self, agent: &AgentRef, _: &SessionKey, work: SessionWork, question: Question) -> QuestionAnswer {
        let hand = self.hand(agent, work);
        let _waiting = hand.as_ref().map(|hand| hand.activity().wait_for_people());
        people::question(&self.app, agent, work, question).await
    }

    async fn extension(
        &self,
        agent: &AgentRef,
        _: &SessionKey,
        work: SessionWork,
        method: &str,
        parameters: Value,
    ) -> Result<Value, HostError> {
        // Refuses an agent that was stopped meanwhile, before anything is paid for it.
        agents::op_of(&self.app, agent).await.map_err(|error| extension::told(&error))?;
        let unknown = || HostError::new("no_work", "this conversation is about no work that is in the agent's hands any more");
        let hand = self.hand(agent, work).ok_or_else(unknown)?;
        let answer = extension::answer(&hand, &*self.app.models, method, parameters).instrument(hand.span.clone()).await;
        hand.activity().progress(self.app.now());
        answer
    }
}

/// Whether an update shows that the agent gets on, and not only that it is there.
fn is_progress(update: &AgentUpdate) -> bool {
    match update {
        AgentUpdate::Message { .. } | AgentUpdate::Plan { .. } => true,
        AgentUpdate::Tool { status, .. } => matches!(status, Some(ToolStatus::Done | ToolStatus::Running)),
        AgentUpdate::Thought { .. } | AgentUpdate::Usage { .. } | AgentUpdate::Other { .. } => false,
    }
}

/// Writes what an agent told to the log of its work: its words line by line.
fn log(hand: &Hand, update: AgentUpdate) {
    let _entered = hand.span.enter();
    match update {
        AgentUpdate::Message { text } => {
            if let Some(lines) = hand.say(&text, LONGEST_LINE) {
                lines.lines().for_each(words);
            }
        }
        AgentUpdate::Thought { text } => tracing::debug!(words = cut(&text), "an agent thinks"),
        AgentUpdate::Tool { id, title, kind, status } => {
            words(&hand.said());
            let status = status.map(status_word);
            tracing::info!(
                call.id = cut(&id),
                tool.title = title.as_deref().map(cut),
                tool.kind = kind,
                call.status = status,
                "an agent uses a tool"
            );
        }
        AgentUpdate::Plan { entries } => tracing::info!(steps.count = entries.len(), "an agent told its plan"),
        AgentUpdate::Usage { used_tokens, window_tokens, .. } => {
            tracing::debug!(used_tokens, window_tokens, "an agent told how full its window is");
        }
        AgentUpdate::Other { kind } => tracing::debug!(update.kind = cut(&kind), "an agent told something else"),
    }
}

fn words(line: &str) {
    if !line.trim().is_empty() {
        tracing::info!(words = cut(line), "an agent said");
    }
}

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_LINE)).unwrap_or_default()
}

const fn status_word(status: ToolStatus) -> &'static str {
    match status {
        ToolStatus::Pending => "pending",
        ToolStatus::Running => "running",
        ToolStatus::Done => "done",
        ToolStatus::Failed => "failed",
    }
}
