//! Ports: what the use cases ask of the outside, one file per trait. Adapters implement them, the wiring connects them.
#![forbid(unsafe_code)]

mod agent;
pub mod builtin;
mod calls;
mod cancel;
mod chat;
mod discord;
mod hook;
mod mail;
mod model;
mod registry;
mod repository;
mod sandbox;
mod tool;

pub use agent::{
    AgentAbout, AgentError, AgentHost, AgentLaunch, AgentLauncher, AgentProcess, AgentRef, AgentUpdate, HostError, OfferedServer,
    PermissionAnswer, PermissionAsked, PermissionChoice, PermissionKind, PlanEntry, Question, QuestionAnswer, SessionKey, SessionSetup,
    SessionWork, ToolServerCommand, ToolStatus, TurnEnd,
};
pub use calls::{CallRecord, Divergence};
pub use cancel::Cancel;
pub use chat::{DiscordGateway, DiscordHost, GatewayEnd, GatewaySession, GatewayStart, IdentifyBudget};
pub use discord::{Discord, DiscordAnswer, DiscordAuth, DiscordCall, DiscordFault, DiscordFile, webhook_path};
pub use hook::{Hook, HookAnswer, HookFault, HookFetched, HookRequest};
pub use mail::{Letter, Mail, MailFault};
pub use model::{
    Charge, ChargeBasis, LongContext, Message, Model, ModelError, ModelReply, ModelRequest, Part, Price, Role, StopReason, TimeoutPhase,
    ToolCall, ToolSpec, Usage,
};
pub use registry::{Chosen, ModelRegistry};
pub use repository::{FoundRepository, Repositories, RepositoryBase, RepositoryFault, WorkingCopy};
pub use sandbox::{
    ConfinedChild, ConfinedCommand, ConfinedProcess, Exit, HeldLimit, Holder, Limit, Measure, Network, ProcessUsage, ResourceLimits,
    Sandbox, SandboxError, SandboxLevel, SandboxReport, SelfTestCase, UnknownSandboxLevel,
};
pub use tool::{
    HttpTools, ServedTools, Serving, ToolAnswer, ToolCaller, ToolError, ToolGateway, ToolHost, ToolServer, ToolTransport, ToolVerdict,
};
