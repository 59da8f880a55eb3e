//! The one vocabulary of states, reasons, verdicts and decisions, the same in the API, the web, the terminal and chat.

use dream_words::words;

words! {
    /// What a run or a stage is doing.
    Status ("status") {
        /// Nothing has begun.
        Queued = "queued",
        /// Work goes on.
        Running = "running",
        /// A person is asked.
        Waiting = "waiting",
        /// Something other than a person's answer is missing.
        Blocked = "blocked",
        /// It ended without its result.
        Failed = "failed",
        /// It ended with its result.
        Done = "done",
        /// A person ended it.
        Cancelled = "cancelled",
    }
}

words! {
    /// Why a status is what it is.
    Reason ("reason") {
        /// Waiting for people to approve.
        Approval = "approval",
        /// Waiting for an answer to a question.
        Question = "question",
        /// Waiting for a credential.
        Credential = "credential",
        /// An earlier stage is not done.
        Dependency = "dependency",
        /// The money of the run is spent.
        Budget = "budget",
        /// A provider asked us to slow down.
        RateLimit = "rate_limit",
        /// A rule forbids going on.
        Policy = "policy",
        /// A person paused the run.
        Paused = "paused",
        /// Nobody decided in time; it can be asked again.
        Expired = "expired",
        /// People approved.
        Approved = "approved",
        /// The machine's checks passed where the gate asks for no more.
        Passed = "passed",
        /// A release bundle was approved.
        Released = "released",
        /// Later work took its place.
        Superseded = "superseded",
        /// A person rejected it.
        Rejected = "rejected",
        /// Every attempt that the template allows failed.
        Attempts = "attempts",
    }
}

words! {
    /// What a person says about a review.
    Verdict ("verdict") {
        /// These bytes may be used.
        Approve = "approve",
        /// Do it again with my comment in mind.
        RequestChanges = "request_changes",
        /// Do it again from the start.
        Regenerate = "regenerate",
        /// Not at all: the stage and the run fail.
        Reject = "reject",
    }
}

words! {
    /// How a review ended. Silence ends as `expired`, never as a yes or a no.
    Decision ("decision") {
        /// Enough people approved.
        Approved = "approved",
        /// A person asked for changes.
        ChangesRequested = "changes_requested",
        /// A person asked for a fresh attempt.
        Regenerate = "regenerate",
        /// A person rejected it.
        Rejected = "rejected",
        /// Nobody decided in time.
        Expired = "expired",
        /// The question no longer stands.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why earlier work no longer stands.
    Why ("cause") {
        /// A run was rolled back to an earlier stage.
        Rollback = "rollback",
        /// A person asked for the work to be done again.
        Rerun = "rerun",
        /// What it was made from has changed.
        StaleInput = "stale_input",
        /// A constraint was added that could have changed it.
        Constraint = "constraint",
        /// There is a newer version of it.
        NewVersion = "new_version",
        /// The second look at a break-glass approval contested it.
        Contested = "contested",
    }
}

words! {
    /// How much care a review deserves: computed, never claimed by a model.
    Risk ("risk") {
        /// A text that passed its checks.
        Low = "low",
        /// Files that passed their checks.
        Medium = "medium",
        /// A release, or something that failed a check.
        High = "high",
    }
}
