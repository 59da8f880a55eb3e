//! Pausing, resuming and cancelling a run.

use super::{RunSet, StageIndex};
use crate::{AttemptEvent, Decision, Phase, Refusal, Review, ReviewEvent, RunEvent, Stage, StageEvent};
use dream_id::ReviewId;
use dream_ledger::{By, Digest};

impl RunSet {
    /// Pauses the run: attempts that run may end, reviews may be decided, nothing new starts.
    ///
    /// # Errors
    /// When the run is over or paused already.
    pub fn pause(&mut self, reason: Option<Digest>, by: &By) -> Result<(), Refusal> {
        self.check_open()?;
        if self.run().paused {
            return Err(Refusal::RunPaused);
        }
        self.streams.run.record(by, RunEvent::Paused { reason });
        self.settle(by);
        Ok(())
    }

    /// Resumes a paused run. What holds single stages holds them still.
    ///
    /// # Errors
    /// When the run is over or not paused.
    pub fn resume(&mut self, by: &By) -> Result<(), Refusal> {
        self.check_open()?;
        if !self.run().paused {
            return Err(Refusal::RunNotPaused);
        }
        self.streams.run.record(by, RunEvent::Resumed {});
        self.settle(by);
        Ok(())
    }

    /// Cancels the run for good, whatever it is doing: attempts end, open reviews are withdrawn, done work stays as it is.
    ///
    /// # Errors
    /// When the run is finished or cancelled already.
    pub fn cancel(&mut self, reason: Option<Digest>, by: &By) -> Result<(), Refusal> {
        self.check_open()?;
        let unfinished = |stage: &Stage| matches!(stage.phase, Phase::Queued | Phase::Running | Phase::Waiting);
        let indexes: Vec<StageIndex> = self.stages().filter(|(_, stage)| unfinished(stage)).map(|(index, _)| index).collect();
        self.streams.run.record(by, RunEvent::Cancelled { reason });
        for index in indexes {
            let Some((attempt, review)) = self.stage(index).map(|stage| (stage.attempt, stage.review)) else { continue };
            if let Some(attempt) = attempt {
                self.on_attempt(attempt, by, AttemptEvent::Cancelled {});
            }
            if let Some(review) = review {
                self.withdraw(review, by);
            }
            self.on_stage(index, by, StageEvent::Cancelled {});
        }
        Ok(())
    }

    /// Closes the review as withdrawn, if it is open.
    pub(super) fn withdraw(&mut self, id: ReviewId, by: &By) {
        if self.review(id).is_some_and(Review::is_open) {
            self.on_review(id, by, ReviewEvent::Closed { decision: Decision::Withdrawn, by: Vec::new(), model: None });
        }
    }
}
