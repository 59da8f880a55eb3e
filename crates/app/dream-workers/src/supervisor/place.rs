//! A place of an agent: one process at most, looked after by one task that owns all of its state.

mod carry;
mod work;

use super::Inner;
use dream_app::agent_work::{HandWork, Rostered};
use dream_app::work::{Failure, Product};
use dream_clock::Timestamp;
use dream_id::AgentId;
use dream_ports::{AgentError, AgentProcess, Exit, Limit, SessionKey};
use dream_swarm::supervision::{Heard, Slot, SlotPolicy, Wanted, Work};
use dream_swarm::{Desired, Observation};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio_util::task::AbortOnDropHandle;

/// Why an agent with work does nothing though nothing is wrong.
const WAITS_FOR_PEOPLE: &str = "it waits for people: `dreamos permission list --status waiting`";
/// How often a process with work is looked at though nothing happened.
const LOOK: Duration = Duration::from_secs(1);

/// Work that is given to a place.
pub(super) struct Given {
    pub(super) work: HandWork,
    /// Told what came of it. Dropped by whoever waits, the work is taken away.
    pub(super) done: oneshot::Sender<Result<Vec<Product>, Failure>>,
}

/// A place, seen from outside.
pub(super) struct Place {
    inbox: mpsc::UnboundedSender<Given>,
    free: Arc<AtomicBool>,
    pub(super) seen: Arc<Mutex<Seen>>,
}

/// What is seen of a place.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    pub(super) observation: Option<Observation>,
    /// Whether it is other than what was written down last.
    pub(super) changed: bool,
}

impl Place {
    /// Makes a place and the task that looks after it.
    pub(super) fn start(inner: &Arc<Inner>, agent: AgentId, index: u32) -> Self {
        let (inbox, given) = mpsc::unbounded_channel();
        let (free, seen) = (Arc::new(AtomicBool::new(true)), Arc::new(Mutex::default()));
        let keeper = Keeper::new(Arc::clone(inner), agent, index, given, Arc::clone(&free), Arc::clone(&seen));
        inner.running.spawn(keeper.run());
        Self { inbox, free, seen }
    }

    /// Whether it can be given work.
    pub(super) fn is_free(&self) -> bool {
        self.free.load(Ordering::Acquire)
    }

    /// Where work is put, if the place is free; it is not from then on.
    pub(super) fn take(&self) -> Option<mpsc::UnboundedSender<Given>> {
        let taken = self.free.compare_exchange(true, false, Ordering::AcqRel, Ordering::Acquire).is_ok();
        taken.then(|| self.inbox.clone())
    }
}

/// What happened to the process or the work of a place. The number says of which process or work, so that late news of an earlier one is none.
enum Event {
    Launched(u64, Result<Arc<dyn AgentProcess>, NotLaunched>),
    /// With what it wrote to its error output last.
    Ended(u64, Exit, Vec<String>),
    /// With the number of the process besides: work goes on with the next one.
    Talked(u64, u64, Result<Result<Vec<Product>, Failure>, super::conversation::Broke>),
}

/// Why a process was not started.
struct NotLaunched {
    lasting: bool,
    code: &'static str,
    why: String,
}

impl From<AgentError> for NotLaunched {
    fn from(error: AgentError) -> Self {
        use dream_ports::SandboxError as Refused;
        let lasting = match &error {
            AgentError::Sandbox(refused) => !matches!(refused, Refused::Io { .. }),
            AgentError::Version { .. } | AgentError::Authentication { .. } => true,
            AgentError::Silent { .. } | AgentError::Protocol(_) | AgentError::Answered { .. } | AgentError::Ended(_) => false,
        };
        Self { lasting, code: error.code(), why: with_sources(&error) }
    }
}

/// An error with its sources.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

/// The work that the place has.
struct Load {
    number: u64,
    hand: Arc<dream_app::agent_work::Hand>,
    done: oneshot::Sender<Result<Vec<Product>, Failure>>,
    session: Arc<Mutex<Option<SessionKey>>>,
    /// The conversation about it, while there is one.
    talk: Option<Talk>,
    /// Whether a process has been at it.
    begun: bool,
}

struct Talk {
    nudges: mpsc::UnboundedSender<String>,
    _task: AbortOnDropHandle<()>,
}

/// A process that has greeted.
struct Running {
    process: Arc<dyn AgentProcess>,
    since: Timestamp,
}

