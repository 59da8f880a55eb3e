//! `dreamos captain`, `dreamos stop-all` and `dreamos start-all`.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::Subcommand;
use dream_api::{
    Actor, AnswerEscalation, BroadcastOrder, Captain, CaptainRight, ChangeTask, Escalation, EscalationDetail, EscalationStatus, SetCaptain,
    StopAll, Swarm,
};
use dream_id::{EscalationId, PersonId, TaskId};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show who is captain, and whether all agents are stopped
    Show,
    /// Make somebody captain
    Set(SetArgs),
    /// Give every agent an order
    Broadcast {
        /// What they are told
        text: String,
    },
    /// Assign a task to an agent
    Assign {
        /// The task's id
        task: TaskId,
        /// The agent's name
        agent: String,
    },
    /// List what agents could not solve, newest first
    Escalations {
        /// Only those in this state: raised, acknowledged, answered or resolved
        #[arg(long, value_name = "STATUS", value_parser = status)]
        status: Option<EscalationStatus>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show what an agent could not solve, and what was tried
    Escalation {
        /// The escalation's id
        escalation: EscalationId,
    },
    /// Say that you look into an escalation
    Acknowledge {
        /// The escalation's id
        escalation: EscalationId,
    },
    /// Answer an escalation; the agent gets the answer as an order
    Answer {
        /// The escalation's id
        escalation: EscalationId,
        /// What the agent is told
        text: String,
    },
    /// Say that an escalation is over
    Resolve {
        /// The escalation's id
        escalation: EscalationId,
    },
}

/// Who is to be captain.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(group(clap::ArgGroup::new("captain").required(true).args(["person", "agent", "nobody"])))]
pub(crate) struct SetArgs {
    /// A member of the organisation, with the rights of their role
    #[arg(long, value_name = "PERSON")]
    person: Option<PersonId>,
    /// An agent, which may do what --right gives it beyond other agents
    #[arg(long, value_name = "NAME")]
    agent: Option<String>,
    /// Nobody: people alone lead the agents
    #[arg(long)]
    nobody: bool,
    /// What the agent may do: order, assign, answer, manage or `stop_all`; may be given more than once
    #[arg(long, value_name = "RIGHT", value_parser = right, requires = "agent", conflicts_with_all = ["person", "nobody"])]
    right: Vec<CaptainRight>,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let escalation = match command {
        Command::Show => return swarm(context, &client.swarm().await?),
        Command::Set(args) => {
            let body = SetCaptain { person: args.person, agent: args.agent, rights: args.right };
            return swarm(context, &client.set_captain(&body).await?);
        }
        Command::Broadcast { text } => {
            let outcome = client.broadcast_order(&BroadcastOrder { text }).await?;
            context.printer.answer(&outcome, |style, outcome| fields(style, &[("sent to", Cell::new(outcome.sent))]))?;
            for failure in &outcome.failed {
                context.printer.note(&format!("{}: {}", failure.agent, failure.why));
            }
            return Ok(if outcome.failed.is_empty() { Exit::Done } else { Exit::Partial });
        }
        Command::Assign { task, agent } => {
            // A task may be assigned to anybody who claims under that name; here an agent is meant.
            client.agent(&agent).await?;
            let changed = client.change_task(task, &ChangeTask { assignee: Some(agent), ..ChangeTask::default() }).await?;
            context.printer.answer(&changed, |style, changed| {
                fields(style, &[("task", Cell::new(changed.task.id)), ("assignee", Cell::opt(changed.task.assignee.as_ref()))])
            })?;
            return Ok(Exit::Done);
        }
        Command::Escalations { status, page } => {
            let page = client.escalations(status, &page.into()).await?;
            return list::show(context, &page, &["ID", "STATUS", "ABOUT", "AGENT", "RAISED", "TITLE"], row);
        }
        Command::Escalation { escalation } => client.escalation(escalation).await?,
        Command::Acknowledge { escalation } => client.acknowledge_escalation(escalation).await?,
        Command::Answer { escalation, text } => client.answer_escalation(escalation, &AnswerEscalation { text }).await?,
        Command::Resolve { escalation } => client.resolve_escalation(escalation).await?,
    };
    context.printer.answer(&escalation, show)?;
    Ok(Exit::Done)
}

/// `dreamos stop-all`.
pub(crate) async fn stop_all(reason: Option<String>, context: &Context) -> Result<Exit, CliError> {
    let stopped = context.client()?.stop_all_agents(&StopAll { reason }).await?;
    context.printer.note("every agent is stopped, over restarts of the server too; start them again: dreamos start-all");
    swarm(context, &stopped)
}

