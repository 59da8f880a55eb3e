//! Sending a decision.

use super::show;
use crate::commands::constraint::rules::RuleArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use clap::Subcommand;
use dream_api::{
    Approve, BreakGlass, Constrain, Digest, Regenerate, Reject, RequestChanges, ReviewDetail, ReviewStatus, SecondLook, SecondLookVerdict,
};
use dream_client::Client;
use dream_id::{PersonId, ReviewId};

/// What people say about a review.
#[derive(Debug, Subcommand)]
pub(crate) enum Verdict {
    /// Approve exactly the bytes you saw
    Approve {
        /// The review's id
        review: ReviewId,
        /// What you saw: the digest that `review show` printed
        #[arg(long)]
        digest: Digest,
        /// For the record
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
        /// What binds everything that starts later; may be given more than once
        #[arg(long, value_name = "TEXT")]
        constraint: Vec<String>,
        #[command(flatten)]
        rules: RuleArgs,
        /// The person for whom you decide, by a delegation
        #[arg(long, value_name = "PERSON")]
        on_behalf_of: Option<PersonId>,
    },
    /// Send the stage back with comments, which the next attempt reads
    RequestChanges {
        /// The review's id
        review: ReviewId,
        /// What to change
        #[arg(long, value_name = "TEXT")]
        comment: String,
        #[command(flatten)]
        seen: Seen,
        /// The person for whom you decide, by a delegation
        #[arg(long, value_name = "PERSON")]
        on_behalf_of: Option<PersonId>,
    },
    /// Send the stage back for a fresh attempt that sees nothing of this one
    Regenerate {
        /// The review's id
        review: ReviewId,
        /// The model to use, when not the one that is set
        #[arg(long, value_name = "MODEL")]
        model: Option<String>,
        /// For the record
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
        /// What binds the fresh attempt and everything that starts later; may be given more than once
        #[arg(long, value_name = "TEXT")]
        constraint: Vec<String>,
        #[command(flatten)]
        rules: RuleArgs,
        #[command(flatten)]
        seen: Seen,
        /// The person for whom you decide, by a delegation
        #[arg(long, value_name = "PERSON")]
        on_behalf_of: Option<PersonId>,
    },
    /// Add constraints, and leave the review open
    Constrain {
        /// The review's id
        review: ReviewId,
        /// What binds everything that starts later; may be given more than once
        #[arg(long, value_name = "TEXT", required = true)]
        constraint: Vec<String>,
        #[command(flatten)]
        rules: RuleArgs,
        #[command(flatten)]
        seen: Seen,
    },
    /// Reject: the stage and the run fail
    Reject {
        /// The review's id
        review: ReviewId,
        /// Why
        #[arg(long, value_name = "TEXT")]
        comment: String,
        #[command(flatten)]
        seen: Seen,
        /// The person for whom you decide, by a delegation
        #[arg(long, value_name = "PERSON")]
        on_behalf_of: Option<PersonId>,
    },
    /// Ask again after a review has expired
    AskAgain {
        /// The review's id
        review: ReviewId,
    },
    /// Approve alone in an emergency; somebody else has to look at it afterwards
    BreakGlass {
        /// The review's id
        review: ReviewId,
        /// What you saw: the digest that `review show` printed
        #[arg(long)]
        digest: Digest,
        /// Why it cannot wait
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Look again at an emergency approval
    SecondLook(SecondLookArgs),
}

/// What was seen.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Seen {
    /// What you saw; without it, what is under review when this command arrives
    #[arg(long)]
    digest: Option<Digest>,
}

#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(group(clap::ArgGroup::new("found").required(true).args(["confirm", "contest"])))]
pub(crate) struct SecondLookArgs {
    /// The review's id
    review: ReviewId,
    /// It was right
    #[arg(long)]
    confirm: bool,
    /// It was not: what rested on it runs or is reviewed again
    #[arg(long)]
    contest: bool,
    /// What was found
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Sends the decision and tells what came of it.
pub(crate) async fn decide(verdict: Verdict, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let review = match verdict {
        Verdict::Approve { review, digest, comment, constraint, rules, on_behalf_of } => {
            let constraints = rules.bind(constraint)?;
            client.approve(review, &Approve { digest, on_behalf_of, comment, constraints, drafts: Vec::new() }).await?
        }
        Verdict::RequestChanges { review, comment, seen, on_behalf_of } => {
            let digest = seen.digest(&client, review).await?;
            client.request_changes(review, &RequestChanges { digest, on_behalf_of, comment, notes: Vec::new(), drafts: Vec::new() }).await?
        }
        Verdict::Regenerate { review, model, comment, constraint, rules, seen, on_behalf_of } => {
            let constraints = rules.bind(constraint)?;
            let digest = seen.digest(&client, review).await?;
            client.regenerate(review, &Regenerate { digest, on_behalf_of, model, comment, constraints, drafts: Vec::new() }).await?
        }
        Verdict::Constrain { review, constraint, rules, seen } => {
            let constraints = rules.bind(constraint)?;
            let digest = seen.digest(&client, review).await?;
            client.constrain(review, &Constrain { digest, constraints }).await?
        }
        Verdict::Reject { review, comment, seen, on_behalf_of } => {
            let digest = seen.digest(&client, review).await?;
            client.reject(review, &Reject { digest, on_behalf_of, comment, drafts: Vec::new() }).await?
        }
        Verdict::BreakGlass { review, digest, reason } => client.break_glass(review, &BreakGlass { digest, reason }).await?,
        Verdict::SecondLook(args) => second_look(&client, args).await?,
        Verdict::AskAgain { review } => client.ask_again(review).await?,
    };
    context.printer.answer(&review, show::detail)?;
    context.printer.note(&came_of(&review));
    Ok(Exit::Done)
}

impl Seen {
    /// What the decision binds: what was named, else what is under review now.
    async fn digest(self, client: &Client, review: ReviewId) -> Result<Digest, CliError> {
        match self.digest {
            Some(digest) => Ok(digest),
            None => Ok(client.review(review).await?.review.digest),
        }
    }
}

async fn second_look(client: &Client, args: SecondLookArgs) -> Result<ReviewDetail, CliError> {
    let verdict = if args.contest { SecondLookVerdict::Contest } else { SecondLookVerdict::Confirm };
    Ok(client.second_look(args.review, &SecondLook { verdict, note: args.note }).await?)
}

fn came_of(review: &ReviewDetail) -> String {
    let (run, stage) = (review.review.run, &review.review.stage);
    match review.review.status {
        ReviewStatus::Waiting if review.approvals_missing > 0 => {
            format!("{stage} still waits: {} more to approve", review.approvals_missing)
        }
        status => format!("{stage}: {status}; next: dreamos run wait {run} --until review"),
    }
}
