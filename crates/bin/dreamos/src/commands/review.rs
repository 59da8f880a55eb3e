//! `dreamos review`: what waits for people, and their decisions.

mod decide;
mod show;

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Cell;
use clap::Subcommand;
use dream_api::ReviewStatus;
use dream_client::ReviewFilter;
use dream_id::{ReviewId, RunId};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List reviews, newest first
    List {
        /// Those that stand so
        #[arg(long, value_parser = status)]
        status: Option<ReviewStatus>,
        /// Those of one run
        #[arg(long, value_name = "RUN")]
        run: Option<RunId>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show what is under review, who may decide, and what approving starts
    Show {
        /// The review's id
        review: ReviewId,
    },
    #[command(flatten)]
    Verdict(decide::Verdict),
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::List { status, run, page } => {
            let page = context.client()?.reviews(&ReviewFilter { status, run }, &page.into()).await?;
            list::show(context, &page, &["ID", "STATUS", "STAGE", "RUN", "RISK", "REQUESTED", "DIGEST"], |style, review| {
                let status = Cell::painted(review.status, show::paint(review.status));
                let requested = Cell::new(style.time(review.requested_at));
                vec![
                    Cell::new(review.id),
                    status,
                    Cell::new(&review.stage),
                    Cell::new(review.run),
                    Cell::new(review.risk),
                    requested,
                    Cell::digest(&review.digest),
                ]
            })
        }
        Command::Show { review } => {
            let review = context.client()?.review(review).await?;
            context.printer.answer(&review, show::detail)?;
            show::note_next(context, &review);
            Ok(Exit::Done)
        }
        Command::Verdict(verdict) => decide::decide(verdict, context).await,
    }
}

fn status(text: &str) -> Result<ReviewStatus, String> {
    let known = || ReviewStatus::ALL.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ");
    ReviewStatus::from_word(text).ok_or_else(|| format!("use one of {}", known()))
}
