//! What people decide and must know: rules in force, questions to them, and the record of what was decided.

use crate::{Constraint, Context, Error};
use serde::{Deserialize, Serialize};

/// A question that was put to people. Their answer comes later, as a message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct AskedPerson {
    /// The question's id: the message that answers it names it.
    pub question: String,
}

#[derive(Serialize)]
struct Ask<'a> {
    question: &'a str,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    choices: &'a [&'a str],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    urgent: bool,
}

#[derive(Serialize)]
struct Decision<'a> {
    decision: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct Nothing {}

#[derive(Deserialize)]
struct Constraints {
    constraints: Vec<Constraint>,
}

impl Context {
    /// Asks people something: in words of their own, or by one of `choices`. This returns at once; end the turn when nothing is left to
    /// do without the answer, which comes as a message and a new prompt.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn ask_person(&self, question: &str, choices: &[&str], urgent: bool) -> Result<AskedPerson, Error> {
        self.tools().await?.get("ask_person", &Ask { question, choices, urgent }).await
    }

    /// The rules in force for the agent's work now.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn constraints(&self) -> Result<Vec<Constraint>, Error> {
        let found: Constraints = self.tools().await?.get("read_constraints", &Nothing {}).await?;
        Ok(found.constraints)
    }

    /// Records a decision and its reason, for the audit.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn record_decision(&self, decision: &str, why: &str) -> Result<(), Error> {
        self.tools().await?.tell("record_decision", &Decision { decision, why }).await
    }
}
