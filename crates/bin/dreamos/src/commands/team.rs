//! `dreamos team`.

use crate::commands::{list, member::project_role};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{AddTeamMember, ChangeTeam, CreateTeam, ProjectRole, Team};
use dream_id::{MemberId, ProjectId, TeamId};

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
    /// Show a team
    Show {
        /// The team's id
        team: TeamId,
    },
    /// Change a team's name, or the roles on projects that it gives its people
    Change {
        /// The team's id
        team: TeamId,
        /// The new name; gates that ask for team:OLD-NAME no longer do
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// A role on one project, as PROJECT=ROLE; may be given more than once
        #[arg(long, value_name = "PROJECT=ROLE", value_parser = project_role)]
        grant: Vec<ProjectRole>,
        /// A project to take the team's role away on; may be given more than once
        #[arg(long, value_name = "PROJECT")]
        revoke: Vec<ProjectId>,
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
        Command::Show { team } => client.team(team).await?,
        Command::Change { team, name, grant, revoke } => client.change_team(team, &ChangeTeam { name, grant, revoke }).await?,
        Command::Add { team, member } => client.add_team_member(team, &AddTeamMember { member }).await?,
        Command::Remove { team, member } => client.remove_team_member(team, member).await?,
    };
    context.printer.answer(&team, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, team: &Team) -> String {
    let members: Vec<String> = team.members.iter().map(ToString::to_string).collect();
    let projects: Vec<String> = team.project_roles.iter().map(|grant| format!("{} on {}", grant.role, grant.project)).collect();
    let pairs = [
        ("team", Cell::new(team.id)),
        ("name", Cell::new(&team.name)),
        ("projects", Cell::new(projects.join("\n"))),
        ("members", Cell::new(members.join("\n"))),
    ];
    fields(style, &pairs)
}
