//! Every id of the system, in one alphabetical list.

use crate::base32::{ParseIdError, decode, encode};
use std::fmt;

/// What all typed ids share.
pub trait TypedId:
    Copy + Eq + Ord + std::hash::Hash + fmt::Display + fmt::Debug + std::str::FromStr<Err = ParseIdError> + Send + Sync + 'static
{
    /// The text before the underscore.
    const PREFIX: &'static str;

    /// An id made at `unix_ms` (milliseconds since 1970, 48 bits used) from 10 random bytes: a `UUIDv7` (RFC 9562).
    #[must_use]
    fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self;

    /// The 128 bits of the `UUIDv7`.
    fn bits(self) -> u128;
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;

            fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid().as_u128())
            }

            fn bits(self) -> u128 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode($prefix, self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                decode($prefix, text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A named product of a stage, with its versions.
    ArtifactId = "art";
    /// One try at a stage.
    AttemptId = "att";
    /// The money a run may spend, and has spent.
    BudgetId = "bud";
    /// Text and rules that bind later work.
    ConstraintId = "con";
    /// One person letting another decide for them, for a time.
    DelegationId = "dlg";
    /// One entry of the ledger.
    EventId = "evt";
    /// A person's belonging to an organisation, with roles.
    MemberId = "mem";
    /// An organisation: the tenant.
    OrgId = "org";
    /// A human being.
    PersonId = "per";
    /// A project: a brief and its runs.
    ProjectId = "prj";
    /// A question to people about exact bytes.
    ReviewId = "rev";
    /// One execution of a template.
    RunId = "run";
    /// A stage of a run.
    StageId = "stg";
    /// An organisation's standard, with its versions.
    StandardId = "std";
    /// A team of people.
    TeamId = "tea";
    /// A template of runs, with its versions.
    TemplateId = "tpl";
    /// A bearer token.
    TokenId = "tok";
    /// One version of an artifact.
    VersionId = "ver";
}
