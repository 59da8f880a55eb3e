//! A small model of a run of the diamond, written apart from the code that it is compared with: plain fields, no events.

use crate::kit::{ANN, BOB, BOT, CAT, DAN};
use std::collections::BTreeSet;

pub(crate) const NAMES: [&str; 4] = ["a", "b", "c", "d"];
pub(crate) const TERM: u64 = 7 * 86_400;
const CAP: u64 = 1_000;
const NEEDS: [&[usize]; 4] = [&[], &[0], &[0], &[1, 2]];
const ABOVE: [&[usize]; 4] = [&[], &[0], &[0], &[0, 1, 2]];
const BELOW: [&[usize]; 4] = [&[1, 2, 3], &[3], &[3], &[]];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Queued,
    Running,
    Waiting,
    Done,
    Failed,
    Cancelled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Say {
    Approve,
    Changes,
    Fresh,
    Reject,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    Start(usize),
    HandIn(usize, bool),
    Fail(usize, bool),
    Vote { who: u8, stage: usize, say: Say, fresh: bool, for_bob: bool },
    Expire(usize),
    AskAgain(usize),
    PassTime(u64),
    Put(u8, usize),
    Rollback(usize),
    Rerun(usize),
    Pause,
    Resume,
    Cancel,
    Block(usize),
    Unblock(usize),
    Constrain { scope: Option<usize>, review: Option<usize> },
    Reserve(usize, u64),
    Settle(usize, u64),
    Raise(u64),
    BreakGlass(u8, usize),
    SecondLook(u8, usize, bool),
    Demote(u8),
    Restore,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) open: bool,
    pub(crate) lapsed: bool,
    pub(crate) until: u64,
    pub(crate) votes: Vec<(u8, Option<u8>)>,
    author: Option<u8>,
    glass: Option<u8>,
    looked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) phase: Phase,
    pub(crate) held: bool,
    pub(crate) output: bool,
    pub(crate) fails: u32,
    pub(crate) question: Option<Question>,
    ever: bool,
    reserved: Option<u64>,
    calls: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) stages: [Stage; 4],
    pub(crate) paused: bool,
    pub(crate) cancelled: bool,
    pub(crate) now: u64,
    pub(crate) settled: u64,
    pub(crate) cap: u64,
    left_open: u64,
    constraints: usize,
    demoted: BTreeSet<u8>,
}

impl Question {
    fn new(now: u64, author: Option<u8>) -> Self {
        Self { open: true, lapsed: false, until: now + TERM, votes: Vec::new(), author, glass: None, looked: false }
    }
}

impl Model {
    pub(crate) fn new() -> Self {
        let stage =
            Stage { phase: Phase::Queued, held: false, output: false, fails: 0, question: None, ever: false, reserved: None, calls: 0 };
        let stages = [stage.clone(), stage.clone(), stage.clone(), stage];
        Self {
            stages,
            paused: false,
            cancelled: false,
            now: 0,
            settled: 0,
            cap: CAP,
            left_open: 0,
            constraints: 0,
            demoted: BTreeSet::new(),
        }
    }

    pub(crate) fn finished(&self) -> bool {
        self.stages.iter().all(|stage| stage.phase == Phase::Done)
    }

    fn failed(&self) -> BTreeSet<usize> {
        (0..4).filter(|n| self.stages[*n].phase == Phase::Failed).collect()
    }

    fn open(&self) -> bool {
        !self.cancelled && !self.finished()
    }

    pub(crate) fn committed(&self) -> u64 {
        self.settled + self.left_open + self.stages.iter().filter_map(|stage| stage.reserved).sum::<u64>()
    }

