//! Carrying out the steps of the machine, and taking in what became of them. Nothing here waits: what takes time runs beside and is told of.

use super::super::launch;
use super::super::secrets::Known;
use super::{Event, Keeper, NotLaunched, Running};
use dream_app::agent_work::Rostered;
use dream_app::agents;
use dream_app::escalations::{self, NewEscalation};
use dream_id::TaskId;
use dream_ports::{AgentLaunch, Exit};
use dream_swarm::supervision::{GREETING, Heard, NudgeKind, Step};
use dream_swarm::{EscalationKind, Tried};
use std::sync::Arc;
use std::time::Duration;

/// How long it is waited until an escalation that could not be recorded is tried again: twice as long each time, up to the second.
const AGAIN: Duration = Duration::from_millis(250);
const AGAIN_AT_MOST: Duration = Duration::from_mins(1);

impl Keeper {
    /// Does one step.
    pub(super) fn carry_out(&mut self, agent: &Rostered, step: Step) {
        match step {
            Step::Start { resume } => self.launch(agent, resume),
            Step::Nudge(kind) => self.nudge(agent, kind),
            Step::Stop { grace } => {
                if let Some(running) = &self.running {
                    let process = Arc::clone(&running.process);
                    self.inner.running.spawn(async move { process.stop(grace).await });
                }
            }
            // Whatever works in its folder, since one that has not greeted yet is known by nothing else.
            Step::Kill => self.inner.parts.sandbox.kill_in(&launch::folder(&self.inner.settings, agent, self.index)),
            Step::Escalate { about, tried } => self.escalate(agent, about, tried),
            Step::GiveBack(how) => self.give_back(how),
            Step::GiveUp { code } => self.give_up(code),
            Step::Crashed => self.crashed(),
        }
    }

    fn launch(&mut self, agent: &Rostered, resume: bool) {
        self.count += 1;
        self.process_number = self.count;
        let (number, tell, inner) = (self.count, self.tell.clone(), Arc::clone(&self.inner));
        let (agent, folder) = (agent.clone(), launch::folder(&self.inner.settings, agent, self.index));
        tracing::info!(org.id = %agent.org, agent.name = agent.agent.name(), agent.place = self.index, resume, "an agent's process is started");
        self.inner.running.spawn(async move {
            let known = Known::of_process(&inner.app, &inner.settings, &agent).await;
            let launched = match known.and_then(|known| launch::command(&inner.settings, &agent, &folder, &known)) {
                Ok(command) => {
                    let launch = AgentLaunch { agent: agent.reference(), command, greeting: GREETING };
                    inner.parts.launcher.launch(launch, Arc::clone(&inner.host)).await.map_err(NotLaunched::from)
                }
                Err(error) => Err(NotLaunched { lasting: error.is_lasting(), code: error.code(), why: super::with_sources(&error) }),
            };
            if let Err(unsent) = tell.send(Event::Launched(number, launched))
                && let Event::Launched(_, Ok(process)) = unsent.0
            {
                process.kill();
            }
        });
    }

    /// Takes in what happened.
    pub(super) fn happened(&mut self, event: Event) {
        match event {
            Event::Launched(number, Ok(process)) if number == self.process_number => {
                let (watched, tell) = (Arc::clone(&process), self.tell.clone());
                self.inner.running.spawn(async move {
                    let exit = watched.exited().await;
                    // The place may be gone; then nobody is to be told.
                    let _ = tell.send(Event::Ended(number, exit, watched.last_words()));
                });
                self.running = Some(Running { process, since: self.inner.app.now() });
                self.reason = None;
                let stopping = self.inner.is_halted();
                self.hear(Heard::Started);
                if stopping {
                    self.carry_kill();
                }
            }
            Event::Launched(_, Ok(process)) => process.kill(),
            Event::Launched(number, Err(not)) if number == self.process_number => {
                tracing::warn!(parent: &self.span(), error.code = not.code, why = not.why, "an agent's process was not started");
                self.reason = Some(format!("{}: {}", not.code, not.why).chars().take(500).collect());
                self.last_words.clear();
                self.hear(Heard::NotStarted { lasting: not.lasting });
            }
            Event::Ended(number, exit, last_words) if number == self.process_number => {
                tracing::info!(parent: &self.span(), %exit, "an agent's process has ended");
                self.reason = Some(exit.to_string());
                self.last_words = last_words;
                self.process_ended();
                self.hear(Heard::Ended { clean: exit == Exit::Code(0) });
            }
            Event::Launched(_, Err(_)) | Event::Ended(..) => {}
            Event::Talked(number, process, talked) => self.talked(number, process, talked),
        }
    }

