//! What addresses name.

use dream_api::schema;
use dream_id::{
    ArtifactId, AttemptId, ConstraintId, DelegationId, DeliveryId, DiscordLinkId, DraftId, EscalationId, GrantId, HoldId, LinkId, MemberId,
    MessageId, OrgId, PermissionId, ProjectId, ReceivedId, ReviewId, RunId, SessionId, TaskId, TeamId, TokenId,
};
use dream_ledger::Digest;
use serde::Deserialize;
use utoipa::IntoParams;

macro_rules! paths {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[$meta:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Deserialize, IntoParams)]
        #[into_params(parameter_in = Path)]
        pub(crate) struct $name {
            /// The organisation: the token's own.
            #[param(value_type = schema::OrgId)]
            #[serde(rename = "org")]
            _org: OrgId,
            $($(#[$meta])* pub(crate) $field: $kind,)*
        }
    )*};
}

/// An organisation of the service, for its operator.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct TenantPath {
    /// The organisation: any of the service.
    #[param(value_type = schema::OrgId)]
    pub(crate) organisation: OrgId,
}

paths! {
    /// The organisation alone.
    OrgPath {}
    /// A project.
    ProjectPath {
        /// The project.
        #[param(value_type = schema::ProjectId)]
        project: ProjectId,
    }
    /// A run.
    RunPath {
        /// The run.
        #[param(value_type = schema::RunId)]
        run: RunId,
    }
    /// An agent.
    AgentPath {
        /// Its name.
        agent: String,
    }
    /// An escalation.
    EscalationPath {
        /// The escalation.
        #[param(value_type = schema::EscalationId)]
        escalation: EscalationId,
    }
    /// An attempt.
    AttemptPath {
        /// The attempt.
        #[param(value_type = schema::AttemptId)]
        attempt: AttemptId,
    }
    /// A review.
    ReviewPath {
        /// The review.
        #[param(value_type = schema::ReviewId)]
        review: ReviewId,
    }
    /// A draft on a review.
    DraftPath {
        /// The review.
        #[param(value_type = schema::ReviewId)]
        review: ReviewId,
        /// The draft.
        #[param(value_type = schema::DraftId)]
        draft: DraftId,
    }
    /// A linked Discord account.
    DiscordLinkPath {
        /// The link.
        #[param(value_type = schema::DiscordLinkId)]
        link: DiscordLinkId,
    }
    /// An artifact.
    ArtifactPath {
        /// The artifact.
        #[param(value_type = schema::ArtifactId)]
        artifact: ArtifactId,
    }
    /// One file of a version.
    FilePath {
        /// The artifact.
        #[param(value_type = schema::ArtifactId)]
        artifact: ArtifactId,
        /// The version's number.
        #[param(minimum = 1)]
        version: u32,
        /// The file's path; its slashes stay slashes.
        path: String,
    }
    /// A constraint.
    ConstraintPath {
        /// The constraint.
        #[param(value_type = schema::ConstraintId)]
        constraint: ConstraintId,
    }
    /// A template.
    TemplatePath {
        /// The template's name.
        template: String,
    }
    /// A prompt.
    PromptPath {
        /// The craft that is told it, such as `product-manager`.
        craft: String,
    }
    /// A member.
    MemberPath {
        /// The member.
        #[param(value_type = schema::MemberId)]
        member: MemberId,
    }
    /// A connection.
    ConnectionPath {
        /// Its name.
        connection: String,
    }
    /// A destination.
    DestinationPath {
        /// Its name.
        destination: String,
    }
    /// An alert of the bridge.
    AlertPath {
        /// Its name.
        alert: String,
    }
    /// A summary of the log.
    SummaryPath {
        /// Its name.
        summary: String,
    }
    /// A pairing.
    PairingPath {
        /// Its name.
        pairing: String,
    }
    /// A file that a message of a pairing brought.
    PairingFilePath {
        /// The pairing's name.
        pairing: String,
        /// The digest of its bytes.
        #[param(value_type = schema::Sha256)]
        file: Digest,
    }
    /// A subscription.
    SubscriptionPath {
        /// Its name.
        subscription: String,
    }
    /// A delivery of the bridge.
    DeliveryPath {
        /// The delivery.
        #[param(value_type = schema::DeliveryId)]
        delivery: DeliveryId,
    }
    /// A source.
    SourcePath {
        /// Its name or its id.
        source: String,
    }
    /// Something that came in.
    ReceivedPath {
        /// Its id.
        #[param(value_type = schema::ReceivedId)]
        received: ReceivedId,
    }
    /// A secret.
    SecretPath {
        /// Its name.
        secret: String,
    }
    /// A session.
    SessionPath {
        /// The session.
        #[param(value_type = schema::SessionId)]
        session: SessionId,
    }
    /// An invitation.
    InvitationPath {
        /// The invitation.
        #[param(value_type = schema::LinkId)]
        invitation: LinkId,
    }
    /// A task.
    TaskPath {
        /// The task.
        #[param(value_type = schema::TaskId)]
        task: TaskId,
    }
    /// A team.
    TeamPath {
        /// The team.
        #[param(value_type = schema::TeamId)]
        team: TeamId,
    }
    /// A member of a team.
    TeamMemberPath {
        /// The team.
        #[param(value_type = schema::TeamId)]
        team: TeamId,
        /// The member.
        #[param(value_type = schema::MemberId)]
        member: MemberId,
    }
    /// A grant.
    GrantPath {
        /// The grant.
        #[param(value_type = schema::GrantId)]
        grant: GrantId,
    }
    /// What an agent asks of people.
    PermissionPath {
        /// The permission.
        #[param(value_type = schema::PermissionId)]
        permission: PermissionId,
    }
    /// A hold on log lines.
    HoldPath {
        /// The hold.
        #[param(value_type = schema::HoldId)]
        hold: HoldId,
    }
    /// A delegation.
    DelegationPath {
        /// The delegation.
        #[param(value_type = schema::DelegationId)]
        delegation: DelegationId,
    }
    /// A token.
    TokenPath {
        /// The token.
        #[param(value_type = schema::TokenId)]
        token: TokenId,
    }
    /// A message.
    MessagePath {
        /// The message.
        #[param(value_type = schema::MessageId)]
        message: MessageId,
    }
    /// A channel.
    ChannelPath {
        /// The channel's name, its slashes as `%2F`.
        channel: String,
    }
    /// A consumer.
    ConsumerPath {
        /// The consumer's name.
        consumer: String,
    }
    /// A dead letter of a consumer.
    DeadLetterPath {
        /// The consumer's name.
        consumer: String,
        /// The message.
        #[param(value_type = schema::MessageId)]
        message: MessageId,
    }
}
