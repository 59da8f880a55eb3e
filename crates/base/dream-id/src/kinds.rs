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
    /// How a person signs in.
    AccountId = "acc";
    /// A process that works on tasks: what it is, and what is wanted of it.
    AgentId = "agt";
    /// Something that an organisation wants to be told about its own bridge.
    AlertId = "alr";
    /// A named product of a stage, with its versions.
    ArtifactId = "art";
    /// One try at a stage.
    AttemptId = "att";
    /// The money a run may spend, and has spent.
    BudgetId = "bud";
    /// What the ledger knows of a channel of messages.
    ChannelId = "chn";
    /// One claim of tasks by a worker, all at once.
    ClaimId = "clm";
    /// A Discord application that we speak through.
    ConnectionId = "cnn";
    /// Text and rules that bind later work.
    ConstraintId = "con";
    /// What the ledger knows of a consumer of messages.
    ConsumerId = "csm";
    /// One person letting another decide for them, for a time.
    DelegationId = "dlg";
    /// One message on its way to one destination.
    DeliveryId = "dlv";
    /// Where messages of the bridge go.
    DestinationId = "dst";
    /// A Discord account that acts as a person.
    DiscordLinkId = "dlk";
    /// A note on a line under review that its writer has not sent yet.
    DraftId = "drf";
    /// Something that agents cannot solve, told to the captain.
    EscalationId = "esc";
    /// One entry of the ledger.
    EventId = "evt";
    /// A standing permission for one kind of action.
    GrantId = "grt";
    /// A span of time whose log lines must not be removed.
    HoldId = "hld";
    /// A link that signs somebody in, or lets them set a password, once.
    LinkId = "lnk";
    /// A person's belonging to an organisation, with roles.
    MemberId = "mem";
    /// A message on a channel.
    MessageId = "msg";
    /// Something that a person is told of.
    NotificationId = "ntf";
    /// What a person chose to be told of.
    NotificationSettingsId = "nst";
    /// An organisation: the tenant.
    OrgId = "org";
    /// A channel of Discord's joined with another channel.
    PairingId = "pai";
    /// A question to people whether an agent may do something.
    PermissionId = "prm";
    /// A human being.
    PersonId = "per";
    /// A project: a brief and its runs.
    ProjectId = "prj";
    /// A prompt that an organisation overrides, with its versions.
    PromptId = "pmt";
    /// What came in from a source, as it was received.
    ReceivedId = "rcv";
    /// A question to people about exact bytes.
    ReviewId = "rev";
    /// The rules of an organisation's bridge, with their versions.
    RulesId = "rul";
    /// One execution of a template.
    RunId = "run";
    /// A secret that an organisation keeps under a name.
    SecretId = "sec";
    /// A person signed in, in a browser.
    SessionId = "ses";
    /// Something outside that sends events.
    SourceId = "src";
    /// A stage of a run.
    StageId = "stg";
    /// An organisation's standard, with its versions.
    StandardId = "std";
    /// Somebody outside who is told of events.
    SubscriptionId = "sub";
    /// A summary of the log that is told on a schedule.
    SummaryId = "smy";
    /// The agents of an organisation as a whole: their captain, and whether all are stopped.
    SwarmId = "swm";
    /// A piece of work: what is to be done, and what became of it.
    TaskId = "tsk";
    /// How many tasks of an organisation may run at once.
    TaskLimitsId = "tlm";
    /// A team of people.
    TeamId = "tea";
    /// A template of runs, with its versions.
    TemplateId = "tpl";
    /// What the operator of a service knows of one organisation of it.
    TenantId = "tnt";
    /// A bearer token.
    TokenId = "tok";
    /// One version of an artifact.
    VersionId = "ver";
}
