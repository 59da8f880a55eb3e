//! The wire types of the API under `/api/v1`, one file per noun: what the server writes, the client reads, and `openapi.json` describes.
//!
//! Conventions, the same for every type:
//! - Ids are strings with a prefix (`run_…`), times RFC 3339 in UTC, digests `sha256:` and 64 hexadecimal digits, money a decimal
//!   string of US dollars.
//! - An answer always carries every field: a value that is not there is `null`, a list without items is `[]`. Fields may be added,
//!   none is renamed, and a reader ignores those it does not know.
//! - A request refuses fields it does not know; what may be left out has a default.
//!
//! # Adding a type
//!
//! Put it into the file of its noun, derive `Serialize, Deserialize, ToSchema`, document every field (the texts become the `OpenAPI`
//! descriptions), give ids, digests and times their [`schema`] type, and add an example to the round trip in `tests/wire.rs`.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod account;
mod agent;
mod agent_profile;
mod alert;
mod artifact;
mod attempt;
mod audit;
mod bridge;
mod bridge_delivery;
mod budget;
mod channel;
mod connection;
mod constraint;
mod consumer;
mod dead_letter;
mod delegation;
mod delivery;
mod demo;
mod destination;
mod diff;
mod digest;
mod discord_link;
mod draft;
mod escalation;
mod event;
mod grant;
mod history;
mod hold;
mod invitation;
mod lineage;
mod log;
mod member;
mod message;
mod money;
mod notification;
mod org;
mod overview;
mod page;
mod pairing;
mod permission;
mod problem;
mod project;
mod prompt;
mod receipt;
mod received;
mod replay;
mod repository;
mod review;
mod rollback;
mod rules;
mod run;
pub mod schema;
mod secret;
mod service_plan;
mod session;
mod source;
mod span;
mod stage;
mod standard;
mod status;
mod stream;
mod subscription;
mod summary;
mod swarm;
mod system;
mod task;
mod team;
mod template;
mod tenant;
mod token;
mod usage;
mod verdict;