    /// The run's status, by the rule of the design: the first that applies.
    pub(crate) fn status(&self) -> &'static str {
        let any = |word: &str| (0..4).any(|n| self.stage_status(n) == word);
        if self.cancelled {
            "cancelled"
        } else if any("failed") {
            "failed"
        } else if self.finished() {
            "done"
        } else {
            ["waiting", "running", "blocked"].into_iter().find(|word| any(word)).unwrap_or("queued")
        }
    }

    pub(crate) fn stage_status(&self, n: usize) -> &'static str {
        let stage = &self.stages[n];
        match stage.phase {
            Phase::Done => "done",
            Phase::Failed => "failed",
            Phase::Cancelled => "cancelled",
            _ if stage.held => "blocked",
            Phase::Running => "running",
            _ if self.paused => "blocked",
            Phase::Waiting => "waiting",
            Phase::Queued => "queued",
        }
    }

    fn can_start(&self, n: usize) -> bool {
        let stage = &self.stages[n];
        let money = self.settled == 0 || self.settled < self.cap;
        let needs = NEEDS[n].iter().all(|need| self.stages[*need].phase == Phase::Done);
        self.open() && self.failed().is_empty() && !self.paused && stage.phase == Phase::Queued && !stage.held && needs && money
    }

    fn eligible(&self, who: u8, n: usize, for_bob: bool) -> bool {
        let role_of = |who: u8| match who {
            _ if self.demoted.contains(&who) => "viewer",
            ANN => "owner",
            BOB | CAT => "reviewer",
            _ => "contributor",
        };
        let (human, acts_as) = (matches!(who, ANN | BOB | CAT | DAN), if for_bob { BOB } else { who });
        if !human || (for_bob && who != DAN) {
            return false;
        }
        let asked = if n == 3 { role_of(acts_as) == "owner" } else { matches!(role_of(acts_as), "owner" | "reviewer") };
        let author = self.stages[n].question.as_ref().and_then(|question| question.author);
        let involved = [who, acts_as];
        let excluded = n == 2 && (involved.contains(&ANN) || author.is_some_and(|author| involved.contains(&author)));
        asked && !excluded
    }

    /// What would bring the run forward now.
    pub(crate) fn useful(&self) -> Vec<Command> {
        let mut useful = Vec::new();
        for n in 0..4 {
            if self.can_start(n) {
                useful.push(Command::Start(n));
            }
            match self.stages[n].phase {
                Phase::Running => useful.push(Command::HandIn(n, true)),
                Phase::Waiting => {
                    let approve = |who| Command::Vote { who, stage: n, say: Say::Approve, fresh: true, for_bob: false };
                    let voted = |who| self.stages[n].question.as_ref().is_some_and(|question| question.votes.contains(&(who, None)));
                    useful.extend([ANN, BOB, CAT].into_iter().filter(|who| self.eligible(*who, n, false) && !voted(*who)).map(approve));
                }
                _ => {}
            }
        }
        useful
    }

    /// Does the command if it is allowed; says whether it is.
    pub(crate) fn apply(&mut self, command: &Command) -> bool {
        match *command {
            Command::Start(n) => self.start(n),
            Command::HandIn(n, passed) => self.hand_in(n, passed),
            Command::Fail(n, retryable) => self.fail(n, retryable),
            Command::Vote { who, stage, say, fresh, for_bob } => self.vote(who, stage, say, fresh, for_bob),
            Command::Expire(n) => self.expire(n),
            Command::AskAgain(n) => self.ask_again(n),
            Command::PassTime(seconds) => {
                self.now += seconds;
                true
            }
            Command::Put(who, n) => self.put(who, n),
            Command::Rollback(n) => self.rollback(n),
            Command::Rerun(n) => self.rerun(n),
            Command::Pause => self.open() && !std::mem::replace(&mut self.paused, true),
            Command::Resume => self.open() && std::mem::replace(&mut self.paused, false),
            Command::Cancel => self.cancel(),
            Command::Block(n) => self.block(n),
            Command::Unblock(n) => self.unblock(n),
            Command::Constrain { scope, review } => self.constrain(scope, review),
            Command::Reserve(n, micros) => self.reserve(n, micros),
            Command::Settle(n, micros) => self.settle(n, micros),
            Command::Raise(cap) => self.open() && cap > self.cap && std::mem::replace(&mut self.cap, cap) < cap,
            Command::BreakGlass(who, n) => self.break_glass(who, n),
            Command::SecondLook(who, n, confirmed) => self.second_look(who, n, confirmed),
            Command::Demote(who) => {
                self.demoted.insert(who);
                true
            }
            Command::Restore => {
                self.demoted.clear();
                true
            }
        }
    }

    fn start(&mut self, n: usize) -> bool {
        let can = self.can_start(n);
        if can {
            self.stages[n].phase = Phase::Running;
            self.stages[n].calls = 0;
        }
        can
    }

    /// The attempt ends; what it has put aside stays put aside until somebody knows what it cost.
    fn end_attempt(&mut self, n: usize) {
        self.left_open += self.stages[n].reserved.take().unwrap_or(0);
    }

    fn hand_in(&mut self, n: usize, passed: bool) -> bool {
        if self.stages[n].phase != Phase::Running {
            return false;
        }
        self.end_attempt(n);
        let now = self.now;
        let stage = &mut self.stages[n];
        (stage.held, stage.output, stage.ever) = (false, true, true);
        if n == 1 && passed {
            (stage.phase, stage.question, stage.fails) = (Phase::Done, None, 0);
        } else {
            (stage.phase, stage.question) = (Phase::Waiting, Some(Question::new(now, None)));
        }
        true
    }

    fn fail(&mut self, n: usize, retryable: bool) -> bool {
        if self.stages[n].phase != Phase::Running {
            return false;
        }
        self.end_attempt(n);
        let stage = &mut self.stages[n];
        stage.held = false;
        stage.fails += 1;
        stage.phase = if retryable && stage.fails < 3 { Phase::Queued } else { Phase::Failed };
        true
    }

    fn decidable(&self, n: usize) -> bool {
        self.stages[n].question.as_ref().is_some_and(|question| question.open && self.now < question.until)
    }

    fn vote(&mut self, who: u8, n: usize, say: Say, fresh: bool, for_bob: bool) -> bool {
        if !self.decidable(n) || !fresh || !self.eligible(who, n, for_bob) {
            return false;
        }
        let acts_for = for_bob.then_some(BOB);
        let Some(question) = &self.stages[n].question else { return false };
        let used = |who: u8| question.votes.iter().any(|(voter, acted_for)| *voter == who || *acted_for == Some(who));
        if say == Say::Approve && (used(who) || acts_for.is_some_and(used)) {
            return false;
        }
        if say == Say::Approve {
            let mut votes = question.votes.clone();
            votes.push((who, acts_for));
            let counted = votes.iter().filter(|(voter, acted_for)| self.eligible(*voter, n, acted_for.is_some())).count();
            let stage = &mut self.stages[n];
            let question = stage.question.as_mut().unwrap();
            question.votes = votes;
            if counted >= if n == 2 { 2 } else { 1 } {
                question.open = false;
                (stage.phase, stage.held, stage.fails) = (Phase::Done, false, 0);
            }
            return true;
        }
        let stage = &mut self.stages[n];
        stage.question.as_mut().unwrap().open = false;
        if say == Say::Reject {
            (stage.phase, stage.held) = (Phase::Failed, false);
        } else {
            (stage.phase, stage.fails) = (Phase::Queued, 0);
        }
        true
    }

    fn expire(&mut self, n: usize) -> bool {
        let now = self.now;
        let stage = &mut self.stages[n];
        let Some(question) = stage.question.as_mut().filter(|question| question.open && now >= question.until) else { return false };
        (question.open, question.lapsed, stage.held) = (false, true, true);
        true
    }

    fn ask_again(&mut self, n: usize) -> bool {
        let (open, now) = (self.open(), self.now);
        let stage = &mut self.stages[n];
        let Some(question) = stage.question.as_mut().filter(|question| open && question.lapsed) else { return false };
        (question.open, question.lapsed, question.until, stage.held) = (true, false, now + TERM, false);
        question.votes.clear();
        true
    }

    fn put(&mut self, who: u8, n: usize) -> bool {
        let stage = &self.stages[n];
        let takes = matches!(stage.phase, Phase::Queued | Phase::Running | Phase::Waiting | Phase::Done);
        if !self.open() || !stage.ever || !stage.output || !takes {
            return false;
        }
        self.end_attempt(n);
        self.reset(&BELOW[n].iter().copied().collect());
        let question = Question::new(self.now, Some(who));
        let stage = &mut self.stages[n];
        (stage.phase, stage.held, stage.question) = (Phase::Waiting, false, Some(question));
        true
    }

    fn begun(&self, n: usize) -> bool {
        let stage = &self.stages[n];
        stage.phase != Phase::Queued || stage.output || stage.held || stage.fails > 0
    }

    fn reset(&mut self, which: &BTreeSet<usize>) {
        for n in which {
            if self.begun(*n) {
                self.end_attempt(*n);
                let stage = &mut self.stages[*n];
                (stage.phase, stage.held, stage.output, stage.fails, stage.question) = (Phase::Queued, false, false, 0, None);
            }
        }
    }

    fn with_below(roots: &BTreeSet<usize>) -> BTreeSet<usize> {
        roots.iter().flat_map(|n| std::iter::once(*n).chain(BELOW[*n].iter().copied())).collect()
    }

    fn rollback(&mut self, n: usize) -> bool {
        if self.cancelled || !self.stages[n].output {
            return false;
        }
        let mut others = self.failed();
        others.remove(&n);
        let mut resets = Self::with_below(&others);
        resets.extend(BELOW[n]);
        resets.remove(&n);
        self.reset(&resets);
        self.end_attempt(n);
        let now = self.now;
        let stage = &mut self.stages[n];
        if !stage.question.as_ref().is_some_and(|question| question.open) {
            let author = stage.question.as_ref().and_then(|question| question.author);
            (stage.phase, stage.held, stage.question) = (Phase::Waiting, false, Some(Question::new(now, author)));
        }
        true
    }

    fn rerun(&mut self, n: usize) -> bool {
        let mut roots = self.failed();
        roots.insert(n);
        let resets = Self::with_below(&roots);
        if self.cancelled || !resets.iter().any(|n| self.begun(*n)) {
            return false;
        }
        self.reset(&resets);
        true
    }

    fn cancel(&mut self) -> bool {
        if !self.open() {
            return false;
        }
        self.cancelled = true;
        for n in 0..4 {
            if matches!(self.stages[n].phase, Phase::Queued | Phase::Running | Phase::Waiting) {
                self.end_attempt(n);
                let stage = &mut self.stages[n];
                (stage.phase, stage.held) = (Phase::Cancelled, false);
                if let Some(question) = &mut stage.question {
                    question.open = false;
                }
            }
        }
        true
    }

    fn block(&mut self, n: usize) -> bool {
        let open = self.open();
        let stage = &mut self.stages[n];
        let can = open && !stage.held && matches!(stage.phase, Phase::Queued | Phase::Running | Phase::Waiting);
        stage.held |= can;
        can
    }

    fn unblock(&mut self, n: usize) -> bool {
        let open = self.open();
        let stage = &mut self.stages[n];
        let lapsed = stage.question.as_ref().is_some_and(|question| question.lapsed);
        let can = open && stage.held && !lapsed;
        if can {
            stage.held = false;
        }
        can
    }

    fn constrain(&mut self, scope: Option<usize>, review: Option<usize>) -> bool {
        if !self.open() || self.constraints >= 48 || review.is_some_and(|n| !self.decidable(n)) {
            return false;
        }
        self.constraints += 1;
        let stale = |n: &usize| match self.stages[*n].phase {
            Phase::Running => true,
            Phase::Done => scope.is_some() || review.is_some_and(|review| !ABOVE[review].contains(n)),
            _ => false,
        };
        let roots: BTreeSet<usize> = (0..4).filter(|n| scope.is_none_or(|scope| scope == *n)).filter(stale).collect();
        self.reset(&Self::with_below(&roots));
        true
    }

    fn reserve(&mut self, n: usize, micros: u64) -> bool {
        let already = self.stages[n].reserved.unwrap_or(0);
        let can = self.stages[n].phase == Phase::Running && micros <= (self.cap + already).saturating_sub(self.committed());
        if can {
            self.stages[n].reserved = Some(micros);
        }
        can
    }

    fn settle(&mut self, n: usize, micros: u64) -> bool {
        let found = self.stages[n].phase == Phase::Running && self.stages[n].reserved.take().is_some();
        if found {
            self.settled += micros;
            self.stages[n].calls += 1;
        }
        found
    }

    /// The number of the call that the running attempt makes next.
    pub(crate) fn next_call(&self, n: usize) -> u32 {
        self.stages[n].calls + 1
    }

    fn break_glass(&mut self, who: u8, n: usize) -> bool {
        if !self.decidable(n) || who != ANN || who == BOT {
            return false;
        }
        let stage = &mut self.stages[n];
        let question = stage.question.as_mut().unwrap();
        (question.open, question.glass) = (false, Some(who));
        (stage.phase, stage.held, stage.fails) = (Phase::Done, false, 0);
        true
    }

    fn second_look(&mut self, who: u8, n: usize, confirmed: bool) -> bool {
        let owed = self.stages[n].question.as_ref().is_some_and(|question| question.glass.is_some_and(|by| by != who) && !question.looked);
        if !owed || !self.eligible(who, n, false) {
            return false;
        }
        self.stages[n].question.as_mut().unwrap().looked = true;
        if !confirmed && !self.cancelled {
            self.rollback(n);
        }
        true
    }
}
