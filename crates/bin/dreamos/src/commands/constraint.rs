//! `dreamos constraint`.

pub(crate) mod rules;

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Constraint, ConstraintReach, LiftConstraint, NewConstraint};
use dream_id::{ConstraintId, ProjectId, RunId};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List what binds a run, oldest first
    List {
        /// The run's id
        run: RunId,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Bind everything that starts later, in a run, a project, or the whole organisation
    Add {
        /// What later work must keep to
        text: String,
        #[command(flatten)]
        reach: Reach,
        /// The stages it binds, by name; all without it
        #[arg(long, value_name = "STAGE", requires = "run")]
        stage: Vec<String>,
        #[command(flatten)]
        rules: rules::RuleArgs,
    },
    /// Lift a constraint: it binds nothing that starts later
    Lift {
        /// The constraint's id
        constraint: ConstraintId,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// How far a constraint reaches.
#[derive(Debug, Clone, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Reach {
    /// Binds one run
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,
    /// Binds every run of a project
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// Binds every run of the organisation
    #[arg(long)]
    organisation: bool,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let constraint = match command {
        Command::List { run, page } => {
            let page = client.run_constraints(run, &page.into()).await?;
            return list::show(context, &page, &["ID", "REACH", "ADDED", "LIFTED", "RULES", "TEXT"], |style, constraint| {
                let (added, lifted) =
                    (Cell::new(style.time(constraint.added_at)), Cell::opt(constraint.lifted_at.map(|at| style.time(at))));
                let (rules, text) = (rules::cell(&constraint.rules), Cell::excerpt(&constraint.text));
                vec![Cell::new(constraint.id), Cell::new(reach_text(&constraint.reach)), added, lifted, rules, text]
            });
        }
        Command::Add { text, reach, stage, rules } => {
            let body = NewConstraint { text, rules: rules.read(), stages: stage };
            match (reach.run, reach.project) {
                (Some(run), _) => client.constrain_run(run, &body).await?,
                (None, Some(project)) => client.constrain_project(project, &body).await?,
                (None, None) => client.constrain_organisation(&body).await?,
            }
        }
        Command::Lift { constraint, reason } => client.lift_constraint(constraint, &LiftConstraint { reason }).await?,
    };
    context.printer.answer(&constraint, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, constraint: &Constraint) -> String {
    let pairs = [
        ("constraint", Cell::new(constraint.id)),
        ("reach", Cell::new(reach_text(&constraint.reach))),
        ("text", Cell::new(&constraint.text)),
        ("rules", Cell::new(rules::words(&constraint.rules))),
        ("added", Cell::new(style.time(constraint.added_at))),
        ("lifted", Cell::maybe(constraint.lifted_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}

fn reach_text(reach: &ConstraintReach) -> String {
    match reach {
        ConstraintReach::Stages { stages, .. } => stages.join(", "),
        ConstraintReach::Run { run } => run.to_string(),
        ConstraintReach::Project { project } => project.to_string(),
        ConstraintReach::Organisation {} => "organisation".to_owned(),
    }
}
