//! `dreamos team`.

use crate::commands::{list, member::project_role};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{AddTeamMember, ChangeTeam, CreateTeam, MAX_PAGE_SIZE, ProjectRole, Team};
use dream_client::{Client, PageOf};
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
        /// The team's id or name
        team: String,
    },
    /// Change a team's name, or the roles on projects that it gives its people
    Change {
        /// The team's id or name
        team: String,
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
        /// The team's id or name
        team: String,
        /// The member's id
        member: MemberId,
    },
    /// Take a member out of a team
    Remove {
        /// The team's id or name
        team: String,
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
        Command::Show { team } => client.team(known(&client, &team).await?).await?,
        Command::Change { team, name, grant, revoke } => {
            let change = ChangeTeam { name, grant, revoke };
            client.change_team(known(&client, &team).await?, &change).await?
        }
        Command::Add { team, member } => client.add_team_member(known(&client, &team).await?, &AddTeamMember { member }).await?,
        Command::Remove { team, member } => client.remove_team_member(known(&client, &team).await?, member).await?,
    };
    context.printer.answer(&team, show)?;
    Ok(Exit::Done)
}

/// The team of this id, or of this name, as gates name it.
async fn known(client: &Client, named: &str) -> Result<TeamId, CliError> {
    if let Ok(id) = named.parse() {
        return Ok(id);
    }
    let mut cursor = None;
    loop {
        let page = client.teams(&PageOf { cursor, limit: Some(MAX_PAGE_SIZE) }).await?;
        if let Some(team) = page.items.iter().find(|team| team.name == named) {
            return Ok(team.id);
        }
        cursor = page.next;
        if cursor.is_none() {
            return Err(CliError::usage(format!("there is no team `{named}`"), "`dreamos team list` shows ids and names"));
        }
    }
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
