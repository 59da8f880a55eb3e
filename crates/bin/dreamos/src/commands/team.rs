//! `dreamos team`.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{AddTeamMember, CreateTeam, Team};
use dream_id::{MemberId, TeamId};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List teams by name
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Make a team
    Create {
        /// What people will call it; gates name it as team:NAME
        name: String,
    },
    /// Put a member into a team
    Add {
        /// The team's id
        team: TeamId,
        /// The member's id
        member: MemberId,
    },
    /// Take a member out of a team
    Remove {
        /// The team's id
        team: TeamId,
        /// The member's id
        member: MemberId,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let team = match command {
        Command::List { page } => {
            let page = client.teams(&page.into()).await?;
            return list::show(context, &page, &["ID", "NAME", "MEMBERS"], |_, team| {
                vec![Cell::new(team.id), Cell::new(&team.name), Cell::new(team.members.len())]
            });
        }
        Command::Create { name } => client.create_team(&CreateTeam { name }).await?,
        Command::Add { team, member } => client.add_team_member(team, &AddTeamMember { member }).await?,
        Command::Remove { team, member } => client.remove_team_member(team, member).await?,
    };
    context.printer.answer(&team, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, team: &Team) -> String {
    let members: Vec<String> = team.members.iter().map(ToString::to_string).collect();
    fields(style, &[("team", Cell::new(team.id)), ("name", Cell::new(&team.name)), ("members", Cell::new(members.join("\n")))])
}
