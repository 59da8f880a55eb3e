//! Ports: what the use cases ask of the outside, one file per trait. Adapters implement them, the wiring connects them.
#![forbid(unsafe_code)]

mod calls;
mod cancel;
mod model;
mod registry;

pub use calls::{CallRecord, Divergence};
pub use cancel::Cancel;
pub use model::{
    Charge, ChargeBasis, LongContext, Message, Model, ModelError, ModelReply, ModelRequest, Part, Price, Role, StopReason, TimeoutPhase,
    ToolCall, ToolSpec, Usage,
};
pub use registry::{Chosen, ModelRegistry};
