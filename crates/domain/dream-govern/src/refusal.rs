//! Why a decision was refused. A refused decision changes nothing.

use crate::{Decision, Status};
use dream_clock::Timestamp;
use dream_id::{AttemptId, ConstraintId, PersonId, ReviewId};
use dream_ledger::{Digest, FoldError};

/// Why a decision was refused. Each says what happened, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The approval is not for what is under review.
    #[error("{seen} is not what is under review: {under_review} is (review {review}); look at it again, then decide with its digest")]
    StaleDigest {
        /// The review that stands.
        review: ReviewId,
        /// What the person had seen.
        seen: Digest,
        /// What is under review.
        under_review: Digest,
    },
    /// The person has already voted on this question.
    #[error("{person} has already voted on review {review}; a person counts once, through whatever roles or delegations")]
    AlreadyVoted {
        /// The review.
        review: ReviewId,
        /// Who, or on whose behalf.
        person: PersonId,
    },
    /// The review has ended.
    #[error("review {review} is already decided: {decision}; see the stage for what is under review now")]
    ReviewClosed {
        /// The review.
        review: ReviewId,
        /// How.
        decision: Decision,
    },
    /// The review has lapsed.
    #[error("review {review} expired at {expires_at}; ask again, then decide")]
    ReviewExpired {
        /// The review.
        review: ReviewId,
        /// When.
        expires_at: Timestamp,
    },
    /// The review has not lapsed yet.
    #[error("review {review} stands until {expires_at}")]
    ReviewNotExpired {
        /// The review.
        review: ReviewId,
        /// Until when.
        expires_at: Timestamp,
    },
    /// Only a person can do this.
    #[error("only a person can {doing}; agents, bots and the server never count")]
    NotAPerson {
        /// What was tried.
        doing: &'static str,
    },
    /// The person may not decide this review.
    #[error("you may not decide review {review}: {why}")]
    NotEligible {
        /// The review.
        review: ReviewId,
        /// Who.
        person: PersonId,
        /// Why not.
        why: Ineligible,
    },
    /// A comment is missing.
    #[error("this needs a comment that says what is wrong: the work that follows goes by it")]
    CommentRequired,
    /// A break-glass approval is not permitted to this person.
    #[error("you may not approve alone; ask an owner, or the approvers of the gate")]
    BreakGlassNotPermitted {
        /// Who.
        person: PersonId,
    },
    /// A second look by the person who broke the glass.
    #[error("review {review} was approved alone by {person}; the second look must be another person's")]
    SecondLookBySame {
        /// The review.
        review: ReviewId,
        /// Who.
        person: PersonId,
    },
    /// Nothing waits for a second look.
    #[error("review {review} waits for no second look")]
    NoSecondLook {
        /// The review.
        review: ReviewId,
    },
    /// The run was cancelled.
    #[error("the run was cancelled; start a new one")]
    RunCancelled,
    /// The run is finished.
    #[error("the run is finished; re-run or roll back to change it")]
    RunFinished,
    /// The run failed.
    #[error("the run failed; re-run it from a stage, or roll it back, to go on")]
    RunFailed,
    /// The run is paused.
    #[error("the run is paused; resume it first")]
    RunPaused,
    /// The run is not paused.
    #[error("the run is not paused")]
    RunNotPaused,
    /// There is no such stage.
    #[error("the run has no stage `{name}`; its stages are {known}")]
    UnknownStage {
        /// The name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The review is not of this run.
    #[error("review {review} is not one of this run's")]
    UnknownReview {
        /// The review.
        review: ReviewId,
    },
    /// The artifact is not of this run.
    #[error("the run has no artifact `{name}`")]
    UnknownArtifact {
        /// Its name or id.
        name: String,
    },
    /// The constraint is not known here.
    #[error("constraint {constraint} does not bind this run, or was lifted")]
    UnknownConstraint {
        /// The constraint.
        constraint: ConstraintId,
    },
    /// The stage is not where this is possible.
    #[error("stage `{stage}` is {status}: {needs}")]
    StageNotReady {
        /// The stage.
        stage: String,
        /// Where it stands.
        status: Status,
        /// What it would need.
        needs: &'static str,
    },
    /// An earlier stage is not done.
    #[error("stage `{stage}` needs stage `{need}`, which is not done")]
    NeedNotDone {
        /// The stage.
        stage: String,
        /// The stage it needs.
        need: String,
    },
    /// An approval that the stage would rest on does not stand.
    #[error("stage `{stage}` would rest on the output of `{upstream}`, which {why}; have that reviewed again")]
    ApprovalNotStanding {
        /// The stage.
        stage: String,
        /// The stage whose output it would use.
        upstream: String,
        /// What is wrong.
        why: &'static str,
    },
    /// An input is not the version that was approved.
    #[error("stage `{stage}` would use {artifact} as {found}, but {approved} was approved; have it reviewed again")]
    InputNotApproved {
        /// The stage.
        stage: String,
        /// The artifact's name.
        artifact: String,
        /// The digest it has now, or `nothing`.
        found: String,
        /// The digest that was approved, or `nothing`.
        approved: String,
    },
    /// The attempt is not the one that is running.
    #[error("attempt {attempt} is not running any more; its output is not used")]
    AttemptNotRunning {
        /// The attempt.
        attempt: AttemptId,
    },
    /// The output is not what the stage must hand in.
    #[error("the output of stage `{stage}` is not what its template asks for: {why}")]
    WrongOutput {
        /// The stage.
        stage: String,
        /// What is wrong.
        why: String,
    },
    /// The new version has the bytes of the old one.
    #[error("artifact `{name}` has these bytes already")]
    Unchanged {
        /// Its name.
        name: String,
    },
    /// The call would go over the cap.
    #[error(
        "the call may cost {asked_micros} millionths of a dollar, but only {left_micros} are left ({limit}); raise the budget to go on"
    )]
    OverBudget {
        /// What the call may cost.
        asked_micros: u64,
        /// What is left.
        left_micros: u64,
        /// Which limit.
        limit: &'static str,
    },
    /// The call was settled before.
    #[error("call {number} of attempt {attempt} is already settled")]
    CallSettled {
        /// The attempt.
        attempt: AttemptId,
        /// The call's number.
        number: u32,
    },
    /// No money is put aside for the call.
    #[error("no money is put aside for call {number} of attempt {attempt}")]
    CallNotReserved {
        /// The attempt.
        attempt: AttemptId,
        /// The call's number.
        number: u32,
    },
    /// The amount makes no sense.
    #[error("{what}: {why}")]
    BadValue {
        /// What was given.
        what: &'static str,
        /// Why it cannot be.
        why: String,
    },
    /// A stream could not begin: a defect of this program.
    #[error("a record could not be made; this is a defect of the program")]
    Fold(#[from] FoldError),
}

