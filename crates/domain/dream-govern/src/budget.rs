//! The money of a run: reserved before a call, settled after it.

use crate::fold::cannot_begin;
use dream_id::{AttemptId, BudgetId, RunId, StageId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A budget as folded from its events. All amounts are millionths of a US dollar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// Its id.
    pub id: BudgetId,
    /// The run whose money it is.
    pub run: RunId,
    /// The most that the run may spend.
    pub cap_micros: u64,
    /// What it has spent.
    pub settled_micros: u64,
    /// What calls under way may still cost.
    pub open: Vec<Reservation>,
    /// What each stage has spent, and how far its latest attempt came.
    pub stages: BTreeMap<StageId, StageSpending>,
}

/// One model call: whose, and its number in the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CallId {
    /// The stage.
    pub stage: StageId,
    /// The attempt.
    pub attempt: AttemptId,
    /// The call's number in the attempt, from 1.
    pub number: u32,
}

/// What a call under way may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// The call.
    pub call: CallId,
    /// What it may cost.
    pub micros: u64,
}

/// What one stage has spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageSpending {
    /// What all its attempts together have spent.
    pub settled_micros: u64,
    /// Its latest attempt that put money aside.
    pub attempt: AttemptId,
    /// The highest number of a call that this attempt settled.
    pub last_call: u32,
}

/// What can happen to a budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum BudgetEvent {
    /// The run started.
    Opened {
        /// The run.
        run: RunId,
        /// The most that it may spend.
        cap_micros: u64,
    },
    /// Money was put aside for a call.
    Reserved {
        /// The call.
        call: CallId,
        /// What it may cost.
        micros: u64,
    },
    /// A call ended, and cost this much.
    Settled {
        /// The call.
        call: CallId,
        /// What it cost.
        micros: u64,
    },
    /// What was spent has come near the cap.
    NearedCap {
        /// The run.
        run: RunId,
        /// What was spent.
        settled_micros: u64,
        /// The most that it may spend.
        cap_micros: u64,
    },
    /// A call cost nothing, because it was never made.
    Released {
        /// The call.
        call: CallId,
    },
    /// A person raised the cap.
    Raised {
        /// The new cap.
        cap_micros: u64,
        /// The body that says why, if given.
        reason: Option<Digest>,
    },
}

impl EventData for BudgetEvent {}

impl Budget {
    /// What calls under way may still cost together.
    #[must_use]
    pub fn reserved_micros(&self) -> u64 {
        self.open.iter().map(|reservation| reservation.micros).fold(0, u64::saturating_add)
    }

    /// What is spent and what is put aside.
    #[must_use]
    pub fn committed_micros(&self) -> u64 {
        self.settled_micros.saturating_add(self.reserved_micros())
    }

    /// Whether money has been spent and none is left.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.settled_micros > 0 && self.settled_micros >= self.cap_micros
    }

    /// Whether so much of the cap has been spent that people should know: four fifths.
    #[must_use]
    pub fn is_near_cap(&self) -> bool {
        let spent = u128::from(self.settled_micros) * 5;
        self.cap_micros > 0 && spent >= u128::from(self.cap_micros) * 4
    }

    /// What is put aside for `call`.
    #[must_use]
    pub fn reservation(&self, call: CallId) -> Option<u64> {
        self.open.iter().find(|reservation| reservation.call == call).map(|reservation| reservation.micros)
    }

    /// Whether `call` was settled before. Calls of one attempt are made one after another.
    #[must_use]
    pub fn is_settled(&self, call: CallId) -> bool {
        self.stages.get(&call.stage).is_some_and(|spent| spent.attempt == call.attempt && call.number <= spent.last_call)
    }

    /// What the stage has spent and has put aside.
    #[must_use]
    pub fn committed_by(&self, stage: StageId) -> u64 {
        let open = self.open.iter().filter(|reservation| reservation.call.stage == stage).map(|reservation| reservation.micros);
        let settled = self.stages.get(&stage).map_or(0, |spent| spent.settled_micros);
        open.fold(settled, u64::saturating_add)
    }

    fn close(&mut self, call: CallId) {
        self.open.retain(|reservation| reservation.call != call);
    }

    fn spending(&mut self, call: CallId) -> &mut StageSpending {
        self.stages.entry(call.stage).or_insert(StageSpending { settled_micros: 0, attempt: call.attempt, last_call: 0 })
    }

    fn reserve(&mut self, call: CallId, micros: u64) {
        self.close(call);
        self.open.push(Reservation { call, micros });
        let spent = self.spending(call);
        if spent.attempt != call.attempt {
            spent.attempt = call.attempt;
            spent.last_call = 0;
        }
    }

    fn settle(&mut self, call: CallId, micros: u64) {
        self.close(call);
        self.settled_micros = self.settled_micros.saturating_add(micros);
        let spent = self.spending(call);
        spent.settled_micros = spent.settled_micros.saturating_add(micros);
        // A superseded attempt may settle its last call after the next attempt has begun.
        if spent.attempt == call.attempt {
            spent.last_call = spent.last_call.max(call.number);
        }
    }
}

impl Aggregate for Budget {
    type Id = BudgetId;
    type Event = BudgetEvent;
    const NOUN: &'static str = "budget";

    fn create(id: BudgetId, first: &Recorded<BudgetEvent>) -> Result<Self, FoldError> {
        let BudgetEvent::Opened { run, cap_micros } = &first.event else { return Err(cannot_begin(Self::NOUN, &first.event)) };
        Ok(Self { id, run: *run, cap_micros: *cap_micros, settled_micros: 0, open: Vec::new(), stages: BTreeMap::new() })
    }

    fn apply(&mut self, event: &Recorded<BudgetEvent>) {
        match &event.event {
            // What was spent says it.
            BudgetEvent::Opened { .. } | BudgetEvent::NearedCap { .. } => {}
            BudgetEvent::Reserved { call, micros } => self.reserve(*call, *micros),
            BudgetEvent::Settled { call, micros } => self.settle(*call, *micros),
            BudgetEvent::Released { call } => self.close(*call),
            BudgetEvent::Raised { cap_micros, .. } => self.cap_micros = *cap_micros,
        }
    }
}
