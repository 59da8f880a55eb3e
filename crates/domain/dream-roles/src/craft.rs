//! The crafts: what an agent does at a stage, as opposed to what a person may do.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What an agent does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Craft {
    /// Turns a brief into product requirements.
    ProductManager,
    /// Turns requirements into an architecture.
    Architect,
    /// Turns an architecture into a plan of tasks.
    Planner,
    /// Builds what was planned.
    Builder,
    /// Reports on the quality of what was built.
    Qa,
    /// Reports on the security of what was built.
    Security,
    /// Writes for the users of what was built.
    Writer,
    /// Tells what a release holds.
    ReleaseManager,
}

/// A text that names no craft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a craft: use one of {known}", known = Craft::ALL.map(Craft::name).join(", "))]
pub struct UnknownCraft(String);

impl Craft {
    /// Every craft, in the order of a run.
    pub const ALL: [Self; 8] =
        [Self::ProductManager, Self::Architect, Self::Planner, Self::Builder, Self::Qa, Self::Security, Self::Writer, Self::ReleaseManager];

    /// Its name in templates and on the wire: kebab-case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProductManager => "product-manager",
            Self::Architect => "architect",
            Self::Planner => "planner",
            Self::Builder => "builder",
            Self::Qa => "qa",
            Self::Security => "security",
            Self::Writer => "writer",
            Self::ReleaseManager => "release-manager",
        }
    }
}

impl fmt::Display for Craft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Craft {
    type Err = UnknownCraft;

    fn from_str(text: &str) -> Result<Self, UnknownCraft> {
        let known = Self::ALL.into_iter().find(|craft| craft.name() == text);
        known.ok_or_else(|| UnknownCraft(text.chars().take(80).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_and_serialises_the_same() {
        for craft in Craft::ALL {
            assert_eq!(craft.name().parse::<Craft>().unwrap(), craft);
            assert_eq!(serde_json::to_value(craft).unwrap(), craft.name());
        }
        let refusal = "plumber".parse::<Craft>().unwrap_err().to_string();
        assert!(refusal.contains("plumber") && refusal.contains("release-manager"), "{refusal}");
    }
}
