//! The work of a place: taken, talked about, and over.

use super::super::conversation::{Broke, Conversation};
use super::super::launch;
use super::{Event, Given, Keeper, Load, Talk};
use dream_app::agent_work::{Activity, Hand, Rostered};
use dream_app::work::{Failure, Product};
use dream_app::{AppError, Kind};
use dream_ports::AgentError;
use dream_swarm::supervision::{GiveBack, Heard};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

impl Keeper {
    /// Work was given to the place.
    pub(super) fn take(&mut self, given: Given) {
        let Some(agent) = self.inner.roster.borrow().agents.get(&self.id).cloned() else {
            self.owed = true;
            // Whoever waits may have gone; then nobody is to be told.
            let _ = given.done.send(Err(super::super::stopped()));
            return;
        };
        let folder = launch::folder(&self.inner.settings, &agent, self.index);
        let hand = Arc::new(Hand::new(agent.reference(), &agent.agent.manifest.runtime, folder, given.work, Arc::new(Activity::default())));
        self.count += 1;
        (self.heard_beat, self.heard_progress) = (None, None);
        self.agent = Some(agent);
        self.load = Some(Load { number: self.count, hand, done: given.done, session: Arc::default(), talk: None, begun: false });
    }

    /// Begins the conversation about the work, when there is a process for it.
    pub(super) fn begin_talk(&mut self, agent: &Rostered) {
        let (Some(load), Some(running)) = (self.load.as_mut(), &self.running) else { return };
        if load.talk.is_some() {
            return;
        }
        let (nudges, told) = mpsc::unbounded_channel();
        let conversation = Conversation {
            inner: Arc::clone(&self.inner),
            agent: agent.clone(),
            process: Arc::clone(&running.process),
            hand: Arc::clone(&load.hand),
            session: Arc::clone(&load.session),
            resumed: load.begun,
            nudges: told,
        };
        let (tell, number, with) = (self.tell.clone(), load.number, self.process_number);
        let task = tokio::spawn(async move {
            let talked = conversation.run().await;
            // The place may be gone; then nobody is to be told.
            let _ = tell.send(Event::Talked(number, with, talked));
        });
        load.begun = true;
        load.talk = Some(Talk { nudges, _task: AbortOnDropHandle::new(task) });
    }

    /// The conversation of `process` about work `number` is over.
    pub(super) fn talked(&mut self, number: u64, process: u64, talked: Result<Result<Vec<Product>, Failure>, Broke>) {
        // One that broke off with an earlier process may be heard of when the next one is at the work already, and says nothing of that.
        let late = talked.is_err() && process != self.process_number;
        if late || self.load.as_ref().is_none_or(|load| load.number != number) {
            return;
        }
        let agent = self.agent.as_ref().map_or_else(String::new, |agent| agent.agent.name().to_owned());
        match talked {
            Ok(done) => self.over(done),
            // The process has ended or is being ended: its end says what comes next.
            Err(Broke::Agent(AgentError::Ended(_) | AgentError::Protocol(_))) => self.quiet(),
            Err(Broke::Agent(AgentError::Silent { request, .. })) => {
                tracing::warn!(agent.name = agent, request, "an agent did not answer");
                self.hear(Heard::Silent);
                self.quiet();
            }
            Err(Broke::App(error)) => self.over(Err(Failure::Internal(error))),
            // The host's fault, as of a disk that is full: the work is there for whoever comes next.
            Err(Broke::Tools(error)) => {
                let message = format!("the tools of agent {agent} cannot be served: {}", super::with_sources(&error));
                self.over(Err(Failure::Internal(AppError::new(Kind::Unavailable, error.code(), message).because(error))));
            }
            Err(error @ (Broke::Agent(_) | Broke::Launch(_))) => {
                let message = format!("the agent {agent} cannot work: {}", super::with_sources(&error));
                self.over(Err(Failure::Agent { code: "agent_error", message }));
            }
        }
    }

    /// There is no conversation now; another one is begun with the next process.
    fn quiet(&mut self) {
        if let Some(running) = &self.running {
            // One that no longer speaks the protocol is of no use, whatever its process does.
            running.process.kill();
        }
        // `talk` stays until the process has ended, so that no other is begun with this one.
    }

    /// The work is over, and whoever waits is told what came of it.
    fn over(&mut self, done: Result<Vec<Product>, Failure>) {
        if let Some(load) = self.load.take() {
            // Whoever waited may have gone; then nobody is to be told.
            let _ = load.done.send(done);
            self.owed = true;
            self.hear(Heard::WorkOver);
        }
    }

    /// Nobody waits for the work any more: the agent's turn is broken off with the conversation, and its process ends, since it may still be
    /// at it.
    pub(super) fn give_up_load(&mut self) {
        if self.load.take().is_some() {
            self.owed = true;
            self.hear(Heard::TakenAway);
        }
    }

    /// Gives the work back as not done.
    pub(super) fn give_back(&mut self, how: GiveBack) {
        let failure = match how {
            GiveBack::Released => super::super::stopped(),
            GiveBack::Failed => {
                let agent = self.agent.as_ref().map_or_else(String::new, |agent| agent.agent.name().to_owned());
                let why = self.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
                let message =
                    format!("the agent {agent} did not get on with the work and was ended{why}; see `dreamos agent logs {agent}`");
                Failure::Agent { code: "agent_stuck", message }
            }
        };
        if let Some(load) = self.load.take() {
            // Whoever waited may have gone; then nobody is to be told.
            let _ = load.done.send(Err(failure));
            self.owed = true;
        }
    }

    /// The process has ended: the conversation with it is over.
    pub(super) fn process_ended(&mut self) {
        self.running = None;
        if let Some(load) = self.load.as_mut() {
            load.talk = None;
        }
    }

    /// An error that nobody waits for.
    pub(super) fn warn(what: &'static str, error: &AppError) {
        if error.kind != Kind::NotFound {
            tracing::warn!(what, error.code = error.code, %error, "something about an agent could not be recorded");
        }
    }
}