/// Looks after a place.
struct Keeper {
    inner: Arc<Inner>,
    id: AgentId,
    index: u32,
    /// The agent as it was last seen; it outlives its removal until the process is gone.
    agent: Option<Rostered>,
    slot: Option<Slot>,
    given: mpsc::UnboundedReceiver<Given>,
    free: Arc<AtomicBool>,
    seen: Arc<Mutex<Seen>>,
    events: mpsc::UnboundedReceiver<Event>,
    tell: mpsc::UnboundedSender<Event>,
    /// Counts processes and pieces of work.
    count: u64,
    process_number: u64,
    running: Option<Running>,
    load: Option<Load>,
    /// Whether the place had work and has not been free since.
    owed: bool,
    /// Why it was not started last, or how it ended.
    reason: Option<String>,
    /// What the process that ended last wrote to its error output in the end: for the log, which may forget it.
    last_words: Vec<String>,
    heard_beat: Option<Timestamp>,
    heard_progress: Option<Timestamp>,
    used: (u64, u64),
}

impl Keeper {
    fn new(
        inner: Arc<Inner>,
        id: AgentId,
        index: u32,
        given: mpsc::UnboundedReceiver<Given>,
        free: Arc<AtomicBool>,
        seen: Arc<Mutex<Seen>>,
    ) -> Self {
        let (tell, events) = mpsc::unbounded_channel();
        Self {
            inner,
            id,
            index,
            agent: None,
            slot: None,
            given,
            free,
            seen,
            events,
            tell,
            count: 0,
            process_number: 0,
            running: None,
            load: None,
            owed: false,
            reason: None,
            last_words: Vec::new(),
            heard_beat: None,
            heard_progress: None,
            used: (0, 0),
        }
    }

