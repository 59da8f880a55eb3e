//! `dreamos delegation`.

use crate::commands::list;
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Delegation, MAX_PAGE_SIZE, NewDelegation, Role};
use dream_client::{Client, PageOf};
use dream_clock::{Clock, SystemClock};
use dream_id::{DelegationId, PersonId, ProjectId};
use std::time::Duration;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List who decides for whom, newest first
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Let somebody else decide for you, for a time
    Create {
        /// Who may decide for you
        #[arg(long, value_name = "PERSON")]
        to: PersonId,
        /// For how long, such as 7d
        #[arg(long = "for", value_name = "TIME", value_parser = duration::parse)]
        span: Duration,
        /// On which project; on all without it
        #[arg(long, value_name = "PROJECT")]
        project: Option<ProjectId>,
    },
    /// Take a delegation back
    Revoke {
        /// The delegation's id
        delegation: DelegationId,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let delegation = match command {
        Command::List { page } => {
            let page = client.delegations(&page.into()).await?;
            return list::show(context, &page, &["ID", "FROM", "TO", "PROJECT", "ENDS", "REVOKED"], |style, delegation| {
                let revoked = Cell::opt(delegation.revoked_at.map(|at| style.time(at)));
                let ends = Cell::new(style.time(delegation.until));
                vec![
                    Cell::new(delegation.id),
                    Cell::new(delegation.from),
                    Cell::new(delegation.to),
                    Cell::opt(delegation.project),
                    ends,
                    revoked,
                ]
            });
        }
        Command::Create { to, span, project } => {
            let until = SystemClock.now().plus(span);
            let given = client.delegate(&NewDelegation { to, project, until }).await?;
            context.printer.answer(&given, show)?;
            if let Some(note) = decides_nothing(&client, to).await {
                context.printer.note(&note);
            }
            return Ok(Exit::Done);
        }
        Command::Revoke { delegation } => client.revoke_delegation(delegation).await?,
    };
    context.printer.answer(&delegation, show)?;
    Ok(Exit::Done)
}

/// What to say when it was given to somebody who decides nothing: a delegation lends an approver's place, and no role.
async fn decides_nothing(client: &Client, to: PersonId) -> Option<String> {
    let everybody = PageOf { cursor: None, limit: Some(MAX_PAGE_SIZE) };
    // The delegation is given; who may not see the members is told no more about them.
    let members = client.members(&everybody).await.ok()?;
    let member = members.items.into_iter().find(|member| member.person == to)?;
    let elsewhere = !member.project_roles.is_empty() || !member.teams.is_empty();
    let role = member.role.filter(|role| matches!(role, Role::Viewer | Role::Contributor))?;
    (!elsewhere)
        .then(|| format!("warning: {} is a {role} and decides nothing, not for you either, until they are made a reviewer", member.name))
}

fn show(style: &Style, delegation: &Delegation) -> String {
    let pairs = [
        ("delegation", Cell::new(delegation.id)),
        ("from", Cell::new(delegation.from)),
        ("to", Cell::new(delegation.to)),
        ("project", Cell::maybe(delegation.project)),
        ("ends", Cell::new(style.time(delegation.until))),
        ("revoked", Cell::maybe(delegation.revoked_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}
