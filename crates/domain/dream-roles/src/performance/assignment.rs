//! What the work of an attempt is made from, and how it is written down for an agent in a process of its own.

use super::Denied;
use crate::{Contract, Craft, Examined, Feedback, File, Input, examine, examine_files};
use serde::{Deserialize, Serialize};

/// Everything that the work of one attempt is made from. It holds no id, time or host: the same attempt is always made from the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The stage's title, from its template.
    pub stage_title: String,
    /// The brief.
    pub brief: String,
    /// The artifacts that the stage works from.
    pub inputs: Vec<Input>,
    /// The texts of the constraints that bind the stage.
    pub constraints: Vec<String>,
    /// What reviewers said when they sent earlier work back, oldest first.
    pub feedback: Vec<Feedback>,
    /// The work that they sent back last.
    pub previous: Vec<Input>,
    /// What the checks said of the attempt before, if it failed.
    pub failures: Vec<String>,
    /// How often reviewers asked for a fresh attempt at the same inputs: 0 for none.
    pub variant: u32,
    /// What must be handed in, in this order.
    pub contracts: Vec<Contract>,
    /// What constraints forbid in what is handed in.
    pub denied: Denied,
    /// The instructions that replaced a craft's built-in ones when the attempt was started.
    pub instructions: Option<(Craft, String)>,
}

impl Assignment {
    /// The contract of `artifact`.
    #[must_use]
    pub fn contract(&self, artifact: &str) -> Option<&Contract> {
        self.contracts.iter().find(|contract| contract.artifact == artifact)
    }

    /// Checks files that somebody handed in under `contract`, as a model's reply is checked.
    #[must_use]
    pub fn examine(&self, contract: &Contract, files: Vec<File>) -> Examined {
        self.judge(examine_files(contract, files, &self.inputs))
    }

    /// Reads and checks a text that somebody handed in under `contract`, as a model's reply is.
    #[must_use]
    pub fn examine_reply(&self, contract: &Contract, text: &str) -> Examined {
        self.judge(examine(contract, text, &self.inputs))
    }

    /// The verdict with what constraints say of it.
    pub(super) fn judge(&self, mut examined: Examined) -> Examined {
        examined.output.extend(self.denied.check(&examined.files));
        examined
    }
}
