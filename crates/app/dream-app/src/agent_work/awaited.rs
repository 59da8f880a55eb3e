//! Questions that an agent has asked people and ended its turn with: its work waits for the answer, and goes on with it.

use super::hand::{Hand, HandWork};
use crate::permissions::{self, PermissionFilter, QuestionStanding};
use crate::{App, AppError, agents};
use dream_id::{Limit, PermissionId};
use dream_ledger::Stream;
use dream_swarm::PermissionStatus;
use std::time::Duration;

/// How long one wait is; then it is looked again whether anybody may still answer.
const BOUND: Duration = Duration::from_mins(10);
/// How many questions of one task are looked at.
const MOST: u32 = 50;

/// What people answered to the oldest question that is open about the work, in words for the agent, once they have; `None` when it asks
/// nothing. Nobody takes the agent for stuck meanwhile.
pub(super) async fn answer(app: &App, hand: &Hand) -> Result<Option<String>, AppError> {
    let Some(question) = open(app, hand).await? else { return Ok(None) };
    let _waiting = hand.activity().wait_for_people();
    loop {
        // Anew each time: an agent that was stopped meanwhile waits for nothing.
        let op = agents::op_of(app, hand.agent()).await?;
        match permissions::await_answer(&op, question, BOUND).await? {
            QuestionStanding::Answered(words) => {
                return Ok(Some(format!("A person has answered your question {question}:\n\n{words}\n\nGo on with your work.")));
            }
            QuestionStanding::Over(why) => {
                return Ok(Some(format!("Your question {question} was not answered: {why}. Go on without, or end your work and say why.")));
            }
            QuestionStanding::Waiting => {}
        }
    }
}

async fn open(app: &App, hand: &Hand) -> Result<Option<PermissionId>, AppError> {
    let task = match hand.work() {
        HandWork::Stage(job) => job.claim().0,
        HandWork::Task(task) => task.id(),
    };
    let op = agents::op_of(app, hand.agent()).await?;
    let wanted = PermissionFilter { status: Some(PermissionStatus::Waiting), agent: Some(hand.agent().agent), task: Some(task), run: None };
    let found = permissions::list(&op, wanted, None, Limit::new(MOST)).await?;
    let now = app.now();
    Ok(found.items.iter().rev().find(|gate| gate.call().is_none() && !gate.lapsed(now)).map(Stream::id))
}
