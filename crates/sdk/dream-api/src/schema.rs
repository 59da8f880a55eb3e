//! The `OpenAPI` schemas of strings that have a form: ids, digests, times, money.
//!
//! Each is a marker that is never made: name it in `#[schema(value_type = schema::RunId)]`.

use std::borrow::Cow;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

macro_rules! strings {
    ($($(#[doc = $doc:literal])* $name:ident: $pattern:literal, $example:literal;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .pattern(Some($pattern))
                    .examples([$example])
                    .description(Some(concat!($($doc),*).trim()))
                    .build()
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )*};
}

strings! {
    /// The id of an agent.
    AgentId: "^agt_[0-7][0-9a-hjkmnp-tv-z]{25}$", "agt_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of an alert.
    AlertId: "^alr_[0-7][0-9a-hjkmnp-tv-z]{25}$", "alr_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of an artifact.
    ArtifactId: "^art_[0-7][0-9a-hjkmnp-tv-z]{25}$", "art_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of an attempt.
    AttemptId: "^att_[0-7][0-9a-hjkmnp-tv-z]{25}$", "att_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a connection.
    ConnectionId: "^cnn_[0-7][0-9a-hjkmnp-tv-z]{25}$", "cnn_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a constraint.
    ConstraintId: "^con_[0-7][0-9a-hjkmnp-tv-z]{25}$", "con_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a delegation.
    DelegationId: "^dlg_[0-7][0-9a-hjkmnp-tv-z]{25}$", "dlg_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a linked Discord account.
    DiscordLinkId: "^dlk_[0-7][0-9a-hjkmnp-tv-z]{25}$", "dlk_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a draft.
    DraftId: "^drf_[0-7][0-9a-hjkmnp-tv-z]{25}$", "drf_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// A SHA-256 digest.
    Sha256: "^sha256:[0-9a-f]{64}$", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    /// The id of a delivery of the bridge.
    DeliveryId: "^dlv_[0-7][0-9a-hjkmnp-tv-z]{25}$", "dlv_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a destination.
    DestinationId: "^dst_[0-7][0-9a-hjkmnp-tv-z]{25}$", "dst_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of an escalation.
    EscalationId: "^esc_[0-7][0-9a-hjkmnp-tv-z]{25}$", "esc_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of an entry of the ledger.
    EventId: "^evt_[0-7][0-9a-hjkmnp-tv-z]{25}$", "evt_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a grant.
    GrantId: "^grt_[0-7][0-9a-hjkmnp-tv-z]{25}$", "grt_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a hold on log lines.
    HoldId: "^hld_[0-7][0-9a-hjkmnp-tv-z]{25}$", "hld_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a link that works once.
    LinkId: "^lnk_[0-7][0-9a-hjkmnp-tv-z]{25}$", "lnk_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a person's membership.
    MemberId: "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$", "mem_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// US dollars as a decimal string with two to six decimals.
    UsDollars: "^-?[0-9]+\\.[0-9]{2,6}$", "0.0125";
    /// The id of a message.
    MessageId: "^msg_[0-7][0-9a-hjkmnp-tv-z]{25}$", "msg_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a notification.
    NotificationId: "^ntf_[0-7][0-9a-hjkmnp-tv-z]{25}$", "ntf_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of an organisation.
    OrgId: "^org_[0-7][0-9a-hjkmnp-tv-z]{25}$", "org_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a pairing.
    PairingId: "^pai_[0-7][0-9a-hjkmnp-tv-z]{25}$", "pai_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a permission.
    PermissionId: "^prm_[0-7][0-9a-hjkmnp-tv-z]{25}$", "prm_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a person.
    PersonId: "^per_[0-7][0-9a-hjkmnp-tv-z]{25}$", "per_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a project.
    ProjectId: "^prj_[0-7][0-9a-hjkmnp-tv-z]{25}$", "prj_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of something that came in from a source.
    ReceivedId: "^rcv_[0-7][0-9a-hjkmnp-tv-z]{25}$", "rcv_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a review.
    ReviewId: "^rev_[0-7][0-9a-hjkmnp-tv-z]{25}$", "rev_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a run.
    RunId: "^run_[0-7][0-9a-hjkmnp-tv-z]{25}$", "run_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a session.
    SessionId: "^ses_[0-7][0-9a-hjkmnp-tv-z]{25}$", "ses_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a source.
    SourceId: "^src_[0-7][0-9a-hjkmnp-tv-z]{25}$", "src_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a stage of a run.
    StageId: "^stg_[0-7][0-9a-hjkmnp-tv-z]{25}$", "stg_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a subscription.
    SubscriptionId: "^sub_[0-7][0-9a-hjkmnp-tv-z]{25}$", "sub_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a summary of the log.
    SummaryId: "^smy_[0-7][0-9a-hjkmnp-tv-z]{25}$", "smy_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a task.
    TaskId: "^tsk_[0-7][0-9a-hjkmnp-tv-z]{25}$", "tsk_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of a team.
    TeamId: "^tea_[0-7][0-9a-hjkmnp-tv-z]{25}$", "tea_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// A span of time: a whole number and `ms`, `s`, `m`, `h` or `d`.
    TimeSpan: "^[0-9]+(ms|s|m|h|d)$", "30s";
    /// The id of a token.
    TokenId: "^tok_[0-7][0-9a-hjkmnp-tv-z]{25}$", "tok_01jd3kz5e8f0vs1m7q2w9x4t6b";
    /// The id of one version of an artifact.
    VersionId: "^ver_[0-7][0-9a-hjkmnp-tv-z]{25}$", "ver_01jd3kz5e8f0vs1m7q2w9x4t6b";
}

/// A moment: RFC 3339, in UTC in answers.
#[derive(Debug)]
pub enum Time {}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples(["2026-11-21T14:00:00.000000Z"])
            .description(Some("A moment: RFC 3339, in UTC in answers."))
            .build()
            .into()
    }
}

impl ToSchema for Time {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Time")
    }
}
