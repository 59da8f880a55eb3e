//! `dreamos org`: one's own organisation, and for the operator of a service all of its organisations.

mod usage;

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{ChooseTenantPlan, MadeTenant, MakeTenant, Organisation, RenameOrganisation, SuspendTenant, Tenant};
use dream_client::Client;
use dream_id::OrgId;
use serde::Serialize;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the organisation that your token belongs to; for the operator, another one
    Show {
        /// Another organisation's id
        organisation: Option<OrgId>,
    },
    /// Give the organisation another name
    Rename {
        /// What people will call it
        name: String,
    },
    /// For the operator: make an organisation, and the link with which its owner begins
    Create {
        /// What people will call it
        name: String,
        /// Its first owner, a name or a mail address; nothing is sent there
        #[arg(long, value_name = "EMAIL")]
        owner: String,
        /// The plan it is on; the service's usual one when left out
        #[arg(long, value_name = "PLAN")]
        plan: Option<String>,
    },
    /// For the operator: list the organisations of the service, newest first; the last is the operator's own
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// For the operator: what each organisation of the service used of the bridge in a month
    Usage(usage::Args),
    /// For the operator: make another link for an owner who has not begun yet
    Invite {
        /// The organisation's id
        organisation: OrgId,
    },
    /// For the operator: refuse an organisation's people and sources, and hold its messages, until it is resumed
    Suspend {
        /// The organisation's id
        organisation: OrgId,
        /// Why, for its people
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// For the operator: let a suspended organisation go on
    Resume {
        /// The organisation's id
        organisation: OrgId,
    },
    /// For the operator: put an organisation on a plan
    Plan {
        /// The organisation's id
        organisation: OrgId,
        /// The plan's name, as the file of plans has it
        #[arg(required_unless_present = "usual")]
        plan: Option<String>,
        /// The service's usual plan, instead
        #[arg(long, conflicts_with = "plan")]
        usual: bool,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    match command {
        Command::Show { organisation: None } => own(context, &client.organisation().await?),
        Command::Rename { name } => own(context, &client.rename_organisation(&RenameOrganisation { name }).await?),
        Command::Show { organisation: Some(organisation) } => tenant(context, &client.tenant(organisation).await?),
        Command::Create { name, owner, plan } => {
            let made = client.make_tenant(&MakeTenant { name, owner, plan }).await?;
            begin(context, &client, made)
        }
        Command::Invite { organisation } => begin(context, &client, client.invite_tenant_owner(organisation).await?),
        Command::List { page } => {
            let page = client.tenants(&page.into()).await?;
            list::show(context, &page, &["ID", "NAME", "OWNER", "PLAN", "SUSPENDED", "MADE"], |style, tenant| {
                let suspended = Cell::opt(tenant.suspended_at.map(|at| style.time(at)));
                let (owner, plan) = (owner(tenant), Cell::opt(tenant.plan.clone()));
                vec![Cell::new(tenant.id), Cell::new(&tenant.name), owner, plan, suspended, Cell::new(style.time(tenant.created_at))]
            })
        }
        Command::Usage(args) => usage::run(args, context).await,
        Command::Suspend { organisation, reason } => {
            tenant(context, &client.suspend_tenant(organisation, &SuspendTenant { reason }).await?)
        }
        Command::Resume { organisation } => tenant(context, &client.resume_tenant(organisation).await?),
        Command::Plan { organisation, plan, usual: _ } => {
            tenant(context, &client.choose_tenant_plan(organisation, &ChooseTenantPlan { plan }).await?)
        }
    }
}

fn own(context: &Context, organisation: &Organisation) -> Result<Exit, CliError> {
    context.printer.answer(organisation, |style, organisation| {
        let pairs = [
            ("organisation", Cell::new(organisation.id)),
            ("name", Cell::new(&organisation.name)),
            ("founded", Cell::new(style.time(organisation.created_at))),
        ];
        fields(style, &pairs)
    })?;
    Ok(Exit::Done)
}

fn tenant(context: &Context, tenant: &Tenant) -> Result<Exit, CliError> {
    context.printer.answer(tenant, show)?;
    Ok(Exit::Done)
}

/// An organisation with the whole address of its owner's link.
#[derive(Debug, Serialize)]
struct Begun {
    #[serde(flatten)]
    tenant: Tenant,
    url: String,
}

fn begin(context: &Context, client: &Client, made: MadeTenant) -> Result<Exit, CliError> {
    let MadeTenant { tenant, path, url } = made;
    let begun = Begun { tenant, url: url.unwrap_or_else(|| format!("{}{path}", client.url())) };
    context.printer.answer(&begun, |style, begun| format!("{}\n\n{}", show(style, &begun.tenant), begun.url))?;
    context.printer.note("hand the link to the owner now: it is not stored, cannot be shown again, and works once, for seven days");
    Ok(Exit::Done)
}

/// Who owns it: the operator, or whom the operator made its first owner.
fn owner(tenant: &Tenant) -> Cell {
    if tenant.operator { Cell::new("(the operator's own)") } else { Cell::opt(tenant.owner.clone()) }
}

fn show(style: &Style, tenant: &Tenant) -> String {
    let pairs = [
        ("organisation", Cell::new(tenant.id)),
        ("name", Cell::new(&tenant.name)),
        ("owner", owner(tenant)),
        ("plan", Cell::new(tenant.plan.as_deref().unwrap_or("the usual one"))),
        ("suspended", Cell::maybe(tenant.suspended_at.map(|at| style.time(at)))),
        ("because", Cell::maybe(tenant.suspended_because.clone())),
        ("made", Cell::new(style.time(tenant.created_at))),
    ];
    fields(style, &pairs)
}