    async fn run(mut self) {
        let mut roster = self.inner.roster.subscribe();
        loop {
            self.look();
            if self.is_over() {
                break;
            }
            let pause = self.pause();
            tokio::select! {
                Some(event) = self.events.recv() => self.happened(event),
                Some(given) = self.given.recv(), if self.load.is_none() => self.take(given),
                () = taken_away(self.load.as_mut()) => self.give_up_load(),
                // The sender lives as long as the supervisor, which this holds.
                _ = roster.changed() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.leave();
    }

    /// Takes in what is wanted and what was heard, and does what is to be done next.
    fn look(&mut self) {
        let now = self.inner.app.now();
        let (known, gone) = self.known();
        let Some(agent) = known else { return };
        let wanted = self.wanted(&agent, gone);
        let policy = SlotPolicy::of(&agent.agent.manifest);
        self.slot.get_or_insert_with(|| Slot::new(policy, &wanted)).set_policy(policy);
        self.hear_activity(now);
        let Some(slot) = self.slot.as_mut() else { return };
        let steps = slot.next(&wanted, now);
        for step in steps {
            self.carry_out(&agent, step);
        }
        self.begin_talk(&agent);
        self.show(&agent, now);
    }

    /// The agent as it is now, or as it was when it was last there.
    fn known(&mut self) -> (Option<Rostered>, bool) {
        let now = self.inner.roster.borrow().agents.get(&self.id).cloned();
        let gone = now.is_none();
        if now.is_some() {
            self.agent = now;
        }
        (self.agent.clone(), gone)
    }

    fn wanted(&self, agent: &Rostered, gone: bool) -> Wanted {
        let work = match &self.load {
            None => Work::None,
            Some(load) if load.hand.activity().waits() => Work::Waiting,
            Some(_) => Work::Mine,
        };
        let mut wanted = agent.wanted(work, self.inner.is_draining());
        wanted.held |= self.inner.is_halted() || self.inner.lead.is_lost();
        if gone {
            wanted.desired = Desired::Stopped;
        } else if wanted.desired == Desired::Running && self.index > 0 {
            // One process is kept without work; the others come and go with it.
            wanted.desired = Desired::OnDemand;
        }
        wanted
    }

    fn waits_for_people(&self) -> bool {
        self.load.as_ref().is_some_and(|load| load.hand.activity().waits_for_people())
    }

    fn hear_activity(&mut self, now: Timestamp) {
        let (Some(load), Some(slot)) = (&self.load, self.slot.as_mut()) else { return };
        let (beat, progress) = (load.hand.activity().beat_at(), load.hand.activity().progress_at());
        if progress > self.heard_progress {
            self.heard_progress = progress;
            slot.hear(Heard::Progress, now, 0);
        } else if beat > self.heard_beat {
            slot.hear(Heard::Beat, now, 0);
        }
        self.heard_beat = self.heard_beat.max(beat);
        self.used = load.hand.activity().usage();
    }

    fn hear(&mut self, heard: Heard) {
        let (now, mut bytes) = (self.inner.app.now(), [0; 4]);
        self.inner.app.store.rng().fill(&mut bytes);
        if let Some(slot) = self.slot.as_mut() {
            slot.hear(heard, now, u32::from_le_bytes(bytes));
        }
    }

    /// Whether the place is not needed any more: without process and work, and nobody wants one. Nothing is given to it from then on.
    fn is_over(&self) -> bool {
        let idle = self.load.is_none() && self.given.is_empty() && self.slot.as_ref().is_none_or(|slot| !slot.has_process());
        if !idle {
            return false;
        }
        if self.inner.is_draining() {
            return true;
        }
        let stays = self.agent.as_ref().is_some_and(|agent| {
            let listed = self.inner.roster.borrow().agents.contains_key(&self.id);
            listed && (self.index == 0 && agent.agent.desired == Desired::Running || agent.agent.given_up.is_some())
        });
        let waits = self.slot.as_ref().is_some_and(|slot| slot.look_again().is_some());
        !stays && !waits && self.free.compare_exchange(true, false, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// How long nothing is looked at unless something happens. A time that is over has been looked at just now.
    fn pause(&self) -> Duration {
        let now = self.inner.app.now();
        let again = self.slot.as_ref().and_then(Slot::look_again).filter(|at| *at > now).map(|at| at.since(now));
        let most = if self.slot.as_ref().is_some_and(Slot::has_process) { LOOK } else { Duration::from_mins(1) };
        again.map_or(most, |again| again.min(most)).max(Duration::from_millis(1))
    }

    fn leave(&mut self) {
        self.inner.left.lock().unwrap_or_else(PoisonError::into_inner).insert(self.id);
        self.inner.places().remove(&(self.id, self.index));
        self.inner.seen.notify_one();
        self.inner.freed.notify_waiters();
    }

    /// Notes what is to be seen of the place.
    fn show(&mut self, agent: &Rostered, now: Timestamp) {
        let Some(slot) = &self.slot else { return };
        let usage = self.running.as_ref().and_then(|running| running.process.usage()).unwrap_or_default();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.observation.clone().unwrap_or_else(|| Observation::none(now));
        let observed = slot.observed(now);
        let since = if before.observed == observed { before.since } else { now };
        let observation = Observation {
            observed,
            since,
            reason: if self.waits_for_people() { Some(WAITS_FOR_PEOPLE.to_owned()) } else { self.reason.clone() },
            pid: self.running.as_ref().map(|running| running.process.pid()),
            task: self.load.as_ref().and_then(|load| load.hand.session_work().task).map(|(task, _)| task),
            sandbox: self.running.as_ref().map(|running| running.process.level().to_string()),
            unenforced: self.running.as_ref().map(|running| words(running.process.unenforced())).unwrap_or_default(),
            started_at: self.running.as_ref().map(|running| running.since),
            beat_at: slot.beat_at(),
            progress_at: slot.progress_at(),
            restarts: slot.restarts(),
            cpu_ms: u64::try_from(usage.cpu_time.as_millis()).unwrap_or(u64::MAX),
            memory_bytes: usage.memory_bytes,
            processes: usage.processes,
            output_bytes: usage.output_bytes,
            tokens: self.used.0,
            cost_micros: self.used.1,
        };
        let same =
            |before: &Observation| before.observed == observed && before.task == observation.task && before.reason == observation.reason;
        let state_changed = !seen.observation.as_ref().is_some_and(same);
        seen.changed |= seen.observation.as_ref() != Some(&observation);
        seen.observation = Some(observation);
        drop(seen);
        if state_changed {
            self.inner.seen.notify_one();
        }
        // Only after work that it had: one that is about to be put into its inbox has taken it already.
        if self.owed && slot.is_free(&self.wanted(agent, false)) {
            self.owed = false;
            self.free.store(true, Ordering::Release);
            self.inner.freed.notify_waiters();
        }
    }
}

fn words(limits: &[Limit]) -> Vec<String> {
    limits.iter().map(ToString::to_string).collect()
}

/// Returns when nobody waits for the work any more.
async fn taken_away(load: Option<&mut Load>) {
    match load {
        Some(load) => load.done.closed().await,
        None => std::future::pending().await,
    }
}