pub use account::{Account, ConfirmSecondFactor, EnrolledSecondFactor, ProvePassword, RecoveryCodes, SetPassword};
pub use agent::{Agent, AgentDetail, AgentGivenUp, AgentProcess, AgentUsage, Desired, NudgeAgent, Observed, RegisterAgent, StartAgent};
pub use agent_profile::{AgentLimits, AgentProfile, AgentRule, AgentSandbox, AgentServer, ToolEffect};
pub use alert::{BridgeAlert, BridgeWatch, MakeBridgeAlert};
pub use artifact::{Artifact, ArtifactFile, ArtifactInput, ArtifactRef, ProducedBy};
pub use attempt::{Attempt, Check, ModelCall};
pub use audit::{AuditReport, AuditResult};
pub use bridge::{BridgePlace, BridgeSource, BridgeStatus, RaisedAlert, RefusedRequest};
pub use bridge_delivery::{
    BridgeDelivery, BridgeDeliveryNote, CancelDeliveries, CancelledDeliveries, ReplayDeliveries, ReplayedDeliveries,
};
pub use budget::{Budget, RaiseBudget};
pub use channel::{Channel, ChannelSettings, PutChannel, WhenFull};
pub use connection::{Connection, MadeConnection, MakeConnection, ReplaceConnectionToken, SetConnectionGuilds};
pub use constraint::{Constraint, ConstraintReach, ConstraintRule, LiftConstraint, NewConstraint};
pub use consumer::{Consumer, ConsumerSettings, ConsumerStart, CreateConsumer, RemoveConsumer};
pub use dead_letter::{ChooseDeadLetters, ChosenDeadLetters, DeadLetter, DeadReason, EditDeadLetter};
pub use delegation::{Delegation, NewDelegation};
pub use delivery::{Deliveries, Delivery, FetchMessages, Outcome, Settle, SettleMessages, Settled, SettledItem};
pub use demo::{Demo, SeedDemo};
pub use destination::{
    Destination, DestinationKind, DisableDestination, MadeDestination, MakeDestination, MakeDestinationKind, ReplaceAddress,
    ReplaceDestinationToken, SetFallback,
};
pub use diff::{Diff, DiffFile, DiffHunk, DiffLine, DiffSpan, FileChange, LineKind};
pub use digest::{Digest, ParseDigestError};
pub use discord_link::{ConfirmDiscordLink, DiscordLink, LookAtLinkCode, PendingDiscordLink};
pub use draft::{BeginDraft, ChangeDraft, DiscardDraft, Draft, DraftPlace};
pub use escalation::{AnswerEscalation, Escalation, EscalationDetail, EscalationKind, EscalationStatus};
pub use event::{Actor, Event};
pub use grant::{ArgumentPattern, Grant, GrantedArguments, RevokeGrant};
pub use history::{History, HistoryIndex, HistoryReport, HistoryResult, SealedRange};
pub use hold::{Hold, PlaceHold};
pub use invitation::{Invitation, Invite, MadeInvitation};
pub use lineage::{Lineage, LineageApproval, LineageUse};
pub use log::{
    AppendLogs, AppendedLogs, LogBucket, LogCounts, LogErrorKind, LogHistogram, LogLevel, LogLine, LogPage, LogSource, LogSummary,
    NewLogLine, SlowRequest,
};
pub use member::{AddMember, ChangeMember, Member, ProjectRole, Role};
pub use message::{
    EraseMessage, ItemError, MAX_BATCH, Message, MessageStatus, RequestReply, SendMessage, SendMessages, SentMessage, SentMessages,
};
pub use money::{ParseUsdError, Usd};
pub use notification::{
    ChooseNotifications, Notification, NotificationChoice, NotificationClass, NotificationKind, NotificationSettings, NotificationWay,
    QuietHours, ReadNotifications, UnreadNotifications,
};
pub use org::{Organisation, RenameOrganisation};
pub use overview::{MessageCounts, Overview, ProcessState, StatusCounts};
pub use page::{MAX_PAGE_SIZE, Page};
pub use pairing::{DisablePairing, MakePairing, Pairing, PairingDirection};
pub use permission::{
    AnswerPermission, ApprovePermission, GrantForLike, Permission, PermissionDetail, PermissionKind, PermissionStatus, RejectPermission,
    RequestPermissionChanges,
};
pub use problem::{FieldError, Problem};
pub use project::{ChangeProject, CreateProject, Project};
pub use prompt::{CheckPrompt, Prompt, PromptVerdict, PromptVersion, PublishPrompt};
pub use receipt::{Receipt, Receipts};
pub use received::{ReceivedEvent, RedeliverEvents};
pub use replay::{Divergence, Replay, ReplayResult, ReplayStage};
pub use repository::{ProjectRepository, SetRepository};
pub use review::{BrokenGlass, Decider, Gate, Provenance, Review, ReviewDetail, ReviewStatus, Risk, Vote, YourVote};
pub use rollback::{Rollback, RollbackPlan, SupersededAttempt};
pub use rules::{CheckedRules, RuleStep, Rules, TestEvent, TestRules, TestedEvent, TestedMessage, TestedRules, WriteRules};
pub use run::{CancelRun, PauseRun, RerunRun, Run, StartRun};
pub use secret::{Secret, SetSecret};
pub use service_plan::BridgePlan;
pub use session::{CurrentSession, Session, SignInLink, SignInMethod};
pub use source::{
    DisableSource, MadeSource, MakeSource, PublishEvents, RotateSource, SetSourceRate, Source, SourceKey, SourceKind, SourceProof,
    TakenEvents,
};
pub use span::{ParseSpanError, Span};
pub use stage::Stage;
pub use standard::{CheckStandard, PublishStandard, Standard, StandardEffect, StandardVerdict};
pub use status::{Reason, Status};
pub use stream::{
    MAX_STREAM_CONSUMERS, MAX_STREAM_CREDIT, MAX_STREAM_FRAME, PublishedMessage, RefusedAnswer, RefusedMessage, STREAM_PROTOCOL,
    StreamConsumer, StreamEvent, StreamRequest,
};
pub use subscription::{MadeSubscription, MakeSubscription, SetSubscriptionTypes, Subscription};
pub use summary::{BridgeSchedule, BridgeSummary, MakeBridgeSummary};
pub use swarm::{BroadcastFailure, BroadcastOrder, BroadcastResult, Captain, CaptainRight, HeldLimit, SetCaptain, StopAll, Swarm};
pub use system::{Health, Readiness, ReadinessCheck, ServerParts, Whoami};
pub use task::{
    AttemptEnding, CancelTask, ChangeTask, ClaimTasks, ClaimedTask, ClaimedTasks, CompleteTask, CompleteTasks, CompletedTask,
    CompletedTasks, CreatedTasks, FailTask, NewTask, NewTasks, Priority, ReleaseTask, Retry, SetTaskLimit, Task, TaskAttempt, TaskBranch,
    TaskCompletion, TaskCounts, TaskDetail, TaskHeartbeat, TaskLease, TaskLimits, TaskTree,
};
pub use team::{AddTeamMember, ChangeTeam, CreateTeam, Team};
pub use template::{PublishTemplate, Template, TemplateError, TemplateStage, TemplateVerdict, ValidateTemplate};
pub use tenant::{ChooseTenantPlan, MadeTenant, MakeTenant, SuspendTenant, Tenant, TenantUsage};
pub use token::{MintToken, MintedToken, RevokeToken, Token, TokenScope};
pub use usage::BridgeUsage;
pub use verdict::{
    Approve, ApproveAll, ApprovedAll, AskAgain, BreakGlass, Constrain, DraftAsSeen, InlineNote, Regenerate, Reject, RequestChanges,
    ReviewAsSeen, SecondLook, SecondLookVerdict,
};
