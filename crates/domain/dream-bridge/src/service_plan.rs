//! Plans of the bridge as a service: how much of it an organisation may use in a month.
//!
//! Plans are data that the operator writes down in one file. A server without such a file has the built-in plan alone, which limits nothing. Which
//! organisation is on which plan is a fact of the organisation, by the plan's name.

mod month;
mod parse;

pub use month::Month;

use dream_clock::Timestamp;
use dream_toml::SourceErrors;
use std::collections::BTreeMap;

/// The name of the built-in plan.
pub const UNLIMITED: &str = "unlimited";
/// For how many days the built-in plan keeps what came in and what became of deliveries.
pub const USUAL_RETENTION_DAYS: u32 = 30;

/// How much of the bridge an organisation may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePlan {
    /// Its name.
    pub name: String,
    /// How many messages are delivered in a month of UTC; no limit when `None`.
    pub messages_per_month: Option<u64>,
    /// How many sources and destinations there may be together; no limit when `None`.
    pub bridges: Option<u32>,
    /// For how many days what came in, and what became of deliveries, is kept.
    pub retention_days: u32,
    /// Whether anything comes back: channels bridged both ways, and commands from Discord.
    pub bidirectional: bool,
}

/// The plans of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePlans {
    /// Every plan, the built-in one among them, by name.
    plans: BTreeMap<String, ServicePlan>,
    /// The plan of an organisation for which none was chosen.
    default: ServicePlan,
}

/// Why the plan does not allow something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// The messages of this month were delivered.
    #[error(
        "the plan `{plan}` allows {most} messages a month, and they are used up; more can be delivered from {until} on, or on a larger plan"
    )]
    Messages {
        /// The plan.
        plan: String,
        /// How many it allows.
        most: u64,
        /// When the next month begins.
        until: Timestamp,
    },
    /// There are as many sources and destinations as may be.
    #[error(
        "the plan `{plan}` allows {most} sources and destinations together, and there are as many; remove one, or ask the operator for a larger plan"
    )]
    Bridges {
        /// The plan.
        plan: String,
        /// How many it allows.
        most: u32,
    },
    /// Nothing may come back.
    #[error("the plan `{plan}` carries messages out alone; ask the operator for one that bridges both ways")]
    OneWay {
        /// The plan.
        plan: String,
    },
}

/// There is no plan of that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no plan called `{name}` on this server: it has {there}; write it into the file of plans and send the server SIGHUP")]
pub struct UnknownPlan {
    /// The name.
    pub name: String,
    /// The names that there are.
    pub there: String,
}

impl PlanRefusal {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Messages { .. } => "plan_messages_used",
            Self::Bridges { .. } => "plan_bridges_used",
            Self::OneWay { .. } => "plan_one_way",
        }
    }
}

impl ServicePlan {
    /// The built-in plan.
    #[must_use]
    pub fn unlimited() -> Self {
        Self {
            name: UNLIMITED.to_owned(),
            messages_per_month: None,
            bridges: None,
            retention_days: USUAL_RETENTION_DAYS,
            bidirectional: true,
        }
    }

    /// Refuses another message when `delivered` of them were delivered in the month of `now`.
    ///
    /// # Errors
    /// [`PlanRefusal::Messages`].
    pub fn check_messages(&self, delivered: u64, now: Timestamp) -> Result<(), PlanRefusal> {
        match self.messages_per_month {
            Some(most) if delivered >= most => Err(PlanRefusal::Messages { plan: self.name.clone(), most, until: Month::of(now).ends() }),
            _ => Ok(()),
        }
    }

    /// Refuses another source or destination when there are `count` of both together.
    ///
    /// # Errors
    /// [`PlanRefusal::Bridges`].
    pub fn check_bridges(&self, count: usize) -> Result<(), PlanRefusal> {
        match self.bridges {
            Some(most) if u32::try_from(count).unwrap_or(u32::MAX) >= most => Err(PlanRefusal::Bridges { plan: self.name.clone(), most }),
            _ => Ok(()),
        }
    }

    /// Refuses what comes back where the plan carries messages out alone.
    ///
    /// # Errors
    /// [`PlanRefusal::OneWay`].
    pub fn check_both_ways(&self) -> Result<(), PlanRefusal> {
        if self.bidirectional { Ok(()) } else { Err(PlanRefusal::OneWay { plan: self.name.clone() }) }
    }

    /// How much of the month's messages `delivered` is, in hundredths; `None` without a limit.
    #[must_use]
    pub fn used_percent(&self, delivered: u64) -> Option<u64> {
        let most = self.messages_per_month?;
        Some(delivered.saturating_mul(100).checked_div(most).unwrap_or(100))
    }
}

impl Default for ServicePlans {
    fn default() -> Self {
        let plan = ServicePlan::unlimited();
        Self { plans: BTreeMap::from([(plan.name.clone(), plan.clone())]), default: plan }
    }
}

impl ServicePlans {
    /// Reads a file of plans.
    ///
    /// # Errors
    /// Every fault, each with its line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, SourceErrors> {
        parse::parse(file, text)
    }

    /// The plan called `chosen`; the usual one when none was chosen, or when the file has it no longer.
    #[must_use]
    pub fn of(&self, chosen: Option<&str>) -> &ServicePlan {
        chosen.and_then(|name| self.plans.get(name)).unwrap_or(&self.default)
    }

    /// Refuses a name that no plan has.
    ///
    /// # Errors
    /// [`UnknownPlan`], which names those that there are.
    pub fn check_known(&self, name: &str) -> Result<(), UnknownPlan> {
        if self.plans.contains_key(name) {
            return Ok(());
        }
        let there = self.plans.keys().cloned().collect::<Vec<_>>().join(", ");
        Err(UnknownPlan { name: name.chars().take(60).collect(), there })
    }
}

#[cfg(test)]
mod tests;