/// Why a person may not decide a review, said to that person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Ineligible {
    /// They are no active member, or no human being.
    #[error("you are not an active human member")]
    NotActive,
    /// The gate asks others.
    #[error("the gate asks other roles, teams or people")]
    NotAsked,
    /// They started the run.
    #[error("you started the run, and the gate excludes its requester")]
    Requester,
    /// They made a version under review.
    #[error("you made a version under review, and the gate excludes its author")]
    Author,
    /// Whoever they decide for started the run, or made a version under review.
    #[error("the person you decide for started the run or made a version under review, and the gate excludes them")]
    Principal,
    /// The delegation does not hold.
    #[error("no delegation that holds now lets you decide for that person")]
    NoDelegation,
}

/// What kind of refusal it is, for status and exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// What was asked for makes no sense.
    Invalid,
    /// There is no such thing.
    NotFound,
    /// This person may not.
    Forbidden,
    /// Things are not as the caller thought: stale, already decided, not ready.
    Conflict,
    /// There is no money left.
    Budget,
    /// A question lapsed, or a run was cancelled.
    Over,
    /// A defect of this program.
    Defect,
}

impl Refusal {
    /// A stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::StaleDigest { .. } => "stale_digest",
            Self::AlreadyVoted { .. } => "already_voted",
            Self::ReviewClosed { .. } => "already_decided",
            Self::ReviewExpired { .. } => "review_expired",
            Self::ReviewNotExpired { .. } => "review_not_expired",
            Self::NotAPerson { .. } => "not_a_person",
            Self::NotEligible { .. } => "not_eligible",
            Self::CommentRequired => "comment_required",
            Self::BreakGlassNotPermitted { .. } => "break_glass_not_permitted",
            Self::SecondLookBySame { .. } => "second_look_by_same_person",
            Self::NoSecondLook { .. } => "no_second_look",
            Self::RunCancelled => "run_cancelled",
            Self::RunFinished => "run_finished",
            Self::RunFailed => "run_failed",
            Self::RunPaused => "run_paused",
            Self::RunNotPaused => "run_not_paused",
            Self::UnknownStage { .. } => "unknown_stage",
            Self::UnknownReview { .. } => "unknown_review",
            Self::UnknownArtifact { .. } => "unknown_artifact",
            Self::UnknownConstraint { .. } => "unknown_constraint",
            Self::StageNotReady { .. } => "stage_not_ready",
            Self::NeedNotDone { .. } => "need_not_done",
            Self::ApprovalNotStanding { .. } => "approval_not_standing",
            Self::InputNotApproved { .. } => "input_not_approved",
            Self::AttemptNotRunning { .. } => "attempt_not_running",
            Self::WrongOutput { .. } => "wrong_output",
            Self::Unchanged { .. } => "unchanged",
            Self::OverBudget { .. } => "over_budget",
            Self::CallSettled { .. } => "call_settled",
            Self::CallNotReserved { .. } => "call_not_reserved",
            Self::BadValue { .. } => "bad_value",
            Self::Fold(_) => "defect",
        }
    }

    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> RefusalKind {
        match self {
            Self::CommentRequired | Self::WrongOutput { .. } | Self::BadValue { .. } => RefusalKind::Invalid,
            Self::UnknownStage { .. } | Self::UnknownReview { .. } | Self::UnknownArtifact { .. } | Self::UnknownConstraint { .. } => {
                RefusalKind::NotFound
            }
            Self::NotAPerson { .. } | Self::NotEligible { .. } | Self::BreakGlassNotPermitted { .. } | Self::SecondLookBySame { .. } => {
                RefusalKind::Forbidden
            }
            Self::OverBudget { .. } => RefusalKind::Budget,
            Self::ReviewExpired { .. } | Self::RunCancelled => RefusalKind::Over,
            Self::Fold(_) => RefusalKind::Defect,
            _ => RefusalKind::Conflict,
        }
    }
}
