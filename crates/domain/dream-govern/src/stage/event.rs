//! What can happen to a stage. Facts about one attempt are in the attempt's own stream.

use crate::{CheckResult, Reason, StageSpec, VersionRef, Why};
use dream_id::{AttemptId, ReviewId, RunId};
use dream_ledger::{Digest, EventData};
use serde::{Deserialize, Serialize};

/// How a stage began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagePlanned {
    /// The run.
    pub run: RunId,
    /// Its place in the run, from 0.
    pub position: u32,
    /// What the template says about it.
    pub spec: StageSpec,
}

/// What can happen to a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum StageEvent {
    /// The run that it belongs to started.
    Planned(Box<StagePlanned>),
    /// An attempt started.
    AttemptStarted {
        /// Which.
        attempt: AttemptId,
        /// Its number in the stage, from 1.
        number: u32,
    },
    /// The running attempt failed.
    AttemptFailed {
        /// Which.
        attempt: AttemptId,
        /// A stable word for what went wrong.
        code: String,
        /// Whether another attempt follows.
        will_retry: bool,
    },
    /// The running attempt handed in its artifacts.
    Produced {
        /// Which.
        attempt: AttemptId,
        /// The versions, in the order of the template.
        artifacts: Vec<VersionRef>,
        /// Whether every machine check has a result and passed.
        checks_passed: bool,
    },
    /// A person put another version of an artifact in the place of the attempt's.
    OutputReplaced {
        /// All the versions of the output as they are now.
        artifacts: Vec<VersionRef>,
        /// Whether every machine check has a result for them and passed.
        checks_passed: bool,
        /// What the checks found in them. Versions that were put in before this was kept have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        checks: Option<Vec<CheckResult>>,
    },
    /// People are asked about its output.
    ReviewOpened {
        /// Where.
        review: ReviewId,
        /// The digest under review.
        digest: Digest,
    },
    /// People approved its output.
    Approved {
        /// Where.
        review: ReviewId,
        /// The digest that they approved.
        digest: Digest,
    },
    /// Its output passed the machine's checks, and the gate asked for no more.
    Passed {},
    /// A person wants it done again.
    SentBack {
        /// The review that this closed.
        review: ReviewId,
        /// Whether from the start; else with the review's comments in mind.
        regenerate: bool,
        /// The model that the person asked for.
        model: Option<String>,
    },
    /// A person rejected its output.
    Rejected {
        /// The review that this closed.
        review: ReviewId,
    },
    /// It cannot go on for now.
    Blocked {
        /// Why.
        reason: Reason,
    },
    /// It goes on from where it was.
    Unblocked {},
    /// Its work no longer stands, and it starts over.
    Reset {
        /// How many times this has happened to it now.
        generation: u32,
        /// Why.
        why: Why,
    },
    /// The run was cancelled before it was done.
    Cancelled {},
}

impl EventData for StageEvent {}
