//! Plans of the bridge as a service: what an organisation may use, what it used, and the refusals past that.

mod board;
mod check;
mod read;

pub(crate) use board::Board;
pub(crate) use check::{both_ways, bridges, intake, message, published};
pub use dream_bridge::service_plan::{PlanRefusal, ServicePlan, ServicePlans};
pub(crate) use read::used;
pub use read::{PlanUse, show};
