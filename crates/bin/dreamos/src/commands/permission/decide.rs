//! Sending a decision.

use super::show;
use crate::context::Context;
use crate::duration::parse;
use crate::error::CliError;
use crate::exit::Exit;
use clap::Subcommand;
use dream_api::{
    AnswerPermission, ApprovePermission, ArgumentPattern, Digest, GrantForLike, PermissionDetail, RejectPermission,
    RequestPermissionChanges,
};
use dream_client::Client;
use dream_clock::{Clock, SystemClock};
use dream_id::PermissionId;
use std::time::Duration;

/// What people say about what an agent asks.
#[derive(Debug, Subcommand)]
pub(crate) enum Verdict {
    /// Approve exactly the call that you saw, once
    Approve {
        /// The permission's id
        permission: PermissionId,
        /// What you saw: the digest that `permission show` printed
        #[arg(long)]
        digest: Digest,
        /// For the record
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
        #[command(flatten)]
        like: Like,
    },
    /// Do not approve, and say what to do otherwise
    RequestChanges {
        /// The permission's id
        permission: PermissionId,
        /// What to do otherwise
        #[arg(long, value_name = "TEXT")]
        comment: String,
        /// What you saw; without it, what is asked when this command arrives
        #[arg(long)]
        digest: Option<Digest>,
    },
    /// Reject the call
    Reject {
        /// The permission's id
        permission: PermissionId,
        /// Why, for the agent
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
        /// What you saw; without it, what is asked when this command arrives
        #[arg(long)]
        digest: Option<Digest>,
    },
    /// Answer a question: the agent hears it on its channel
    Answer {
        /// The permission's id
        permission: PermissionId,
        /// The answer
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
}

/// Standing leave for the like.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Like {
    /// Allow the like of it for this long, too: with the same arguments, unless --where or --any-arguments says otherwise
    #[arg(long, value_name = "DURATION", value_parser = parse)]
    always_for: Option<Duration>,
    /// For how many calls
    #[arg(long, value_name = "N", default_value_t = 100, requires = "always_for")]
    at_most: u32,
    /// What the arguments must be like, as POINTER=GLOB: /command='git *'; may be given more than once
    #[arg(long = "where", value_name = "PATTERN", value_parser = pattern, requires = "always_for", conflicts_with = "any_arguments")]
    patterns: Vec<ArgumentPattern>,
    /// Whatever the arguments are
    #[arg(long, requires = "always_for")]
    any_arguments: bool,
}

impl Like {
    fn grant(self) -> Option<GrantForLike> {
        let until = SystemClock.now().plus(self.always_for?);
        let patterns = if self.any_arguments || !self.patterns.is_empty() { Some(self.patterns) } else { None };
        Some(GrantForLike { patterns, until, most: self.at_most })
    }
}

fn pattern(text: &str) -> Result<ArgumentPattern, String> {
    let (at, glob) = text.split_once('=').ok_or("write a JSON Pointer, `=`, and a text with `*` for any letters: /command='git *'")?;
    Ok(ArgumentPattern { at: at.to_owned(), equals: None, prefix: None, glob: Some(glob.to_owned()) })
}

/// Sends the decision and tells what came of it.
pub(crate) async fn decide(verdict: Verdict, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let asked = match verdict {
        Verdict::Approve { permission, digest, comment, like } => {
            client.approve_permission(permission, &ApprovePermission { digest, comment, grant: like.grant() }).await?
        }
        Verdict::RequestChanges { permission, comment, digest } => {
            let digest = seen(&client, permission, digest).await?;
            client.request_permission_changes(permission, &RequestPermissionChanges { digest, comment }).await?
        }
        Verdict::Reject { permission, comment, digest } => {
            let digest = seen(&client, permission, digest).await?;
            client.reject_permission(permission, &RejectPermission { digest, comment }).await?
        }
        Verdict::Answer { permission, text } => client.answer_permission(permission, &AnswerPermission { text }).await?,
    };
    context.printer.answer(&asked, show::detail)?;
    context.printer.note(&came_of(&asked));
    Ok(Exit::Done)
}

/// What the decision binds: what was named, else what is asked now.
async fn seen(client: &Client, permission: PermissionId, digest: Option<Digest>) -> Result<Digest, CliError> {
    match digest {
        Some(digest) => Ok(digest),
        None => Ok(client.permission(permission).await?.permission.digest),
    }
}

fn came_of(asked: &PermissionDetail) -> String {
    format!("{}: {}; next: dreamos permission list --status waiting", asked.permission.agent_name, asked.permission.status)
}
