//! Tasks: what is to be done, in which order, by whom, and what becomes of it; agents: what they are, what is wanted of them and what a
//! supervisor does about it: pure decisions.
//!
//! A [`Task`] is an aggregate of its own. Who works on it right now, until when and how far is a [`Hold`], kept in a plain table beside it;
//! that somebody took tasks up is one event of a [`Claim`], which names all that were taken together. What a task is waiting for is its
//! [`Place`] in the queue, and [`Standing::of`] makes the one status of both that people see.
//!
//! An [`Agent`] is what its [`Manifest`] says and what is wanted of it; what its processes do is an [`Observation`], kept beside it. The
//! [`Swarm`] is the agents of an organisation as a whole, and what they cannot solve becomes an [`Escalation`].
//!
//! What an agent wants to do is held against its [`ToolRule`]s; what they say to ask for becomes a [`Permission`], which a person decides by the
//! digest of the exact call and which is used once, or rests on a [`Grant`].
//!
//! # Adding what can happen to a task
//!
//! Add a variant to [`TaskEvent`], fold it in `task/fold.rs`, decide it in `task/decide.rs`, and extend the model in `tests/`.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod action;
mod agent;
mod agent_refusal;
mod claim;
mod dependencies;
mod escalation;
mod fold;
mod grant;
mod hold;
mod lane;
mod limits;
mod manifest;
mod observation;
mod permission;
mod priority;
mod refusal;
mod retry;
mod standing;
pub mod supervision;
mod swarm;
mod task;
mod tool_rules;

pub use action::{ArgumentsRefusal, MAX_ARGUMENTS, MAX_LEVELS, MAX_VALUES, action_digest, canonical_arguments, check_bounds, redacted};
pub use agent::{Agent, AgentEvent, Desired, GivenUp, Registration};
pub use agent_refusal::{AgentRefusal, AgentRefusalKind};
pub use claim::{Claim, ClaimEvent, ClaimedTask};
pub use dependencies::Dependencies;
pub use dream_words::UnknownWord;
pub use escalation::{Escalation, EscalationEvent, EscalationKind, EscalationRaised, EscalationStatus, Tried};
pub use grant::{ActionSignature, Grant, GrantEvent, GrantMade, GrantedArguments, GrantedCall, LONGEST_GRANT, MOST_USES};
pub use hold::{Claimant, Hold, LEASE_LONGEST, LEASE_SHORTEST, LEASE_USUAL};
pub use lane::{Lane, Offer};
pub use limits::{LimitOf, LimitsEvent, TaskLimits};
pub use manifest::{
    AgentLimits, Confinement, CrashLoop, Manifest, RestartPolicy, RestartWhen, Runtime, SandboxProfile, ServerTransport, ToolServerEntry,
    USUAL_IDLE_TIMEOUT,
};
pub use observation::{Observation, Observed};
pub use permission::{
    AskedCall, AskedQuestion, MAX_CHOICES, Permission, PermissionConsumed, PermissionDecided, PermissionEnded, PermissionEvent,
    PermissionOpened, PermissionRefusal, PermissionRefusalKind, PermissionRisk, PermissionStatus, PermissionSubject, PermissionVerdict,
    question_digest,
};
pub use priority::Priority;
pub use refusal::{TaskRefusal, TaskRefusalKind};
pub use retry::RetryPolicy;
pub use standing::{Place, Reason, Standing, Status};
pub use supervision::{Slot, SlotPolicy, Wanted, Work};
pub use swarm::{Captain, CaptainRight, SandboxTested, Stop, Swarm, SwarmEvent};
pub use task::{
    Attempt, AttemptEnd, Ended, Failure, FailureReason, MAX_ARTIFACTS, MAX_CAPABILITIES, MAX_DEPENDENCIES, Next, Phase, StageWork, Task,
    TaskCreated, TaskEvent, TaskResult, WorkEnd, name as checked_name,
};
pub use tool_rules::{
    ArgumentPattern, ArgumentTest, MAX_ARGUMENT_PATTERNS, MAX_PATTERN, MAX_TOOL_RULES, TextPattern, ToolDecision, ToolEffect, ToolRule,
    ToolRuleError, check_argument_patterns, check_tool_rules, decide_tool,
};