/// `dreamos start-all`.
pub(crate) async fn start_all(context: &Context) -> Result<Exit, CliError> {
    swarm(context, &context.client()?.start_all_agents().await?)
}

fn swarm(context: &Context, swarm: &Swarm) -> Result<Exit, CliError> {
    context.printer.answer(swarm, |style, swarm| {
        let captain = swarm.captain.as_ref().map(captain_text);
        let state = if swarm.stopped { Cell::painted("all stopped", Paint::Bad) } else { Cell::new("going") };
        let pairs = [
            ("captain", Cell::opt(captain)),
            ("agents", state),
            ("stopped by", Cell::maybe(swarm.stopped_by.as_ref().map(actor_text))),
            ("stopped", Cell::maybe(swarm.stopped_at.map(|at| style.time(at)))),
            ("why", Cell::maybe(swarm.reason.as_ref())),
            ("sandbox", Cell::maybe(swarm.sandbox.as_ref())),
        ];
        fields(style, &pairs)
    })?;
    Ok(Exit::Done)
}

fn captain_text(captain: &Captain) -> String {
    match captain {
        Captain::Person { id, name } => name.as_ref().map_or_else(|| id.to_string(), |name| format!("{name} ({id})")),
        Captain::Agent { name, rights, .. } if rights.is_empty() => format!("agent {name}, without rights beyond other agents"),
        Captain::Agent { name, rights, .. } => {
            let words: Vec<&str> = rights.iter().map(|right| right.as_str()).collect();
            format!("agent {name}, which may: {}", words.join(", "))
        }
    }
}

fn actor_text(actor: &Actor) -> String {
    match actor {
        Actor::Person { id, .. } => id.to_string(),
        Actor::Agent { name } => format!("agent {name}"),
        Actor::System { worker } => format!("the server ({worker})"),
    }
}

fn row(style: &Style, escalation: &Escalation) -> Vec<Cell> {
    vec![
        Cell::new(escalation.id),
        Cell::new(escalation.status),
        Cell::new(escalation.about),
        Cell::opt(escalation.agent.as_ref()),
        Cell::new(style.time(escalation.raised_at)),
        Cell::new(&escalation.title),
    ]
}

fn show(style: &Style, detail: &EscalationDetail) -> String {
    let escalation = &detail.escalation;
    let pairs = [
        ("escalation", Cell::new(escalation.id)),
        ("status", Cell::new(escalation.status)),
        ("about", Cell::new(escalation.about)),
        ("title", Cell::new(&escalation.title)),
        ("agent", Cell::maybe(escalation.agent.as_ref())),
        ("task", Cell::maybe(escalation.task)),
        ("run", Cell::maybe(escalation.run)),
        ("tried", Cell::new(escalation.tried.join(", then "))),
        ("raised", Cell::new(style.time(escalation.raised_at))),
        ("due", Cell::new(style.time(escalation.due_at))),
        ("people told", Cell::maybe(escalation.people_told_at.map(|at| style.time(at)))),
        ("handled by", Cell::maybe(escalation.handled_by.as_ref().map(actor_text))),
        ("text", Cell::maybe(detail.text.as_ref())),
        ("answer", Cell::maybe(detail.answer.as_ref())),
    ];
    fields(style, &pairs)
}

fn status(word: &str) -> Result<EscalationStatus, String> {
    EscalationStatus::from_word(word).ok_or_else(|| "use raised, acknowledged, answered or resolved".to_owned())
}

fn right(word: &str) -> Result<CaptainRight, String> {
    CaptainRight::from_word(word).ok_or_else(|| "use order, assign, answer, manage or stop_all".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        args: SetArgs,
    }

    #[test]
    fn an_agent_is_given_rights_and_nobody_else() {
        let typed = |words: &[&str]| Typed::try_parse_from(["set"].iter().chain(words)).map(|typed| typed.args.right);
        let rights = typed(&["--agent", "lead", "--right", "order", "--right", "stop_all"]).unwrap();
        assert_eq!(rights, [CaptainRight::Order, CaptainRight::StopAll]);
        for alone in [&["--agent", "lead"][..], &["--person", "per_01jd3kz5e8f0vs1m7q2w9x4t6b"], &["--nobody"]] {
            assert_eq!(typed(alone).unwrap(), [], "{alone:?}");
        }
        for wrong in [
            &[][..],
            &["--right", "order"],
            &["--nobody", "--right", "order"],
            &["--agent", "lead", "--nobody"],
            &["--agent", "a", "--right", "all"],
        ] {
            assert!(typed(wrong).is_err(), "{wrong:?}");
        }
    }
}
