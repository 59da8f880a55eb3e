//! The parts of paths, typed. The organisation is compared with the token's before any handler runs.

use dream_id::{ArtifactId, AttemptId, ConstraintId, DelegationId, MemberId, OrgId, ProjectId, ReviewId, RunId, TeamId, TokenId};
use serde::Deserialize;
use utoipa::IntoParams;

macro_rules! paths {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $field_doc:literal])* $field:ident: $type:ty,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Deserialize, IntoParams)]
        #[into_params(parameter_in = Path)]
        pub(crate) struct $name {
            /// The organisation: the token's.
            #[param(value_type = String)]
            #[serde(rename = "org")]
            _org: OrgId,
            $($(#[doc = $field_doc])* #[param(value_type = String)] pub(crate) $field: $type,)*
        }
    )*};
}

paths! {
    /// `/orgs/{org}`
    OrgPath {}
    /// `…/projects/{project}`
    ProjectPath {
        /// The project.
        project: ProjectId,
    }
    /// `…/runs/{run}`
    RunPath {
        /// The run.
        run: RunId,
    }
    /// `…/attempts/{attempt}`
    AttemptPath {
        /// The attempt.
        attempt: AttemptId,
    }
    /// `…/reviews/{review}`
    ReviewPath {
        /// The review.
        review: ReviewId,
    }
    /// `…/artifacts/{artifact}`
    ArtifactPath {
        /// The artifact.
        artifact: ArtifactId,
    }
    /// `…/constraints/{constraint}`
    ConstraintPath {
        /// The constraint.
        constraint: ConstraintId,
    }
    /// `…/members/{member}`
    MemberPath {
        /// The member.
        member: MemberId,
    }
    /// `…/teams/{team}`
    TeamPath {
        /// The team.
        team: TeamId,
    }
    /// `…/teams/{team}/members/{member}`
    TeamMemberPath {
        /// The team.
        team: TeamId,
        /// The member.
        member: MemberId,
    }
    /// `…/tokens/{token}`
    TokenPath {
        /// The token.
        token: TokenId,
    }
    /// `…/delegations/{delegation}`
    DelegationPath {
        /// The delegation.
        delegation: DelegationId,
    }
    /// `…/templates/{name}`
    TemplatePath {
        /// The template's name.
        name: String,
    }
}

/// `…/artifacts/{artifact}/versions/{version}/files/{path}`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct FilePath {
    /// The organisation: the token's.
    #[param(value_type = String)]
    #[serde(rename = "org")]
    _org: OrgId,
    /// The artifact.
    #[param(value_type = String)]
    pub(crate) artifact: ArtifactId,
    /// The version's number.
    pub(crate) version: u32,
    /// The file's path inside the artifact.
    pub(crate) path: String,
}