    fn carry_kill(&self) {
        if let Some(running) = &self.running {
            running.process.kill();
        }
    }

    fn nudge(&self, agent: &Rostered, kind: NudgeKind) {
        let Some(load) = &self.load else { return };
        let Some(talk) = &load.talk else { return };
        let (hand, nudges, op) = (Arc::clone(&load.hand), talk.nudges.clone(), self.inner.op());
        let (org, words) = (agent.org, agent.agent.nudge.filter(|_| kind == NudgeKind::Asked));
        self.inner.running.spawn(async move {
            let words = match words {
                Some(digest) => agents::nudge_words(&op, org, digest).await.unwrap_or_else(|error| {
                    Self::warn("what a person nudges an agent with", &error);
                    None
                }),
                None => None,
            };
            // A conversation that is just ending needs no nudge.
            let _ = nudges.send(hand.nudge(words.as_deref()));
        });
    }

    /// Whose process it is, and what it worked on: what is said within goes to the agent's log.
    fn span(&self) -> tracing::Span {
        let agent = self.agent.as_ref();
        let (org, name) = (agent.map(|agent| tracing::field::display(agent.org)), agent.map(|agent| agent.agent.name()));
        let task = self.task().map(tracing::field::display);
        tracing::error_span!("place", org.id = org, agent.name = name, agent.place = self.index, task.id = task)
    }

    fn task(&self) -> Option<TaskId> {
        self.load.as_ref().and_then(|load| load.hand.session_work().task).map(|(task, _)| task)
    }

    fn crashed(&self) {
        let (op, id, how) = (self.inner.op(), self.id, self.reason.clone().unwrap_or_else(|| "it did not start".to_owned()));
        let task = self.task();
        let words = Some(self.last_words.join("\n")).filter(|words| !words.is_empty());
        tracing::error!(parent: &self.span(), why = how, words, "an agent's process crashed");
        self.inner.running.spawn(async move {
            if let Err(error) = agents::crashed(&op, id, how, task).await {
                Self::warn("a crash", &error);
            }
        });
    }

    fn give_up(&self, code: &'static str) {
        let (op, id) = (self.inner.op(), self.id);
        let why = self.reason.clone().unwrap_or_else(|| "it was started again and again in vain".to_owned());
        let name = self.agent.as_ref().map_or("NAME", |agent| agent.agent.name());
        let why = format!("{why}; when that is mended, begin anew: `dreamos agent restart {name}`");
        self.inner.running.spawn(async move {
            if let Err(error) = agents::give_up(&op, id, code.to_owned(), why).await {
                Self::warn("that an agent is given up", &error);
            }
        });
    }

    fn escalate(&self, agent: &Rostered, about: EscalationKind, tried: Vec<Tried>) {
        let (op, org, name) = (self.inner.op(), agent.org, agent.agent.name().to_owned());
        let task = self.task();
        let title = match about {
            EscalationKind::Stuck => format!("{name} does not get on with its work"),
            EscalationKind::CrashLoop => format!("{name} crashes again and again"),
            EscalationKind::NotStarted => format!("{name} cannot be started"),
            EscalationKind::Help => format!("{name} needs help"),
        };
        let steps: Vec<&str> = tried.iter().map(|tried| tried.name()).collect();
        let steps = if steps.is_empty() { "nothing".to_owned() } else { steps.join(", then ") };
        let last = self.reason.as_ref().map_or_else(String::new, |reason| format!(" What was seen last of its process: {reason}."));
        let text = format!("{title}. Tried before: {steps}.{last} Its log says more: `dreamos agent logs {name}`.");
        let new = NewEscalation { about, agent: Some(self.id), task, title, text, tried, term: None };
        let inner = Arc::clone(&self.inner);
        self.inner.running.spawn(async move {
            let mut wait = AGAIN;
            // What was tried in vain must reach somebody: a database that is away for a moment does not keep it from that.
            while let Err(error) = escalations::raise_for(&op, org, new.clone()).await {
                Self::warn("an escalation", &error);
                if !error.is_retryable() || wait > AGAIN_AT_MOST || inner.is_draining() {
                    return;
                }
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
        });
    }
}
