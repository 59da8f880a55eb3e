//! Commands whose effect is not in the database: what is remembered of them is where the effect is to be found, before it is brought about.

use crate::{AppError, Op, op::TRIES};
use dream_id::OrgId;
use dream_ledger::Digest;
use dream_store::{Remembered, StoreError, find_remembered};
use serde::Serialize;

/// A command that may be sent again.
pub(crate) struct Repeatable {
    org: OrgId,
    via: String,
    key: String,
    fingerprint: Digest,
}

impl Repeatable {
    /// The command `name` of `op` that says `what`; `None` when its caller gave no key to send it again under.
    pub(crate) fn of(op: &Op, name: &str, what: &impl Serialize) -> Result<Option<Self>, AppError> {
        let (Some(key), Some(via)) = (op.key(), via(op)) else { return Ok(None) };
        let bytes = serde_json::to_vec(&(name, what)).map_err(|error| AppError::internal("reading a command", error))?;
        Ok(Some(Self { org: op.org()?, via, key: key.to_owned(), fingerprint: Digest::of(&bytes) }))
    }

    /// By what the command's effect is told from all others of its organisation: 32 hexadecimal digits.
    pub(crate) fn mark(&self) -> String {
        let digest = Digest::of(format!("{}\n{}", self.via, self.key).as_bytes()).hex();
        digest.get(..32).unwrap_or(&digest).to_owned()
    }

    /// Remembers that the effect is to be found at `place`; on disk when this returns. Gives the place that was remembered when the command
    /// was sent before, and changes nothing then.
    ///
    /// # Errors
    /// `idempotency_key_reused` when another command was sent under the key.
    pub(crate) async fn begin(&self, op: &Op, place: &str) -> Result<Option<String>, AppError> {
        let mut tries = 1;
        loop {
            match self.begin_once(op, place).await {
                Err(error) if error.is_retryable() && tries < TRIES => tries += 1,
                result => return result,
            }
        }
    }

    async fn begin_once(&self, op: &Op, place: &str) -> Result<Option<String>, AppError> {
        let remembered = Remembered { fingerprint: self.fingerprint, answer: place.to_owned() };
        let mut tx = op.app().store.begin().await?;
        match tx.remember(self.org, &self.via, &self.key, &remembered, op.app().now()).await {
            Ok(()) => {
                tx.commit().await?;
                return Ok(None);
            }
            Err(StoreError::Conflict { .. }) => tx.abandon().await?,
            Err(error) => return Err(error.into()),
        }
        let before = find_remembered(&mut op.read().await?, self.org, &self.via, &self.key).await?;
        // It may be forgotten in this very moment, a day later: then it is as new.
        let before = before.ok_or_else(|| AppError::from(StoreError::Conflict { noun: "command", id: self.key.clone() }))?;
        if before.fingerprint == self.fingerprint { Ok(Some(before.answer)) } else { Err(AppError::key_reused()) }
    }
}

/// By whom the keys are told apart: by the person, who may come back with another token after the server was started again, or the agent.
fn via(op: &Op) -> Option<String> {
    let person = if op.agent().is_some() { None } else { op.person().ok() };
    person.map(|person| person.to_string()).or_else(|| op.keys_of())
}
