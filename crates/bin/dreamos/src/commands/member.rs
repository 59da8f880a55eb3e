//! `dreamos member`.

use crate::commands::{invitation, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{AddMember, ChangeMember, Member, ProjectRole, Role};
use dream_id::{MemberId, PersonId, ProjectId};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List members, oldest first
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a member
    Show {
        /// The member's id
        member: MemberId,
    },
    /// Add a person to the organisation
    #[command(group(clap::ArgGroup::new("who").required(true).args(["name", "person"])))]
    Add {
        /// The name of somebody new
        name: Option<String>,
        /// Somebody whom the organisation knows, such as a member who left
        #[arg(long, value_name = "PERSON")]
        person: Option<PersonId>,
        /// Their role: owner, maintainer, reviewer, contributor or viewer
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Option<Role>,
    },
    /// Invite a person: they become a member, and set their password with a link that works once
    Invite(invitation::InviteArgs),
    /// Change what a member may do
    Change {
        /// The member's id
        member: MemberId,
        /// Their role in the organisation
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Option<Role>,
        /// A role on one project, as PROJECT=ROLE; may be given more than once
        #[arg(long, value_name = "PROJECT=ROLE", value_parser = project_role)]
        grant: Vec<ProjectRole>,
        /// A project to take their own role away on; may be given more than once
        #[arg(long, value_name = "PROJECT")]
        revoke: Vec<ProjectId>,
    },
    /// Remove a member
    Remove {
        /// The member's id
        member: MemberId,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let member = match command {
        Command::List { page } => {
            let page = client.members(&page.into()).await?;
            return list::show(context, &page, &["ID", "NAME", "ROLE", "PERSON", "JOINED"], |style, member| {
                let joined = Cell::new(style.time(member.joined_at));
                vec![Cell::new(member.id), Cell::new(&member.name), Cell::opt(member.role), Cell::new(member.person), joined]
            });
        }
        Command::Show { member } => client.member(member).await?,
        Command::Add { name, person, role } => {
            let member = client.add_member(&AddMember { name, person, role }).await?;
            context.printer.note(&format!(
                "next: dreamos member invite --member {}, or dreamos token mint NAME --person {} --scope read,review",
                member.id, member.person
            ));
            member
        }
        Command::Invite(args) => return invitation::invite(args, &client, context).await,
        Command::Change { member, role, grant, revoke } => client.change_member(member, &ChangeMember { role, grant, revoke }).await?,
        Command::Remove { member } => client.remove_member(member).await?,
    };
    context.printer.answer(&member, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, member: &Member) -> String {
    let projects: Vec<String> = member.project_roles.iter().map(|grant| format!("{} on {}", grant.role, grant.project)).collect();
    let teams: Vec<String> = member.teams.iter().map(ToString::to_string).collect();
    let pairs = [
        ("member", Cell::new(member.id)),
        ("name", Cell::new(&member.name)),
        ("person", Cell::new(member.person)),
        ("role", Cell::opt(member.role)),
        ("projects", Cell::new(projects.join("\n"))),
        ("teams", Cell::new(teams.join(", "))),
        ("joined", Cell::new(style.time(member.joined_at))),
        ("left", Cell::maybe(member.removed_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}

pub(crate) fn role(text: &str) -> Result<Role, String> {
    let known = || Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
    Role::from_word(text).ok_or_else(|| format!("use one of {}", known()))
}

pub(crate) fn project_role(text: &str) -> Result<ProjectRole, String> {
    let (project, name) = text.split_once('=').ok_or("write it as PROJECT=ROLE, such as prj_…=reviewer")?;
    Ok(ProjectRole { project: project.parse().map_err(|error| format!("{error}"))?, role: role(name)? })
}
