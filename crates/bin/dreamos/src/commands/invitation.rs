//! `dreamos invitation`.

use crate::commands::{list, member};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Invitation, Invite, MadeInvitation, Role};
use dream_client::Client;
use dream_id::{LinkId, MemberId};
use serde::Serialize;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List invitations, newest first
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Revoke an invitation; the person stays a member
    Revoke {
        /// The invitation's id
        invitation: LinkId,
    },
}

/// Who is invited.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(group(clap::ArgGroup::new("who").required(true).args(["name", "member"])))]
pub(crate) struct InviteArgs {
    /// The name of somebody new
    name: Option<String>,
    /// Their role: owner, maintainer, reviewer, contributor or viewer
    #[arg(long, value_name = "ROLE", value_parser = member::role, conflicts_with = "member")]
    role: Option<Role>,
    /// A member who is there already, instead; one who has a password sets a new one
    #[arg(long, value_name = "MEMBER")]
    member: Option<MemberId>,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    match command {
        Command::List { page } => {
            let page = client.invitations(&page.into()).await?;
            list::show(context, &page, &["ID", "NAME", "PERSON", "EXPIRES", "ACCEPTED", "REVOKED"], |style, invitation| {
                let time = |at: Option<_>| Cell::opt(at.map(|at| style.time(at)));
                let (accepted, revoked) = (time(invitation.used_at), time(invitation.revoked_at));
                let expires = Cell::new(style.time(invitation.expires_at));
                vec![Cell::new(invitation.id), Cell::new(&invitation.name), Cell::new(invitation.person), expires, accepted, revoked]
            })
        }
        Command::Revoke { invitation } => {
            let invitation = client.revoke_invitation(invitation).await?;
            context.printer.answer(&invitation, show)?;
            Ok(Exit::Done)
        }
    }
}

/// An invitation with the whole address of its link.
#[derive(Debug, Serialize)]
struct Invited {
    #[serde(flatten)]
    invitation: Invitation,
    url: String,
}

/// `dreamos member invite`.
pub(crate) async fn invite(args: InviteArgs, client: &Client, context: &Context) -> Result<Exit, CliError> {
    let InviteArgs { name, role, member } = args;
    let MadeInvitation { invitation, path, url } = client.invite(&Invite { name, role, member }).await?;
    let invited = Invited { invitation, url: url.unwrap_or_else(|| format!("{}{path}", client.url())) };
    context.printer.answer(&invited, |style, invited| format!("{}\n\n{}", show(style, &invited.invitation), invited.url))?;
    context.printer.note("hand the link on now: it is not stored, cannot be shown again, and works once, for seven days");
    Ok(Exit::Done)
}

fn show(style: &Style, invitation: &Invitation) -> String {
    let pairs = [
        ("invitation", Cell::new(invitation.id)),
        ("name", Cell::new(&invitation.name)),
        ("person", Cell::new(invitation.person)),
        ("expires", Cell::new(style.time(invitation.expires_at))),
        ("accepted", Cell::maybe(invitation.used_at.map(|at| style.time(at)))),
        ("revoked", Cell::maybe(invitation.revoked_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}
